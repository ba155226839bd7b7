"""What can be found: one row for each text of a page, each file, organisation, person and space."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Collate

THINGS = ("page", "organisation", "person", "space", "file")


class AtHome(models.Model):
    """What the page of the words, or of the file that they stand in, says of who may see it. The database itself
    keeps it the same as the page, in one transaction with whatever changes there (``0009_home``): many are found and
    few are shown, and to look each page up takes longer than to find its words.
    """

    home_id = models.BigIntegerField(null=True, editable=False)
    home_kind = models.CharField(max_length=24, null=True, editable=False)
    home_space_id = models.BigIntegerField(null=True, editable=False)
    home_author_id = models.BigIntegerField(null=True, editable=False)
    home_status = models.CharField(max_length=10, null=True, editable=False)
    home_guards = ArrayField(models.BigIntegerField(), null=True, editable=False)

    class Meta:
        abstract = True


HOME = tuple(field.attname for field in AtHome._meta.local_fields)


class Entry(AtHome):
    """``vector`` is stemmed by the text's own language and holds its tag; ``folded`` is the title for suggestions."""

    page = models.ForeignKey("pages.Page", models.CASCADE, null=True, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey("people.Person", models.CASCADE, null=True, related_name="+")
    space = models.ForeignKey("spaces.Space", models.CASCADE, null=True, related_name="+")
    file = models.ForeignKey("pages.File", models.CASCADE, null=True, related_name="+")
    # The anchor of something on a page that is found by itself, such as a comment.
    part = models.CharField(max_length=40, blank=True, default="")
    kind = models.CharField(max_length=24)
    language = models.CharField(max_length=8, blank=True)
    title = models.CharField(max_length=250)
    folded = models.CharField(max_length=250)
    body = models.TextField(blank=True)
    vector = SearchVectorField(null=True)
    changed_at = models.DateTimeField()
    indexed_at = models.DateTimeField(auto_now=True)

    class Meta(AtHome.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(*THINGS, "part", "language", nulls_distinct=False, name="search_entry_once")
        ]
        indexes = [
            GinIndex(fields=["vector"], name="search_vector", fastupdate=False),
            models.Index(Collate("folded", "C"), name="search_begun"),
            GinIndex(name="search_folded", fields=["folded"], opclasses=["gin_trgm_ops"]),
            models.Index(fields=["kind"]),
            models.Index(fields=["indexed_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.title}"

    @property
    def thing(self) -> Any:
        return self.page or self.file or self.organisation or self.person or self.space

    @property
    def home(self) -> Any:
        """The page that the words belong to: the page itself, or the one that a file lies on."""
        return self.file.page if self.file else self.page
