"""How the database's own search understands words: each text in each language, as a query's text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from psycopg.sql import Literal

from humus.kit import statements
from humus.kit.bounded import Bounded
from humus.search.languages import PLAIN, STEMMERS, configuration

# "" stands for things without a language: names of organisations, people, spaces.
LANGUAGES: tuple[str, ...] = (*STEMMERS, "")

UNDERSTAND = """
SELECT text.number, asked.language, CASE WHEN text.exact THEN phraseto_tsquery(asked.config, text.words)
  ELSE plainto_tsquery(asked.config, text.words) END::text
FROM unnest(%(numbers)s::int[], %(words)s::text[], %(exact)s::bool[]) AS text(number, words, exact),
  (VALUES {languages}) AS asked(language, config)
"""
Text = tuple[str, bool]
Stems = dict[str, str]

# What was sought lately, with the letters of it: the same words are understood in the same way.
understood: Bounded[Stems] = Bounded(50_000)


def understand(texts: Sequence[Text]) -> list[Stems]:
    """For each ``(words, exact)`` its query by language; empty where only stop words remain."""
    known = {text: understood.get(text) for text in texts}
    new = [text for text, stems in known.items() if stems is None]
    for text, stems in zip(new, _asked(new, LANGUAGES), strict=True):
        understood.put(text, stems, len(text[0]))
        known[text] = stems
    return [known[text] or {} for text in texts]


def _asked(texts: Sequence[Text], languages: Iterable[str]) -> list[Stems]:
    if not texts:
        return []
    values: dict[str, Any] = {
        "numbers": list(range(len(texts))),
        "words": [words for words, _exact in texts],
        "exact": [exact for _words, exact in texts],
    }
    found: list[Stems] = [{} for _text in texts]
    for number, language, query in statements.ask(_in(tuple(languages)), values):
        found[number][language] = query
    return found


@cache
def _in(languages: tuple[str, ...]) -> str:
    named = [(Literal(one).as_string(), configuration(one) if one else PLAIN) for one in languages]
    return UNDERSTAND.format(languages=", ".join(f"({one}, '{config}'::regconfig)" for one, config in named))


def key_of(names: Sequence[tuple[str, str]]) -> list[str]:
    """The key of each ``(language, name)``: the name as an exact phrase in its language."""
    every = _asked([(name, True) for _language, name in names], sorted({language for language, _name in names}))
    return [one[language] for one, (language, _name) in zip(every, names, strict=True)]
