"""A label on a page: a short word that lists are made of."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Label(models.Model):
    page = models.ForeignKey("pages.Page", models.CASCADE, related_name="labels")
    name = models.SlugField(max_length=60, allow_unicode=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint("page", "name", name="label_once_on_page")]
        indexes = [models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.name
