"""A part of an event with its hours; the end may not be known."""

from __future__ import annotations

from django.db import models


class Session(models.Model):
    event = models.ForeignKey("events.Event", models.CASCADE, related_name="sessions")
    title = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    # One of a series: made by its rule, and made anew when the rule is changed.
    repeated = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gt=models.F("starts_at")),
                name="session_ends_after_its_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} {self.title}"
