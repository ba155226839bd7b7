"""Watched searches: the worker finds pages that have come to fit one, and those who watch it are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.kit import statements
from humus.kit.errors import DeedError
from humus.kit.formats import joined
from humus.pages.models import Page, Version
from humus.people.models import Person
from humus.search import finding
from humus.search.asking import parse, question
from humus.search.finding.ordering import holding
from humus.search.finding.searching import clean, possible
from humus.search.finding.visible import WITH_PAGE, Condition, condition, visible
from humus.search.models import Entry, Fitting, SavedSearch

# Told of each page with its author and ``seekers`` (keys of people), ``sought`` (the words).
FOUND: list[Callable[[Page, Any, dict[str, Any]], None]] = []
A_ROUND, PAGES_A_ROUND = 500, 20
# What is watched finds no more than this at first.
MOST_BEFORE = 500
# A deed that began earlier may be committed later.
OVERLAP = timedelta(minutes=2)

FITTING = """
SELECT DISTINCT pages_page.id FROM search_entry {with_page}
WHERE {hits} AND pages_page.id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM search_fitting told WHERE told.saved_id = %s AND told.page_id = pages_page.id)
ORDER BY 1 LIMIT {most}"""


@transaction.atomic
def watch(*, actor: Any, saved: SavedSearch) -> None:
    """From now on the person is told of pages that come to fit; those that fit already are remembered as known."""
    now = timezone.now()
    hits = _hits(actor, saved)
    if hits is None:
        raise DeedError(_("Search for words to be told of what is new."))
    before = _fitting(hits, saved, MOST_BEFORE + 1)
    if len(before) > MOST_BEFORE:
        words = _("This search finds more than %(most)d pages. Say more closely what you seek, to be told of it.")
        raise DeedError(words % {"most": MOST_BEFORE})
    _remember(saved, before)
    SavedSearch.objects.filter(pk=saved.pk).update(watched_to=now)


@transaction.atomic
def unwatch(*, actor: Any, saved: SavedSearch) -> None:
    Fitting.objects.filter(saved=saved).delete()
    SavedSearch.objects.filter(pk=saved.pk).update(watched_to=None)


def look_all() -> int:
    """One round over the searches that were looked at longest ago; how many pages were told.

    Where nothing was written since, nothing is asked.
    """
    latest = Entry.objects.aggregate(at=Max("indexed_at"))["at"]
    if latest is None:
        return 0
    due = SavedSearch.objects.filter(watched_to__lt=latest + OVERLAP).select_related("person")
    return sum(_look(saved) for saved in due.order_by("watched_to", "pk")[:A_ROUND])


@transaction.atomic
def _look(saved: SavedSearch) -> int:
    """Asked with the right of the person to see as it is now; a flood of pages is told in several rounds."""
    began = timezone.now()
    found = _news(saved)
    _remember(saved, found)
    for page in Page.objects.filter(pk__in=found).select_related("space"):
        data = {"seekers": [saved.person.key], "sought": said(saved)}
        for tell in FOUND:
            tell(page, _author(page), data)
    if len(found) < PAGES_A_ROUND:
        SavedSearch.objects.filter(pk=saved.pk, watched_to__isnull=False).update(watched_to=began)
    return len(found)


def _news(saved: SavedSearch) -> list[int]:
    person = Person.objects.active().with_roles().filter(pk=saved.person_id).first()
    hits = _hits(person, saved) if person else None
    if hits is None or saved.watched_to is None:
        return []
    since = Condition("search_entry.indexed_at > %s", (saved.watched_to - OVERLAP,))
    return _fitting(hits & since, saved, PAGES_A_ROUND)


def _author(page: Page) -> Any:
    last = Version.objects.filter(page=page).select_related("author").order_by("-pk").first()
    return last.author if last else None


def _remember(saved: SavedSearch, pages: list[int]) -> None:
    rows = [Fitting(saved=saved, page_id=page) for page in pages]
    Fitting.objects.bulk_create(rows, ignore_conflicts=True)


def _hits(person: Any, saved: SavedSearch) -> Condition | None:
    """What the search finds as it was typed, with the right to see; None where it seeks nothing."""
    given = QueryDict(saved.query)
    asked = parse(clean(given.get("q", "")))
    if not asked and not asked.fields:
        return None
    filters = finding.Filters(**{name: given.get(name, "") for name in finding.Filters.names()})
    hits = holding(question(asked)) & visible(person)
    narrowed = possible(filters.and_typed(asked.fields))
    return hits & condition(Entry.objects.filter(narrowed.condition())) if narrowed.set else hits


def _fitting(hits: Condition, saved: SavedSearch, most: int) -> list[int]:
    """Ids of pages that fit and are not known yet, themselves or by one of their files."""
    statement = FITTING.format(with_page=WITH_PAGE, hits=hits.sql, most=most)
    return [page for (page,) in statements.ask(statement, [*hits.params, saved.pk])]


def said(saved: SavedSearch) -> str:
    """The search in its own words: what was typed, then what was clicked."""
    given = QueryDict(saved.query)
    return joined(filter(None, [given.get("q", ""), *(given.get(name, "") for name in finding.Filters.names())]))
