"""What is read to put titles in order: a narrow row beside each entry, so that many are read at once."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from humus.search.models.entry import AtHome, Entry


class Heading(AtHome):
    """Written by the database itself whenever an entry is, and gone with it. ``words`` are those of title and
    labels with the tag of the language; ``spread`` is by how much a long title weighs less.
    """

    entry = models.OneToOneField(Entry, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="+")
    page_id = models.BigIntegerField(null=True)
    file_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    space_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=24)
    language = models.CharField(max_length=8, blank=True)
    changed_at = models.DateTimeField()
    words = SearchVectorField()
    spread = models.FloatField(default=1, db_default=1)

    class Meta(AtHome.Meta):
        abstract = False
        indexes = [GinIndex(fields=["words"], name="search_heading_words", fastupdate=False)]

    def __str__(self) -> str:
        return str(self.entry)
