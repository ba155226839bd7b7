"""Titles below the search box while one types."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from humus.kit import statements
from humus.search.asking import Question
from humus.search.finding.loading import load
from humus.search.finding.searching import clean
from humus.search.finding.spelling import nearest
from humus.search.finding.visible import WITH_PAGE, visible
from humus.search.languages import fold
from humus.search.models import Entry

LOOKED_AT, TOGETHER = 60, 3
MOST_WORDS = 6
BEHIND_ALL = "\U0010ffff"
NOTHING = Question("", "")

# The order of an index; parameters: from, before.
BEGIN = """
SELECT search_entry.id FROM search_entry {page}
WHERE folded COLLATE "C" >= %s::text AND folded COLLATE "C" < %s::text AND ({visible})
ORDER BY folded COLLATE "C", search_entry.id LIMIT {most}"""
HOLD = "SELECT search_entry.id, folded FROM search_entry {page} WHERE {words} AND ({visible}) LIMIT {most}"


def suggest(person: Any, words: str, *, most: int = 8) -> list[Entry]:
    """Titles that begin with the words, then those that hold every word; in vain, those of the nearest known words."""
    begun = fold(clean(words))
    if len(begun) < 2:
        return []
    ids = _found(person, begun, most)
    if not ids:
        near = " ".join(nearest(word) or word for word in begun.split()[:MOST_WORDS])
        ids = _found(person, near, most) if near != begun else []
    return _once(load(ids, NOTHING))[:most]


def _once(entries: list[Entry]) -> list[Entry]:
    """Of the titles of one thing the reader's own, where it is among them."""
    mine, chosen = (get_language() or "")[:2], dict[tuple[object, ...], Entry]()
    for entry in entries:
        of = (entry.page_id, entry.space_id, entry.organisation_id, entry.person_id, entry.file_id, entry.part)
        if of not in chosen or entry.language == mine:
            chosen[of] = entry
    return list(chosen.values())


def _found(person: Any, begun: str, most: int) -> list[int]:
    """With room for a title in several languages."""
    seen, most = visible(person), most * TOGETHER
    statement = BEGIN.format(page=WITH_PAGE, visible=seen.sql, most=most)
    ids = [pk for (pk,) in statements.ask(statement, [begun, begun + BEHIND_ALL, *seen.params])]
    if len(ids) < most:
        ids += [pk for pk in _holding(person, begun.split()[:MOST_WORDS]) if pk not in ids]
    return ids[:most]


def _holding(person: Any, words: list[str]) -> list[int]:
    """Unordered in the database, so that it may stop early."""
    seen = visible(person)
    every = " AND ".join("folded LIKE %s::text" for _word in words)
    statement = HOLD.format(page=WITH_PAGE, words=every, visible=seen.sql, most=LOOKED_AT)
    rows = statements.ask(statement, [*map(_pattern, words), *seen.params])
    return [pk for _folded, pk in sorted((folded, pk) for pk, folded in rows)]


def _pattern(word: str) -> str:
    """Anywhere in a word; two letters only where one begins, which the index of three letters can still answer."""
    word = word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{word}%" if len(word) > 2 else f"% {word}%"
