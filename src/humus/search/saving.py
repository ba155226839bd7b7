"""Searches that a person keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.kit.errors import DeedError
from humus.search import finding
from humus.search.asking.expand import Question
from humus.search.finding.searching import clean
from humus.search.models import ConceptForm, SavedSearch

MOST = 50


def query_of(given: Mapping[str, str]) -> str:
    """The part of the address that says what is sought, always in the same order."""
    query = QueryDict(mutable=True)
    words = clean(given.get("q", ""))
    if words:
        query["q"] = words
    for name in finding.Filters.names():
        if value := given.get(name, "").replace("\x00", "").strip()[:60]:
            query[name] = value
    return query.urlencode()[:600]


def is_kept(request: HttpRequest) -> bool:
    person: Any = request.user
    query = query_of(request.GET)
    return bool(query and person.is_authenticated and SavedSearch.objects.filter(person=person, query=query).exists())


def keep(*, actor: Any, query: str) -> SavedSearch:
    """Keep a search; keeping it twice changes nothing."""
    query = query_of(QueryDict(query))
    if not query:
        raise DeedError(_("Search for something first."))
    if SavedSearch.objects.filter(person=actor).count() >= MOST:
        raise DeedError(_("You keep %(most)d searches already. Let one go first.") % {"most": MOST})
    return SavedSearch.objects.get_or_create(person=actor, query=query)[0]


def let_go(*, actor: Any, saved: SavedSearch) -> None:
    saved.delete()


def with_news(person: Any) -> list[dict[str, Any]]:
    """Each kept search with its words and how many of its results changed since the person last looked."""
    kept = []
    for saved in SavedSearch.objects.filter(person=person):
        asked = QueryDict(saved.query)
        filters = finding.Filters(**{name: asked.get(name, "") for name in finding.Filters.names()})
        found = finding.search(person, asked.get("q", ""), filters, changed_since=saved.seen_at)
        kept.append({"saved": saved, "words": asked.get("q", ""), "filters": filters.set, "news": found.count})
    return kept


def looked_at(*, actor: Any, saved: SavedSearch) -> None:
    saved.seen_at = timezone.now()
    saved.save(update_fields=["seen_at"])


def other_names(asked: Question) -> list[str]:
    """Names in other words and languages that were sought as well, as people write them."""
    keys = {key for unit in asked.units for names in unit.names.values() for key in names}
    if not keys:
        return []
    typed = {unit.words.casefold() for unit in asked.units}
    forms = ConceptForm.objects.filter(key__in=keys, position=0).order_by("concept", "language")
    return [name for name in dict.fromkeys(form.name for form in forms) if name.casefold() not in typed][:12]
