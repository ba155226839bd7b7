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

# Without words the newest come first; rights are looked up only until a page is full.
NEWEST = """
SELECT search_entry.id
FROM (SELECT id, changed_at, {listed} FROM search_entry WHERE {hits} ORDER BY changed_at DESC, id OFFSET 0) search_entry
{with_page}
WHERE {visible} ORDER BY search_entry.changed_at DESC, search_entry.id LIMIT {limit} OFFSET {offset}"""


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


def newest(person: Any, narrowed: Condition, *, start: int, most: int) -> list[int]:
    """Ids of one page of very many entries for which no words were asked."""
    seen = visible(person)
    statement = NEWEST.format(
        listed=LISTED, hits=narrowed.sql, with_page=WITH_PAGE, visible=seen.sql, limit=most, offset=start
    )
    return [pk for (pk,) in statements.ask(statement, [*narrowed.params, *seen.params])]


def holding(asked: Question) -> Condition:
    """All words, in the text's own language."""
    if not asked.everything:
        return Condition()
    return _in_its_language("search_entry.vector", asked, asked.everything)


def titled(asked: Question) -> Condition:
    """All words in title or labels."""
    return _in_its_language(HEAD, asked, in_head(asked.everything))


def _in_its_language(words: str, asked: Question, everything: str) -> Condition:
    """An index is asked for the words of all languages: nearly each text holds a tag of a common language, and to go
    through these costs more than all else. Whether it is the text's own language is looked at in what was found;
    ``IS TRUE`` keeps the tags out of the index.
    """
    loosely = asked.weighed or asked.everything
    found = Condition(f"{words} @@ %s::tsquery", (loosely,))
    if loosely == asked.everything:
        return found
    return found & Condition("(search_entry.vector @@ %s::tsquery) IS TRUE", (everything,))
