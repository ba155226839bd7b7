"""One search: understood, found, put in order, forgiven a wrong letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from humus.search.asking import Asked, any_of, parse, question, with_word
from humus.search.asking.expand import Question
from humus.search.finding.facets import Gathered, Span, gather
from humus.search.finding.filters import Filters, is_day
from humus.search.finding.languages import with_other_texts
from humus.search.finding.ordering import holding
from humus.search.finding.spelling import corrected
from humus.search.finding.visible import Condition, condition
from humus.search.models import Entry

A_PAGE = 20
UNFILTERED = Filters()
LONGEST = 200


@dataclass
class Found:
    """``instead`` is what was sought in place of mistyped words; ``some_only``: no text holds all words; ``bounded``:
    there is more than ``count``; ``facets_bounded``: more was found than the facets count.
    """

    entries: list[Entry] = field(default_factory=list)
    count: int = 0
    bounded: bool = False
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    facets_bounded: bool = False
    asked: Asked = field(default_factory=Asked)
    filters: Filters = field(default_factory=Filters)
    instead: str = ""
    some_only: bool = False
    question: Question = field(default_factory=lambda: Question("", ""))


def clean(words: str) -> str:
    return " ".join(words.replace("\x00", " ").split())[:LONGEST]


def search(
    person: Any, typed: str, filters: Filters = UNFILTERED, *, page: int = 1, changed_since: datetime | None = None
) -> Found:
    """One page of what was found, best first, with counts by kind, space, label, language, author and year."""
    asked = parse(clean(typed))
    wanted = possible(filters.and_typed(asked.fields))
    found = Found(asked=asked, filters=wanted)
    if not asked and not (wanted.set and asked.fields):
        return found
    narrowed = Condition("search_entry.changed_at > %s", (changed_since,)) if changed_since else Condition()
    span = Span((max(page, 1) - 1) * A_PAGE, A_PAGE)
    for attempt in _attempts(asked):
        gathered = gather(person, attempt.question, narrowed, replace(span, listed=not wanted.set))
        if gathered.count:
            found.instead, found.some_only = attempt.instead, attempt.some_only
            return _answer(person, found, attempt.question, narrowed, gathered, span)
    return found


@dataclass
class Attempt:
    question: Question
    instead: str = ""
    some_only: bool = False


def _attempts(asked: Asked) -> Iterator[Attempt]:
    """As typed; the last word only begun; mistyped words put right; some of the words. Each only after one in vain."""
    as_typed = question(asked)
    yield Attempt(as_typed)
    if asked.words and len(asked.words[-1]) >= 3:
        begun = with_word(asked, asked.words[-1])
        yield Attempt(Question(begun, begun))
    better = corrected(asked)
    put_right = question(better) if better != asked else as_typed
    if better != asked:
        yield Attempt(put_right, better.text)
    if len(put_right.units) > 1:
        yield Attempt(any_of(put_right), better.text if better != asked else "", some_only=True)


def possible(filters: Filters) -> Filters:
    """Without days that no calendar has."""
    return Filters(
        **{name: value for name, value in filters.set.items() if name not in ("after", "before") or is_day(value)}
    )


def _answer(person: Any, found: Found, asked: Question, narrowed: Condition, gathered: Gathered, span: Span) -> Found:
    """The counts are those of what was found before it was narrowed, so that another choice shows what it leads to."""
    found.question, found.facets, found.facets_bounded = asked, gathered.facets, gathered.bounded
    if found.filters.set:
        narrowed &= condition(Entry.objects.filter(found.filters.condition()))
        gathered = gather(person, asked, narrowed, span)
    found.count, found.bounded = gathered.count, gathered.bounded
    found.entries = with_other_texts(gathered.entries, asked, holding(asked) & narrowed)
    return found
