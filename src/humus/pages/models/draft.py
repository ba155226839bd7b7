"""What a person is writing: kept on the server as they type, one a page, language and person."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Draft(models.Model):
    page = models.ForeignKey("pages.Page", models.CASCADE, related_name="drafts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=250, blank=True)
    body = models.JSONField()
    base = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint("page", "person", "language", name="draft_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.person_id})"
