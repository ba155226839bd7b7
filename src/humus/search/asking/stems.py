"""How the database's own search understands words: each text in each language, as a query's text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from psycopg.sql import Literal

from humus.kit import statements
from humus.search.languages import PLAIN, STEMMERS, configuration

# "" stands for things without a language: names of organisations, people, spaces.
LANGUAGES: tuple[str, ...] = (*STEMMERS, "")

UNDERSTAND = """
WITH understood AS MATERIALIZED (
  SELECT text.number, text.named, asked.language,
    CASE WHEN text.exact THEN phraseto_tsquery(asked.config, text.words)
      ELSE plainto_tsquery(asked.config, text.words) END::text AS query
  FROM unnest(%(numbers)s::int[], %(words)s::text[], %(exact)s::bool[], %(named)s::bool[])
      AS text(number, words, exact, named),
    (VALUES {languages}) AS asked(language, config)
)
SELECT number, language, query, CASE WHEN named AND language <> '' AND query <> '' THEN ARRAY(
  SELECT concept_id FROM search_conceptform form
  WHERE form.key = understood.query AND form.language = understood.language) END
FROM understood
"""

# By language and query text the ids of the concepts that it names there.
Named = dict[tuple[str, str], list[int]]


def understand(texts: Sequence[tuple[str, bool]], languages: Iterable[str] = LANGUAGES) -> list[dict[str, str]]:
    """For each ``(words, exact)`` its query by language; empty where only stop words remain."""
    return recognise(texts, 0, languages)[0]


def recognise(
    texts: Sequence[tuple[str, bool]], first: int, languages: Iterable[str] = LANGUAGES
) -> tuple[list[dict[str, str]], Named]:
    """The same, and the concepts that the ``first`` texts name."""
    if not texts:
        return [], {}
    values: dict[str, Any] = {
        "numbers": list(range(len(texts))),
        "words": [words for words, _exact in texts],
        "exact": [exact for _words, exact in texts],
        "named": [number < first for number in range(len(texts))],
    }
    understood: list[dict[str, str]] = [{} for _text in texts]
    named: Named = {}
    for number, language, query, concepts in statements.ask(_in(tuple(languages)), values):
        understood[number][language] = query
        if concepts:
            named[language, query] = concepts
    return understood, named


@cache
def _in(languages: tuple[str, ...]) -> str:
    named = [(Literal(one).as_string(), configuration(one) if one else PLAIN) for one in languages]
    return UNDERSTAND.format(languages=", ".join(f"({one}, '{config}'::regconfig)" for one, config in named))


def key_of(names: Sequence[tuple[str, str]]) -> list[str]:
    """The key of each ``(language, name)``: the name as an exact phrase in its language."""
    every = understand([(name, True) for _language, name in names], sorted({language for language, _name in names}))
    return [one[language] for one, (language, _name) in zip(every, names, strict=True)]
