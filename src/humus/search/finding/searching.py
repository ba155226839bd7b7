"""One search: understood, found, put in order, forgiven a wrong letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Case, FloatField, QuerySet, When
from django.utils.translation import get_language

from humus.pages.models.file import size_of
from humus.pages.reading import titled
from humus.search.asking import Asked, any_of, parse, question, with_word
from humus.search.asking.expand import Question
from humus.search.finding import facets
from humus.search.finding.filters import Filters, is_day
from humus.search.finding.queries import Understood, passage, rank
from humus.search.finding.spelling import corrected
from humus.search.finding.visible import visible_entries
from humus.search.models import Entry

COUNTED = 1000
A_PAGE = 20
UNFILTERED = Filters()
OWN_LANGUAGE = 1.6
LONGEST = 200
THINGS = ("page__space", "file__page__space", "organisation", "person", "space")


@dataclass
class Found:
    """``instead`` is what was sought in place of mistyped words; ``some_only``: no text holds all words."""

    entries: list[Entry] = field(default_factory=list)
    count: int = 0
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    asked: Asked = field(default_factory=Asked)
    filters: Filters = field(default_factory=Filters)
    instead: str = ""
    some_only: bool = False
    question: Question = field(default_factory=lambda: Question("", ""))

    @property
    def more_than_counted(self) -> bool:
        return self.count > COUNTED


def clean(words: str) -> str:
    return " ".join(words.replace("\x00", " ").split())[:LONGEST]


def search(
    person: Any, typed: str, filters: Filters = UNFILTERED, *, page: int = 1, changed_since: datetime | None = None
) -> Found:
    """One page of what was found, best first, with counts by kind, space, label, language, author and year."""
    asked = parse(clean(typed))
    wanted = _possible(filters.and_typed(asked.fields))
    found = Found(asked=asked, filters=wanted)
    if not asked and not (wanted.set and asked.fields):
        return found
    seen = visible_entries(person)
    if changed_since:
        seen = seen.filter(changed_at__gt=changed_since)
    for attempt in _attempts(asked):
        hits = _hits(seen, attempt.question.everything)
        ids = list(hits.values_list("pk", flat=True)[: COUNTED + 1])
        if ids:
            found.instead, found.some_only = attempt.instead, attempt.some_only
            return _answer(found, attempt.question, hits, ids, page)
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


def _possible(filters: Filters) -> Filters:
    """Without days that no calendar has."""
    return Filters(
        **{name: value for name, value in filters.set.items() if name not in ("after", "before") or is_day(value)}
    )


def _hits(seen: QuerySet[Entry], everything: str) -> QuerySet[Entry]:
    return seen.filter(vector=Understood(everything)) if everything else seen


def _answer(found: Found, asked: Question, hits: QuerySet[Entry], ids: list[int], page: int) -> Found:
    found.question = asked
    found.facets = facets.count(ids)
    if found.filters.set:
        hits = hits.filter(found.filters.condition())
        ids = list(hits.values_list("pk", flat=True).distinct()[: COUNTED + 1])
    found.count = len(ids)
    start = (max(page, 1) - 1) * A_PAGE
    found.entries = _shown(_ordered(hits, asked)[start : start + A_PAGE], asked)
    return found


def _ordered(hits: QuerySet[Entry], asked: Question) -> Any:
    """Ids, best first: what was typed weighs twice as much as its other names, the reader's language more."""
    if not asked.everything:
        return hits.order_by("-changed_at", "pk").values_list("pk", flat=True).distinct()
    own = Case(When(language=(get_language() or "")[:2], then=OWN_LANGUAGE), default=1.0, output_field=FloatField())
    weight = (rank(asked.everything) + rank(asked.literal or asked.everything)) * own
    return hits.annotate(weight=weight).order_by("-weight", "-changed_at", "pk").values_list("pk", flat=True)


def _shown(ids: Any, asked: Question) -> list[Entry]:
    order = {pk: place for place, pk in enumerate(ids)}
    entries = Entry.objects.filter(pk__in=order).select_related(*THINGS).defer("vector", "body")
    entries = entries.annotate(file_size=size_of("file"))
    if asked.everything:
        entries = entries.annotate(shown=passage(asked.everything))
    titled([entry.home for entry in entries if entry.file or entry.part])
    return sorted(entries, key=lambda entry: order[entry.pk])
