"""How far the index was built anew for the version of the platform that runs; one row."""

from __future__ import annotations

from django.db import models


class Rebuilding(models.Model):
    """``version`` is that of what is indexed; ``step`` and ``after`` say where to go on, ``done`` of ``total`` how far
    it is.
    """

    version = models.PositiveSmallIntegerField(default=0)
    step = models.PositiveSmallIntegerField(default=0)
    after = models.BigIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.version}: {self.done}/{self.total}"
