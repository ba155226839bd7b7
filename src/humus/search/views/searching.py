"""The search page and the suggestions below the search box."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from humus.kit import atom
from humus.kit.access import access
from humus.search import best_bets, finding, results, saving, seeking
from humus.search.finding.searching import clean

LAST_PAGE = 50
FEED_REACHES_BACK = timedelta(days=90)


def _number(request: HttpRequest) -> int:
    raw = request.GET.get("page", "1")
    return min(int(raw), LAST_PAGE) if raw.isascii() and raw.isdigit() and len(raw) < 4 else 1


def _filters(request: HttpRequest) -> finding.Filters:
    given = {name: request.GET.get(name, "").replace("\x00", "").strip()[:60] for name in finding.Filters.names()}
    return finding.Filters(**given)


@access(GET="anyone")
def search(request: HttpRequest) -> HttpResponse:
    words, number = clean(request.GET.get("q", "")), _number(request)
    found = finding.search(request.user, words, _filters(request), page=number)
    if found.count and not found.entries:
        return redirect(request.path + results.address(request))
    if found.asked and number == 1:
        seeking.note(found.asked.text, get_language() or "", vain=not found.entries or bool(found.instead))
    return render(request, "search/search.html", _context(request, words, number, found))


def _context(request: HttpRequest, words: str, number: int, found: finding.Found) -> dict[str, Any]:
    near = finding.suggest(request.user, found.asked.text) if words and not found.entries else []
    bets = best_bets.for_words(request.user, found.asked.text) if number == 1 else []
    return {
        "words": words,
        "found": found,
        "sought": bool(found.asked or found.filters.set),
        "results": [results.result(entry) for entry in found.entries],
        "bets": bets,
        "near": [results.suggested(entry) for entry in near],
        "also": saving.other_names(found.question),
        "kept": saving.is_kept(request),
        "query": saving.query_of(request.GET),
        "number": number,
        "more": found.count > number * finding.A_PAGE and number < LAST_PAGE,
    } | results.facets(request, found)


@access(GET="anyone")
def suggest(request: HttpRequest) -> HttpResponse:
    found = finding.suggest(request.user, request.GET.get("q", ""))
    return JsonResponse([results.suggested(entry) for entry in found], safe=False)


@access(GET="anyone")
def feed(request: HttpRequest) -> HttpResponse:
    """What changed of late among the results, newest first."""
    words = clean(request.GET.get("q", ""))
    since = timezone.now() - FEED_REACHES_BACK
    found = finding.search(request.user, words, _filters(request), changed_since=since)
    pages = sorted((entry for entry in found.entries if entry.home), key=lambda entry: entry.changed_at, reverse=True)
    title = f"{words} · {settings.SITE_NAME}" if words else settings.SITE_NAME
    path = f"{reverse('search')}?{request.GET.urlencode()}"
    language = get_language() or "en"
    return atom.answer(request, title=title, path=path, language=language, entries=map(results.entry_of_feed, pages))
