"""The order of what was found: texts that hold the words in their title or labels, then the others, each by weight."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import get_language

from humus.kit import statements
from humus.search.asking import Question
from humus.search.finding.visible import WITH_PAGE, Condition, visible

# Body, (unused), labels and names, title.
WEIGHTS = "{0.1, 0.2, 0.6, 1.0}"
OWN_LANGUAGE = 1.6
# The words of title and labels alone with the tag of the language: the expression of an index.
HEAD = """
(ts_filter(search_entry.vector, '{a,b}'::"char"[]) || array_to_tsvector(ARRAY[('=' || search_entry.language)]))"""
# Put into statements: names and numbers of this file alone.
BEST_FIRST = "head DESC, weight DESC, changed_at DESC, id"
KNOWN = ("search_entry.head DESC", "search_entry.weight DESC", "search_entry.changed_at DESC", "search_entry.id")
THING = ("page_id", "file_id", "organisation_id", "person_id", "space_id")
LISTED = ", ".join(f"search_entry.{name}" for name in THING)

# Rights are looked up best first and only until a page is full.
LAZILY = """
SELECT search_entry.id
FROM (SELECT {weighed}, {listed} FROM search_entry WHERE {hits} ORDER BY {best} OFFSET 0) search_entry
{with_page}
WHERE {visible} ORDER BY {best_known} LIMIT {limit} OFFSET {offset}"""


def weighed(asked: Question, *, titled: bool = False) -> tuple[str, list[Any]]:
    """The columns of ``BEST_FIRST``. What was typed weighs twice as much as its other names, longer texts a little
    less, the reader's language more. ``titled``: only entries with all words in their head are asked for.
    """
    own = "search_entry.id AS id, search_entry.changed_at AS changed_at"
    if not asked.everything:
        return f"false AS head, 0 AS weight, {own}", []
    terms = list(dict.fromkeys([asked.literal or asked.everything, asked.weighed or asked.everything]))
    rank = " + ".join(f"ts_rank('{WEIGHTS}', search_entry.vector, %s::tsquery, 1)" for _term in terms)
    language = f"CASE WHEN search_entry.language = %s::text THEN {OWN_LANGUAGE}::float8 ELSE 1::float8 END"
    weight = f"({rank}) * {language} AS weight, {own}"
    weights = [*terms, (get_language() or "")[:2]]
    if titled:
        return f"true AS head, {weight}", weights
    return f"search_entry.vector @@ %s::tsquery AS head, {weight}", [in_head(asked.everything), *weights]


def in_head(query: str) -> str:
    """The same query for the words of title and labels alone; tags of languages stay as they are."""
    return re.sub(r"('(?:[^']|'')*')(:\*)?", _word_in_head, query)


def _word_in_head(found: re.Match[str]) -> str:
    return found[0] if found[1].startswith("'=") else f"{found[1]}{found[2] or ':'}AB"


def best(person: Any, asked: Question, narrowed: Condition, *, start: int, most: int) -> list[int]:
    """Ids of one page of very many hits. ``narrowed``: what else must be true of them.

    Texts with all words in their title come first whatever the others weigh, so where they fill the page, no other
    is looked at; what is found among the words of a title is found in the text.
    """
    if asked.everything and not asked.refuses:
        ids = _lazily(person, titled(asked) & narrowed, weighed(asked, titled=True), start, most, key=1)
        if len(ids) == most:
            return ids
    return _lazily(person, holding(asked) & narrowed, weighed(asked), start, most)


def holding(asked: Question) -> Condition:
    return Condition("search_entry.vector @@ %s::tsquery", (asked.everything,)) if asked.everything else Condition()


def titled(asked: Question) -> Condition:
    """All words in title or labels."""
    return Condition(f"{HEAD} @@ %s::tsquery", (asked.everything,))


def _lazily(
    person: Any, hits: Condition, weighing: tuple[str, list[Any]], start: int, most: int, *, key: int = 0
) -> list[int]:
    """``key``: the first column of the order that tells two of them apart."""
    columns, weights = weighing
    seen = visible(person)
    statement = LAZILY.format(
        weighed=columns,
        listed=LISTED,
        hits=hits.sql,
        best=", ".join(BEST_FIRST.split(", ")[key:]),
        best_known=", ".join(KNOWN[key:]),
        with_page=WITH_PAGE,
        visible=seen.sql,
        limit=most,
        offset=start,
    )
    return [pk for (pk,) in statements.ask(statement, [*weights, *hits.params, *seen.params])]
