"""The reader's own language among the texts of a page that was found by another."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import get_language

from humus.kit import statements
from humus.search.asking import Question
from humus.search.finding.loading import load
from humus.search.finding.visible import Condition
from humus.search.models import Entry

# Of the same pages the texts in one language.
OWN_TEXTS = """
SELECT e.id, search_entry.id
FROM search_entry e JOIN search_entry ON search_entry.page_id = e.page_id
WHERE e.id = ANY(%s::bigint[]) AND search_entry.part = '' AND search_entry.language = %s::text AND ({hits})"""


def with_own_texts(entries: list[Entry], asked: Question, hits: Condition) -> list[Entry]:
    """The same, and before each text of a page in another language the reader's own, where it is among the hits too."""
    mine = (get_language() or "")[:2]
    foreign = [entry.pk for entry in entries if entry.page_id and not entry.part and entry.language != mine]
    if not foreign:
        return entries
    own = dict(statements.ask(OWN_TEXTS.format(hits=hits.sql), [foreign, mine, *hits.params]))
    here = {entry.pk: entry for entry in entries}
    here |= {entry.pk: entry for entry in load([pk for pk in own.values() if pk not in here], asked)}
    return list(dict.fromkeys(_in_order(entries, own, here)))


def _in_order(entries: list[Entry], own: dict[int, int], here: dict[int, Entry]) -> Iterator[Entry]:
    for entry in entries:
        if entry.pk in own:
            yield here[own[entry.pk]]
        yield entry
