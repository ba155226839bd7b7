"""Titles below the search box while one types."""

from __future__ import annotations

from typing import Any

from humus.search.finding.searching import THINGS, clean
from humus.search.finding.visible import visible_entries
from humus.search.languages import fold
from humus.search.models import Entry

LOOKED_AT = 60


def suggest(person: Any, words: str, *, most: int = 8) -> list[Entry]:
    """Titles that hold every word begun, those that begin with them first."""
    begun = fold(clean(words))
    if len(begun) < 2:
        return []
    found = visible_entries(person)
    for word in begun.split()[:6]:
        found = found.filter(folded__contains=word)
    near = found.select_related(*THINGS).defer("vector", "body").order_by("folded")[:LOOKED_AT]
    return sorted(near, key=lambda entry: (not entry.folded.startswith(begun), entry.folded))[:most]
