"""Words that texts hold, as they are written: what a mistyped word is compared with."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Word(models.Model):
    word = models.CharField(max_length=40, primary_key=True)

    class Meta:
        indexes = [GinIndex(name="search_word_trigram", fields=["word"], opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.word


class WordsRead(models.Model):
    """How far the words of entries were read; one row."""

    until = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.until)
