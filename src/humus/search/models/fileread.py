"""That a file's words were read, and how that went."""

from __future__ import annotations

from django.db import models


class FileRead(models.Model):
    """``trouble`` is empty, ``time`` (took too long) or ``unreadable``."""

    version = models.OneToOneField("pages.FileVersion", models.CASCADE, related_name="read", primary_key=True)
    at = models.DateTimeField(auto_now=True)
    characters = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=12, blank=True)

    def __str__(self) -> str:
        return self.trouble or f"{self.characters} characters"
