"""What is carried in or out: made at once or by the worker, kept for some days, for its owner alone."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from humus.kit.ids import short_key

KEPT_FOR = timedelta(days=7)
MOST_LISTED = 5


def stored_name(parcel: Parcel, filename: str) -> str:
    """A name that owes nothing to what was typed."""
    name = uuid.uuid4().hex
    return f"exchange/{name[:2]}/{name}"


class ParcelQuerySet(models.QuerySet["Parcel"]):
    def of(self, person: object) -> ParcelQuerySet:
        return self.filter(person_id=getattr(person, "pk", None) or 0)

    def at(self, page: object, way: str) -> ParcelQuerySet:
        """What is still kept of this page, the newest first: whoever left finds it here again."""
        kept = self.filter(page=page, way=way, created_at__gt=timezone.now() - KEPT_FOR)
        return kept.order_by("-created_at")[:MOST_LISTED]


class Parcel(models.Model):
    """An export that is made or an import that waits for its owner's word.

    ``choices`` says what was asked for (format, tree, language); ``done`` of ``total`` pages are ready; ``notices`` are
    sentences about what could not be kept. An import that was undone says in ``choices`` when.
    """

    key = models.CharField(max_length=16, unique=True, default=short_key, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="parcels")
    page = models.ForeignKey("pages.Page", models.CASCADE, related_name="+")
    way = models.CharField(max_length=6, choices=[(way, way) for way in ("out", "in")])
    state = models.CharField(
        max_length=8, choices=[(s, s) for s in ("shown", "waiting", "working", "done", "failed")], default="waiting"
    )
    choices = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    notices = models.JSONField(default=list)
    error = models.TextField(blank=True)
    stored = models.FileField(upload_to=stored_name, blank=True)
    name = models.CharField(max_length=250, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ParcelQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["created_at"])]

    def __str__(self) -> str:
        return self.name or self.key

    def get_absolute_url(self) -> str:
        return f"/parcels/{self.key}/"

    @property
    def running(self) -> bool:
        return self.state in ("waiting", "working")
