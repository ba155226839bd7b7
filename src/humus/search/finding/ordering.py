"""The order of what was found: texts that hold the words in their title or labels, then the others, each by weight."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from humus.kit import statements
from humus.search.asking import Question
from humus.search.finding.visible import WITH_PAGE, Condition, visible

# Body, (unused), labels and names, title.
WEIGHTS = "{0.1, 0.2, 0.6, 1.0}"
OWN_LANGUAGE = 1.6
# The words of title and labels alone with the tag of the language, as ``Heading`` keeps them.
HEAD = """
(ts_filter(search_entry.vector, '{a,b}'::"char"[]) || array_to_tsvector(ARRAY[('=' || search_entry.language)]))"""
# By how much a long title weighs less, as ``Heading`` keeps it; labels and other names make it no longer.
SPREAD = """ln(2 + length(ts_filter(search_entry.vector, '{a}'::"char"[])))"""
# Put into statements: names and numbers of this file alone.
BEST_FIRST = "head DESC, weight DESC, changed_at DESC, id"
KNOWN = ("search_entry.head DESC", "search_entry.weight DESC", "search_entry.changed_at DESC", "search_entry.id")
# Looked at once for each text.
MATCHED = "CROSS JOIN LATERAL (SELECT search_entry.vector @@ %s::tsquery AS head OFFSET 0) matched"
NARROWED = """EXISTS (
  SELECT 1 FROM search_entry WHERE search_entry.id = heading.entry_id AND ({narrowed}) OFFSET 0)"""
THING = ("page_id", "file_id", "organisation_id", "person_id", "space_id")
LISTED = ", ".join(THING)
THINGS = ", ".join(f"search_entry.{name}" for name in THING)

# The same thing's texts in other languages.
OTHERS = """
    SELECT id FROM search_entry WHERE page_id = {of}.page_id AND part = {of}.part AND id <> {of}.id
    UNION ALL SELECT id FROM search_entry WHERE space_id = {of}.space_id AND id <> {of}.id
    UNION ALL SELECT id FROM search_entry WHERE organisation_id = {of}.organisation_id AND id <> {of}.id"""

# Without words the newest come first; rights are looked up only until a page is full. Of the texts of one thing the
# newest stands for all.
NEWEST = """
SELECT search_entry.id
FROM (
  SELECT id, changed_at, part, {listed} FROM search_entry WHERE {hits} ORDER BY changed_at DESC, id OFFSET 0
) search_entry
{with_page}
CROSS JOIN LATERAL (SELECT search_entry.id, search_entry.changed_at, search_entry.part, {things}) one
WHERE {visible} AND NOT EXISTS (
  SELECT 1 FROM search_entry WHERE search_entry.id IN ({others})
    AND (search_entry.changed_at, -search_entry.id) > (one.changed_at, -one.id) AND ({hits}))
ORDER BY search_entry.changed_at DESC, search_entry.id LIMIT {limit} OFFSET {offset}"""


@dataclass(frozen=True)
class Weighing:
    """The columns of ``BEST_FIRST``, where they are read, and the parameters of both in their order."""

    columns: str
    table: str
    params: list[Any]


def weighed(asked: Question, *, heads: bool = True) -> Weighing:
    """What was typed weighs twice as much as its other names, longer texts a little less, the reader's language more.
    What has all words in its head weighs as its head does. ``heads``: whether any has that the reader may see.
    """
    own = "search_entry.id AS id, search_entry.changed_at AS changed_at"
    text, weights = _weight("search_entry", "search_entry.vector", asked)
    if not heads:
        return Weighing(f"false AS head, {text} AS weight, {own}", "search_entry", weights)
    title, _weights = _weight("search_entry", HEAD, asked, SPREAD)
    columns = f"matched.head, CASE WHEN matched.head THEN {title} ELSE {text} END AS weight, {own}"
    return Weighing(columns, f"search_entry {MATCHED}", [*weights, *weights, in_head(asked.everything)])


def weighed_titles(asked: Question) -> Weighing:
    """The same of ``Heading``, for those with all words in their head."""
    weight, weights = _weight("heading", "heading.words", asked, "heading.spread")
    columns = f"{weight} AS weight, heading.entry_id AS id, heading.changed_at AS changed_at"
    return Weighing(columns, "search_heading heading", weights)


def _weight(table: str, words: str, asked: Question, spread: str = "") -> tuple[str, list[Any]]:
    """``spread`` divides; without it texts weigh less by the logarithm of their length."""
    terms = list(dict.fromkeys([asked.literal or asked.everything, asked.weighed or asked.everything]))
    shortened, divided = (0, f" / {spread}") if spread else (1, "")
    rank = " + ".join(f"ts_rank('{WEIGHTS}', {words}, %s::tsquery, {shortened})" for _term in terms)
    language = f"CASE WHEN {table}.language = %s::text THEN {OWN_LANGUAGE}::float8 ELSE 1::float8 END"
    return f"({rank}){divided} * {language}", [*terms, (get_language() or "")[:2]]


def in_head(query: str) -> str:
    """The same query for the words of title and labels alone; tags of languages stay as they are."""
    return re.sub(r"('(?:[^']|'')*')(:\*)?", _word_in_head, query)


def _word_in_head(found: re.Match[str]) -> str:
    return found[0] if found[1].startswith("'=") else f"{found[1]}{found[2] or ':'}AB"


def newest(person: Any, narrowed: Condition, *, start: int, most: int) -> list[int]:
    """Ids of one page of very many entries for which no words were asked."""
    seen = visible(person)
    statement = NEWEST.format(
        listed=LISTED,
        things=THINGS,
        others=OTHERS.format(of="one"),
        hits=narrowed.sql,
        with_page=WITH_PAGE,
        visible=seen.sql,
        limit=most,
        offset=start,
    )
    values = [*narrowed.params, *seen.params, *narrowed.params]
    return [pk for (pk,) in statements.ask(statement, values)]


def holding(asked: Question) -> Condition:
    """All words, in the text's own language."""
    return _in_its_language("search_entry.vector", asked) if asked.everything else Condition()


def titled(asked: Question, narrowed: Condition) -> Condition:
    """All words in title or labels, over ``Heading``. ``narrowed``: what else must be true of the entry."""
    found = _in_its_language("heading.words", asked)
    if narrowed == Condition():
        return found
    return found & Condition(NARROWED.format(narrowed=narrowed.sql), narrowed.params)


def _in_its_language(words: str, asked: Question) -> Condition:
    """An index is asked for the words of all languages: nearly each text holds a tag of a common language, and to go
    through these costs more than all else. Whether it is the text's own language is looked at in what was found;
    ``IS TRUE`` keeps the tags out of the index.
    """
    loosely = asked.weighed or asked.everything
    found = Condition(f"{words} @@ %s::tsquery", (loosely,))
    if loosely == asked.everything:
        return found
    return found & Condition(f"({words} @@ %s::tsquery) IS TRUE", (asked.everything,))
