"""Compiled texts kept in the process by the version of their row. Who may see them is asked each time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

from humus.kit.richtext import Compiled

# The letters of all texts kept: some two hundred pages.
MOST_LETTERS = 1_000_000
# A version of the row ``t`` of a text: whatever changes the row makes another, whoever does it.
VERSION = "t.id || '.' || t.xmin || '.' || t.ctid"
# The same columns for a row that was chosen by a subquery, which has to bring them along.
COLUMNS = "*, xmin, ctid"


class Shelf:
    def __init__(self, most: int = MOST_LETTERS) -> None:
        self.most = most
        self.letters = 0
        # By the page's key and the reader's language: which version stood there last, and what it holds.
        self._kept: OrderedDict[tuple[str, str], tuple[str, Compiled]] = OrderedDict()
        self._lock = Lock()

    def held(self, keys: Iterable[str], language: str) -> dict[str, Compiled]:
        """What is kept of these pages, by version; the database says which of them are the ones of today."""
        with self._lock:
            found = {}
            for key in keys:
                if kept := self._kept.get((key, language)):
                    self._kept.move_to_end((key, language))
                    found[kept[0]] = kept[1]
            return found

    def keep(self, key: str, language: str, version: str, compiled: Compiled) -> None:
        with self._lock:
            self._forget((key, language))
            self._kept[key, language] = version, compiled
            self.letters += letters(compiled)
            while self.letters > self.most:
                self._forget(next(iter(self._kept)))

    def _forget(self, place: tuple[str, str]) -> None:
        if kept := self._kept.pop(place, None):
            self.letters -= letters(kept[1])


def letters(compiled: Compiled) -> int:
    return sum(map(len, compiled.html)) + sum(map(letters, compiled.excerpts.values()))


shelf = Shelf()
