"""A suspension with its reason; lifting it keeps the row."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Suspension(models.Model):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="suspensions")
    reason = models.TextField()
    suspended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    suspended_at = models.DateTimeField(auto_now_add=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person}: {self.reason[:40]}"
