"""What happened: one append-only log that feeds timelines, mail, feeds and the audit."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Activity(models.Model):
    at = models.DateTimeField(auto_now_add=True)
    verb = models.CharField(max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="deeds")
    page = models.ForeignKey("pages.Page", models.SET_NULL, null=True, related_name="activities")
    space = models.ForeignKey("spaces.Space", models.SET_NULL, null=True, related_name="activities")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="activities")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.SET_NULL, null=True, related_name="activities"
    )
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["verb", "-id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"
