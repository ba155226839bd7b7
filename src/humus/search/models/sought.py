"""What was sought, counted by day, without who sought it."""

from __future__ import annotations

from django.db import models


class Sought(models.Model):
    day = models.DateField()
    words = models.CharField(max_length=200)
    language = models.CharField(max_length=8)
    times = models.PositiveIntegerField(default=1)
    in_vain = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("day", "words", "language", name="sought_once_a_day")]
        indexes = [models.Index(fields=["-day"])]

    def __str__(self) -> str:
        return f"{self.words} ({self.times})"
