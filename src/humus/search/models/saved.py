"""A search that a person keeps, to ask it again in one click and to see what is new in it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class SavedSearch(models.Model):
    """``query`` is the address's part behind the question mark, without the number of a page."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches")
    query = models.CharField(max_length=600)
    saved_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [models.UniqueConstraint("person", "query", name="saved_search_once")]

    def __str__(self) -> str:
        return self.query
