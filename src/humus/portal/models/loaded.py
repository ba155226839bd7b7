"""Which parts of the initial content were loaded: each once, whatever people did with it later."""

from __future__ import annotations

from django.db import models


class LoadedPart(models.Model):
    name = models.CharField(max_length=60, unique=True)
    loaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
