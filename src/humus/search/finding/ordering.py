"""The order of what was found: texts that hold the words in their title or labels, then the others, each by weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from humus.kit import statements
from humus.search.asking import Question
from humus.search.finding.visible import WITH_PAGE, Condition, visible
from humus.search.models.entry import HOME

# Body, (unused), labels and names, title.
WEIGHTS = "{0.1, 0.2, 0.6, 1.0}"
OWN_LANGUAGE = 1.6
# Put into statements: names and numbers of this file alone.
BEST_FIRST = "weight DESC, changed_at DESC, id"
KNOWN = "search_entry.weight DESC, search_entry.changed_at DESC, search_entry.id"
NARROWED = """EXISTS (
  SELECT 1 FROM search_entry WHERE search_entry.id = heading.entry_id AND ({narrowed}) OFFSET 0)"""
THING = ("page_id", "file_id", "organisation_id", "person_id", "space_id")
LISTED = ", ".join((*THING, *HOME))
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
    """The columns of ``BEST_FIRST`` and their parameters."""

    columns: str
    params: list[Any]


def weighed(asked: Question) -> Weighing:
    """What was typed weighs twice as much as its other names, the reader's language more, a longer text a bit less."""
    weight, weights = _weight("search_entry", "search_entry.vector", asked)
    return Weighing(f"{weight} AS weight, search_entry.id AS id, search_entry.changed_at AS changed_at", weights)


def weighed_titles(asked: Question) -> Weighing:
    """The same of ``Heading``, for those with all words in their head."""
    weight, weights = _weight("heading", "heading.words", asked, "heading.spread")
    return Weighing(f"{weight} AS weight, heading.entry_id AS id, heading.changed_at AS changed_at", weights)


def _weight(table: str, words: str, asked: Question, spread: str = "") -> tuple[str, list[Any]]:
    """``spread`` divides; without it texts weigh less by the logarithm of their length."""
    terms = list(dict.fromkeys([asked.literal or asked.everything, asked.weighed or asked.everything]))
    shortened, divided = (0, f" / {spread}") if spread else (1, "")
    rank = " + ".join(f"ts_rank('{WEIGHTS}', {words}, %s::tsquery, {shortened})" for _term in terms)
    language = f"CASE WHEN {table}.language = %s::text THEN {OWN_LANGUAGE}::float8 ELSE 1::float8 END"
    return f"({rank}){divided} * {language}", [*terms, (get_language() or "")[:2]]


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
    """All words in title or labels, over ``Heading``. ``narrowed``: what else must be true of the entry. A word that
    must not be there is looked for in the text as well.
    """
    found = _in_its_language("heading.words", asked)
    if asked.refuses:
        narrowed = holding(asked) & narrowed
    if narrowed == Condition():
        return found
    return found & Condition(NARROWED.format(narrowed=narrowed.sql), narrowed.params)


def _in_its_language(words: str, asked: Question) -> Condition:
    """An index is asked for the words of all languages: nearly each text holds a tag of a common language, and to go
    through these costs more than all else. Whether it is the text's own language is looked at in what was found;
    ``IS TRUE`` keeps the tags out of the index.
    """
    if (asked.weighed or asked.everything) == asked.everything:
        return Condition(f"{words} @@ %s::tsquery", (asked.everything,))
    sql = f"{words} @@ %s::tsquery AND ({words} @@ %s::tsquery) IS TRUE"
    return Condition(sql, (asked.loosely, asked.everything))
