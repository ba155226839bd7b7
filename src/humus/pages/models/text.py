"""A page's words in one language: the current title and body, and what is computed from them."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class TextQuerySet(models.QuerySet["Text"]):
    def best_for(self, language: str) -> Self:
        """One text a page: the reader's language, else the page's own, else English, else any."""
        rank = models.Case(
            models.When(language=language, then=0),
            models.When(language=models.F("page__language"), then=1),
            models.When(language="en", then=2),
            default=3,
        )
        return self.order_by("page_id", rank).distinct("page_id")


class Text(models.Model):
    # The constraint below begins with the page and serves as its index.
    page = models.ForeignKey("pages.Page", models.CASCADE, related_name="texts", db_index=False)
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=250)
    body = models.JSONField()
    compiled = models.JSONField(default=dict)
    plain = models.TextField(blank=True)
    number = models.PositiveIntegerField(default=0)
    source_number = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")

    objects = TextQuerySet.as_manager()

    class Meta:
        # With the title, so that lists of pages need not touch the bodies beside it.
        constraints = [
            models.UniqueConstraint(
                fields=["page", "language"], include=["title"], name="page_text_once_a_language_with_title"
            )
        ]
        indexes = [GinIndex(name="text_title_trigram", fields=["title"], opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return f"{self.title} [{self.language}]"

    @property
    def signed(self) -> bool:
        return self.changed_by_id is not None

    def as_version(self) -> dict[str, Any]:
        return {"title": self.title, "body": self.body}
