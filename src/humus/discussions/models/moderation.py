"""What readers point out to those who look after the conversation, and what was hidden, why, and the author's word."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models


class ReportQuerySet(models.QuerySet["Report"]):
    def waiting(self) -> Self:
        return self.filter(settled_at=None)


class Report(models.Model):
    comment = models.ForeignKey("discussions.Comment", models.CASCADE, related_name="reports")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="comment_reports")
    why = models.TextField(max_length=2000)
    at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("comment", "person", name="comment_reported_once")]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.why[:60]}"


class Hiding(models.Model):
    """It holds until it is lifted. The author may appeal once."""

    comment = models.ForeignKey("discussions.Comment", models.CASCADE, related_name="hidings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField(max_length=2000)
    appeal = models.TextField(max_length=2000, blank=True)
    appealed_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint("comment", condition=models.Q(lifted_at=None), name="comment_hidden_once")
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} hidden: {self.reason[:60]}"
