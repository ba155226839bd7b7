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
    # Up to when the worker has looked for pages that fit; empty while the person is not told of them.
    watched_to = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-saved_at", "-pk"]
        indexes = [
            models.Index(fields=["watched_to"], name="saved_watched", condition=models.Q(watched_to__isnull=False))
        ]
        constraints = [models.UniqueConstraint("person", "query", name="saved_search_once")]

    def __str__(self) -> str:
        return self.query


class Fitting(models.Model):
    """A page that fits a watched search and was told, or was there before."""

    saved = models.ForeignKey(SavedSearch, models.CASCADE, related_name="fitting", db_index=False)
    page = models.ForeignKey("pages.Page", models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("saved", "page", name="fitting_told_once")]

    def __str__(self) -> str:
        return f"{self.page_id} fits {self.saved_id}"
