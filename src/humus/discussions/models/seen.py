"""How far a person has read a page: now, and when the visit before this one ended."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Seen(models.Model):
    """``number`` is the version, ``comment`` the id of the last comment; ``base_*`` those of the visit before."""

    page = models.ForeignKey("pages.Page", models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="pages_seen")
    language = models.CharField(max_length=8)
    number = models.PositiveIntegerField()
    comment = models.BigIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    base_number = models.PositiveIntegerField()
    base_comment = models.BigIntegerField(default=0)
    base_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint("page", "person", name="seen_once")]

    def __str__(self) -> str:
        return f"{self.person_id} saw {self.page_id} v{self.number}"
