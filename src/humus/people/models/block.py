"""Somebody does not want to hear of somebody else. Only they know."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Block(models.Model):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint("person", "blocked", name="block_once")]
        indexes = [models.Index(fields=["blocked", "person"], name="block_of")]

    def __str__(self) -> str:
        return f"{self.person_id} blocks {self.blocked_id}"
