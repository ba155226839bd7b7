"""Files of a page: each upload is a version, stored under a generated name, served only through the page's rights."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from humus.kit.ids import short_key


def stored_name(version: FileVersion, filename: str) -> str:
    """A name that owes nothing to what was typed."""
    name = uuid.uuid4().hex
    return f"pages/{name[:2]}/{name}"


class File(models.Model):
    key = models.CharField(max_length=16, unique=True, default=short_key, editable=False)
    page = models.ForeignKey("pages.Page", models.CASCADE, related_name="files")
    name = models.CharField(max_length=250)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/files/{self.key}/"


class FileVersion(models.Model):
    file = models.ForeignKey(File, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    stored = models.FileField(upload_to=stored_name)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    scanned = models.CharField(max_length=20, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint("file", "number", name="file_version_once")]

    def __str__(self) -> str:
        return f"{self.file_id} v{self.number}"


def size_of(file: str) -> models.Subquery:
    """The bytes of the newest version, to be asked along with what points at a file by the field ``file``."""
    newest = FileVersion.objects.filter(file=models.OuterRef(file)).order_by("-number")
    return models.Subquery(newest.values("size")[:1])
