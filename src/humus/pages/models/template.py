"""A starting text for new pages, offered by space and kind."""

from __future__ import annotations

from django.db import models

from humus.kit.translated import TranslatedField


class PageTemplate(models.Model):
    key = models.SlugField(max_length=60, unique=True)
    name = TranslatedField()
    description = TranslatedField()
    kind = models.CharField(max_length=24, default="page")
    space_kind = models.CharField(max_length=20, blank=True)
    bodies = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.key
