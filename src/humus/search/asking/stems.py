"""How the database's own search understands words: each text in each language, as a query's text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from humus.kit import statements
from humus.search.languages import PLAIN, STEMMERS, configuration

# "" stands for things without a language: names of organisations, people, spaces.
LANGUAGES: tuple[str, ...] = (*STEMMERS, "")

UNDERSTAND = """
SELECT text.number, asked.language,
  CASE WHEN text.exact THEN phraseto_tsquery(asked.config, text.words)
    ELSE plainto_tsquery(asked.config, text.words) END
FROM unnest(%(numbers)s::int[], %(words)s::text[], %(exact)s::bool[]) AS text(number, words, exact),
  unnest(%(languages)s::text[], %(configs)s::regconfig[]) AS asked(language, config)
"""


def understand(texts: Sequence[tuple[str, bool]], languages: Iterable[str] = LANGUAGES) -> list[dict[str, str]]:
    """For each ``(words, exact)`` its query by language; empty where only stop words remain."""
    if not texts:
        return []
    asked = list(languages)
    values: dict[str, Any] = {
        "numbers": list(range(len(texts))),
        "words": [words for words, _exact in texts],
        "exact": [exact for _words, exact in texts],
        "languages": asked,
        "configs": [configuration(language) if language else PLAIN for language in asked],
    }
    understood: list[dict[str, str]] = [{} for _text in texts]
    for number, language, query in statements.ask(UNDERSTAND, values):
        understood[number][language] = query
    return understood


def key_of(names: Sequence[tuple[str, str]]) -> list[str]:
    """The key of each ``(language, name)``: the name as an exact phrase in its language."""
    every = understand([(name, True) for _language, name in names], sorted({language for language, _name in names}))
    return [one[language] for one, (language, _name) in zip(every, names, strict=True)]
