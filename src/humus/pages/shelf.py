"""Compiled texts kept in the process by the version of their row. Who may see them is asked each time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from humus.kit.bounded import Bounded
from humus.kit.richtext import Compiled

# The letters of all texts kept: some hundred pages of each sort.
MOST_LETTERS = 500_000
# A version of the row ``t`` of a text: whatever changes the row makes another, whoever does it.
VERSION = "t.id || '.' || t.xmin || '.' || t.ctid"
# The same columns for a row that was chosen by a subquery, which has to bring them along.
COLUMNS = "*, xmin, ctid"


Stored = dict[str, Any]
T = TypeVar("T")


class Shelf(Generic[T]):
    def __init__(self, most: int = MOST_LETTERS) -> None:
        # By the page's key and the reader's language: which version stood there last, and what it holds.
        self._kept: Bounded[tuple[str, T]] = Bounded(most)

    def held(self, keys: Iterable[str], language: str) -> dict[str, T]:
        """What is kept of these pages, by version; the database says which of them are the ones of today."""
        return dict(kept for key in keys if (kept := self._kept.get((key, language))))

    def keep(self, key: str, language: str, version: str, what: T, letters: int) -> None:
        self._kept.put((key, language), (version, what), letters)

    @property
    def letters(self) -> int:
        return self._kept.size


def letters(compiled: Compiled) -> int:
    return sum(map(len, compiled.html)) + sum(map(letters, compiled.excerpts.values()))


# Texts that others include, by the key of their page; and those that were read, by their address, as they are stored.
shelf: Shelf[Compiled] = Shelf()
read: Shelf[tuple[Stored, Compiled]] = Shelf()
