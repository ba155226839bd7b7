"""The reader's own language among the texts of a page that was found by another."""

from __future__ import annotations

from collections.abc import Iterator

from humus.kit import statements
from humus.search.asking import Question
from humus.search.finding.loading import load
from humus.search.finding.visible import Condition
from humus.search.models import Entry

HITS = "SELECT id FROM search_entry WHERE id = ANY(%s::bigint[]) AND ({hits})"


def with_own_texts(entries: list[Entry], asked: Question, hits: Condition) -> list[Entry]:
    """The same, and before each text of a page in another language the reader's own, where it is among the hits too."""
    own = [entry.own for entry in entries if entry.own]  # type: ignore[attr-defined]
    if not own:
        return entries
    found = {pk for (pk,) in statements.ask(HITS.format(hits=hits.sql), [own, *hits.params])}
    here = {entry.pk: entry for entry in entries}
    here |= {entry.pk: entry for entry in load([pk for pk in own if pk in found and pk not in here], asked)}
    return list(dict.fromkeys(_in_order(entries, found, here)))


def _in_order(entries: list[Entry], found: set[int], here: dict[int, Entry]) -> Iterator[Entry]:
    for entry in entries:
        if entry.own in found:  # type: ignore[attr-defined]
            yield here[entry.own]  # type: ignore[attr-defined]
        yield entry
