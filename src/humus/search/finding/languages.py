"""The other languages of what was found: the reader's own is shown, the others are named."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from humus.kit import statements
from humus.search.asking import Question
from humus.search.finding.loading import load
from humus.search.finding.visible import Condition
from humus.search.models import Entry

HITS = "SELECT id, language, title FROM search_entry WHERE id = ANY(%s::bigint[]) AND ({hits})"


def with_other_texts(entries: list[Entry], asked: Question, hits: Condition) -> list[Entry]:
    """The same things, each by its text in the reader's language where that is among the hits; ``also`` are the other
    hits of each as language and title.
    """
    others = [pk for entry in entries for pk in entry.others]  # type: ignore[attr-defined]
    rows = statements.ask(HITS.format(hits=hits.sql), [others, *hits.params]) if others else []
    if not rows:
        return entries
    found = {pk: (language, title) for pk, language, title in rows}
    mine = (get_language() or "")[:2]
    own = {entry.pk: pk for entry in entries if entry.language != mine for pk in _in(mine, entry, found)}
    read = {entry.pk: entry for entry in load(list(own.values()), asked)}
    shown = []
    for best in entries:
        also = {pk: found[pk] for pk in best.others if pk in found} | {best.pk: (best.language, best.title)}  # type: ignore[attr-defined]
        entry = read.get(own.get(best.pk, 0), best)
        entry.also = sorted(one for pk, one in also.items() if pk != entry.pk)  # type: ignore[attr-defined]
        shown.append(entry)
    return shown


def _in(language: str, entry: Any, found: dict[int, tuple[str, str]]) -> list[int]:
    return [pk for pk in entry.others if pk in found and found[pk][0] == language]
