"""From words to one query of the database: each language asked with its own stems and its own names of each concept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from humus.search.asking.names import Names, names
from humus.search.asking.stems import LANGUAGES, Stems, understand
from humus.search.asking.typed import Asked
from humus.search.languages import tag

# Names of a concept have at most this many words.
LONGEST_NAME = 4


@dataclass(frozen=True)
class Unit:
    """One or several typed words that stand for one thing, with the names of their concepts by language."""

    words: str
    stems: Stems
    names: dict[str, list[str]]

    def asked_in(self, language: str) -> str:
        own = [self.stems.get(language, "")]
        return _any([*own, *self.names.get(language, [])])


@dataclass(frozen=True)
class Question:
    """``everything`` decides what is found, ``weighed`` (the same without tags of languages and refusals) its order;
    ``literal`` (what was typed, untranslated) weighs more. ``loosely``: what an index is asked for, which finds no
    less: each thing by its name in any language. ``refuses``: some words must not be there.
    """

    everything: str
    literal: str
    units: tuple[Unit, ...] = ()
    weighed: str = ""
    loosely: str = ""
    refuses: bool = False

    def __bool__(self) -> bool:
        return bool(self.everything)


def question(asked: Asked) -> Question:
    """Read stems and concepts and put them together."""
    spans = _spans(asked.words)
    texts = [(" ".join(asked.words[a:b]), True) for a, b in spans]
    texts += [(phrase, True) for phrase in asked.phrases] + [(text, True) for text in asked.without]
    understood = understand(texts)
    by_span = dict(zip(spans, understood, strict=False))
    phrases = understood[len(spans) : len(spans) + len(asked.phrases)]
    without = understood[len(spans) + len(asked.phrases) :]
    units = _units(asked.words, by_span, names())
    units += [Unit(text, stems, {}) for text, stems in zip(asked.phrases, phrases, strict=True)]
    return _put_together(units, without)


def any_of(asked: Question) -> Question:
    """The same words, of which a text need hold only one; texts that hold more come first by their rank."""
    by_language = {language: _any(unit.asked_in(language) for unit in asked.units) for language in LANGUAGES}
    some = _in_their_languages(by_language)
    weighed = _any(by_language.values())
    return Question(some, some, asked.units, weighed, weighed)


def with_word(asked: Asked, begun: str) -> str:
    """The query text for texts that hold a word which begins like ``begun``, and all other words."""
    others = question(asked.dropping(begun)).everything
    letters = "".join(c for c in begun if c.isalnum())
    return _all([others, f"'{letters}':*"]) if letters else others


def _spans(words: Sequence[str]) -> list[tuple[int, int]]:
    return [
        (start, end)
        for start in range(len(words))
        for end in range(start + 1, min(start + LONGEST_NAME, len(words)) + 1)
    ]


def _units(words: Sequence[str], stems: dict[tuple[int, int], Stems], concepts: Names) -> list[Unit]:
    """From the left the longest run of words that names a concept, else one word."""
    units, start = [], 0
    while start < len(words):
        for end in range(min(start + LONGEST_NAME, len(words)), start, -1):
            named = _names(stems[start, end], concepts)
            if named or end == start + 1:
                break
        apart = [stems[n, n + 1] for n in range(start, end)]
        loose = {language: _all(one.get(language, "") for one in apart) for language in LANGUAGES}
        units.append(Unit(" ".join(words[start:end]), loose, named))
        start = end
    return units


def _names(stems: Stems, concepts: Names) -> dict[str, list[str]]:
    merged: dict[str, list[str]] = defaultdict(list)
    for pair in stems.items():
        for language, others in concepts.get(pair, {}).items():
            merged[language] += [name for name in others if name not in merged[language]]
    return merged


def _put_together(units: Sequence[Unit], without: Sequence[Stems]) -> Question:
    by_language = {language: _all(unit.asked_in(language) for unit in units) for language in LANGUAGES}
    everything = _in_their_languages(by_language)
    literal = _any(_all(unit.stems.get(language, "") for unit in units) for language in LANGUAGES)
    refused = _any(query for stems in without for query in stems.values())
    if refused and everything:
        everything = f"({everything}) & !({refused})"
    weighed = _any(by_language.values())
    return Question(everything, literal, tuple(units), weighed, _loosely(units) or weighed, bool(refused))


def _loosely(units: Sequence[Unit]) -> str:
    """Without what some language leaves out of its texts."""
    asked = [[unit.asked_in(language) for language in LANGUAGES] for unit in units]
    return _all(_any(every) for every in asked if all(every))


def _in_their_languages(by_language: dict[str, str]) -> str:
    """Each text asked in its own language; what is asked alike in all needs no telling apart."""
    languages: dict[str, list[str]] = defaultdict(list)
    for language, query in by_language.items():
        languages[query].append(language)
    if len(languages) == 1:
        return next(iter(languages))
    return _any(f"({query}) & ({_any(map(tag, of))})" for query, of in languages.items() if query)


def _any(parts: Iterable[str]) -> str:
    wanted = list(dict.fromkeys(part for part in parts if part))
    return wanted[0] if len(wanted) == 1 else " | ".join(f"({part})" for part in wanted)


def _all(parts: Iterable[str]) -> str:
    wanted = list(dict.fromkeys(part for part in parts if part))
    return wanted[0] if len(wanted) == 1 else " & ".join(f"({part})" for part in wanted)
