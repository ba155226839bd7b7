"""A page's words in one language: the current title and body, and what is computed from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.fields.json import KeyTransform

from humus.kit.formats import joined
from humus.people.models.person import named


def _rank(language: str) -> models.Case:
    return models.Case(
        models.When(language=language, then=0),
        models.When(language=models.F("page__language"), then=1),
        models.When(language="en", then=2),
        default=3,
    )


class TextQuerySet(models.QuerySet["Text"]):
    def best_for(self, language: str) -> Self:
        """One text a page: the reader's language, else the page's own, else English, else any."""
        return self.order_by("page_id", _rank(language)).distinct("page_id")

    def with_writers(self) -> Self:
        """Load who wrote the version that stands: the names that ``byline`` says."""
        from humus.pages.models.version import VersionAuthor

        rows = VersionAuthor.objects.filter(
            **{f"version__{name}": models.OuterRef(name) for name in ("page", "language", "number")}
        )
        name = models.Case(models.When(person__erased_at=None, then="person__name"))
        return self.select_related("changed_by").annotate(
            writers=ArraySubquery(rows.order_by("pk").annotate(called=name).values("called"))
        )


class Text(models.Model):
    # The constraint below begins with the page and serves as its index.
    page = models.ForeignKey("pages.Page", models.CASCADE, related_name="texts", db_index=False)
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=250)
    body = models.JSONField()
    compiled = models.JSONField(default=dict)
    # Beside it, so that registers of many pages need not unpack their texts.
    properties = models.GeneratedField(
        expression=KeyTransform("properties", "compiled"), output_field=models.JSONField(null=True), db_persist=True
    )
    plain = models.TextField(blank=True)
    number = models.PositiveIntegerField(default=0)
    source_number = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")

    # Who wrote the version that stands together with others; loaded with ``with_writers``.
    writers: Sequence[str | None] = ()

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

    @property
    def byline(self) -> str:
        """Who wrote the version that stands, together or alone; empty where nobody signed it."""
        return joined(map(named, self.writers)) or str(self.changed_by or "")

    def as_version(self) -> dict[str, Any]:
        return {"title": self.title, "body": self.body}


def in_best(language: str, value: Any, page: str = "pk") -> models.Subquery:
    """Something of the text that ``best_for`` would choose, asked along with what points at the page by the field."""
    texts = Text.objects.filter(page=models.OuterRef(page)).order_by(_rank(language), "language")
    return models.Subquery(texts.annotate(wanted=value).values("wanted")[:1])
