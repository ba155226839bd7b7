"""Finding: words in any language against texts stemmed in their own, always through the reader's right to see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Substr

from humus.organisations.models import Organisation
from humus.pages.models import Page
from humus.people.models import Person
from humus.search.languages import PLAIN, STEMMERS, configuration, fold
from humus.search.models import Entry
from humus.spaces.models import Space

COUNTED = 1000
A_PAGE = 20
# Words enough to tell what is meant; more cost the database without finding better.
LONGEST = 200


@dataclass(frozen=True)
class Filters:
    kind: str = ""
    space: str = ""
    language: str = ""


@dataclass
class Found:
    entries: list[Entry]
    count: int
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)

    @property
    def more_than_counted(self) -> bool:
        return self.count > COUNTED


def visible_entries(person: Any) -> QuerySet[Entry]:
    """Entries of things that the person may see."""
    pages = Page.objects.visible_to(person).published().values("pk")
    return Entry.objects.filter(
        Q(page__in=pages)
        | Q(organisation__in=Organisation.objects.standing().values("pk"))
        | Q(person__in=Person.objects.visible_to(person).listed().values("pk"))
        | Q(space__in=Space.objects.known_to(person).current().values("pk"))
    )


def query_of(words: str, language: str) -> SearchQuery:
    return SearchQuery(words, config=configuration(language), search_type="websearch")


def matching(words: str) -> Q:
    """Each text is asked in its own language."""
    condition = Q(language="", vector=SearchQuery(words, config=PLAIN, search_type="websearch"))
    for language in STEMMERS:
        condition |= Q(language=language, vector=query_of(words, language))
    return condition


def clean(words: str) -> str:
    return " ".join(words.replace("\x00", " ").split())[:LONGEST]


def search(person: Any, words: str, filters: Filters = Filters(), *, page: int = 1) -> Found:
    """One page of what was found, best first, with counts by kind, space and language."""
    words = clean(words)
    if not words:
        return Found([], 0)
    base = visible_entries(person).filter(matching(words))
    hits = base.filter(**_conditions(filters))
    ids = hits.values("pk")[: COUNTED + 1]
    facets = _facets(base)
    start = (max(page, 1) - 1) * A_PAGE
    ranked = hits.annotate(rank=SearchRank(F("vector"), _any_language(words), weights=[0.1, 0.2, 0.6, 1.0]))
    entries = list(
        ranked.order_by("-rank", "-changed_at")
        .annotate(
            shown=SearchHeadline(
                Substr("body", 1, 20_000),
                _any_language(words),
                config=Value("humus_plain"),
                start_sel="\x02",
                stop_sel="\x03",
                max_words=32,
                min_words=16,
            )
        )
        .select_related("page__space", "organisation", "person", "space")
        .defer("vector", "body")[start : start + A_PAGE]
    )
    return Found([*entries], Entry.objects.filter(pk__in=ids).count(), facets)


def _any_language(words: str) -> Any:
    query: Any = SearchQuery(words, config=PLAIN, search_type="websearch")
    for language in ("en", "fr", "es"):
        query = query | query_of(words, language)
    return query


def _conditions(filters: Filters) -> dict[str, Any]:
    wanted = {"kind": filters.kind, "page__space__slug": filters.space, "language": filters.language}
    return {name: value for name, value in wanted.items() if value}


def _facets(base: QuerySet[Entry]) -> dict[str, list[tuple[str, int]]]:
    ids = list(base.values_list("pk", flat=True)[: COUNTED + 1])
    within = Entry.objects.filter(pk__in=ids)
    return {
        name: list(
            within.exclude(**{column: None})
            .exclude(**{column: ""})
            .values_list(column)
            .annotate(count=Count("pk"))
            .order_by("-count", column)[:12]
        )
        for name, column in (("kind", "kind"), ("space", "page__space__slug"), ("language", "language"))
    }


def suggest(person: Any, words: str, *, most: int = 8) -> list[Entry]:
    """Titles that hold every word begun, those that begin with them first."""
    begun = fold(clean(words))
    if len(begun) < 2:
        return []
    found = visible_entries(person)
    for word in begun.split()[:6]:
        found = found.filter(folded__contains=word)
    found = found.select_related("page__space", "organisation", "person", "space").defer("vector", "body")
    best = sorted(found.order_by("folded")[:60], key=lambda entry: (not entry.folded.startswith(begun), entry.folded))
    return best[:most]
