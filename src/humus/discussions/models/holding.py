"""A comment that waits for a look before others see it, with why."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models


class HoldingQuerySet(models.QuerySet["Holding"]):
    def waiting(self) -> Self:
        return self.filter(settled_at=None, comment__deleted_at=None)


class Holding(models.Model):
    """``signs`` are names of ``spam.SIGNS`` with their points and the words that gave them;
    ``told`` is what is said once it is let through."""

    comment = models.OneToOneField("discussions.Comment", models.CASCADE, primary_key=True, related_name="holding")
    signs = models.JSONField(default=list)
    told = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = HoldingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.comment_id} held since {self.at:%Y-%m-%d %H:%M}"
