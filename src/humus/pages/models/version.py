"""Append-only history: every publication, never changed, never overwritten."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from humus.kit.formats import joined


class Version(models.Model):
    page = models.ForeignKey("pages.Page", models.CASCADE, related_name="versions")
    language = models.CharField(max_length=8)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=250)
    body = models.JSONField()
    detail = models.JSONField(default=dict)
    note = models.CharField(max_length=250, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="versions")
    at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    restored_from = models.PositiveIntegerField(null=True, blank=True)
    request_key = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint("page", "language", "number", name="version_number_once"),
            models.UniqueConstraint(
                "page", "request_key", condition=~models.Q(request_key=""), name="version_request_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.number} [{self.language}]"

    @property
    def writers(self) -> str:
        """The names of those who wrote it together; empty where one person wrote alone."""
        return joined(str(row.person) for row in self.written_by.all())


class VersionAuthor(models.Model):
    """Who wrote a version together. A version that one person wrote alone has none: ``author`` says it."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="written_by")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("version", "person", name="version_author_once")]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.person_id}"
