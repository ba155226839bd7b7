"""The search page and the suggestions below the search box."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from humus.kit.access import access
from humus.pages import kinds
from humus.search import finding
from humus.search.models import Entry
from humus.spaces.models import Space

FILTERS = ("kind", "space", "language")
OTHER_KINDS = {"organisation": _("Organisation"), "person": _("Person"), "space": _("Space")}


def thing_of(entry: Entry) -> Any:
    return entry.page or entry.organisation or entry.person or entry.space


def kind_label(kind: str) -> str:
    return str(OTHER_KINDS.get(kind) or (kinds.KINDS[kind].label if kind in kinds.KINDS else kind))


def marked(headline: str) -> SafeString:
    """The passage with what was sought marked; everything else escaped."""
    return mark_safe(escape(headline).replace("\x02", "<mark>").replace("\x03", "</mark>"))  # noqa: S308


def _number(request: HttpRequest) -> int:
    raw = request.GET.get("page", "1")
    return min(int(raw), 50) if raw.isascii() and raw.isdigit() and len(raw) < 4 else 1


def _results(found: finding.Found) -> list[dict[str, Any]]:
    return [
        {
            "title": entry.title,
            "url": thing_of(entry).get_absolute_url()
            + (f"?language={entry.language}" if entry.page and entry.language != entry.page.language else ""),
            "kind": kind_label(entry.kind),
            "language": entry.language,
            "space": entry.page.space if entry.page else None,
            "passage": marked(getattr(entry, "shown", "")),
            "changed_at": entry.changed_at,
        }
        for entry in found.entries
    ]


def _with(request: HttpRequest, **changes: str) -> str:
    """The same address with other words; an empty one is taken out."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


def _facets(request: HttpRequest, found: finding.Found, filters: finding.Filters) -> dict[str, Any]:
    """What ``humus/parts/facets.html`` shows."""
    names = dict(settings.LANGUAGES)
    slugs = {slug for slug, _count in found.facets.get("space", [])} | {filters.space}
    spaces = {space.slug: space.title for space in Space.objects.known_to(request.user).filter(slug__in=slugs)}
    label = {
        "kind": kind_label,
        "space": lambda slug: spaces.get(slug, slug),
        "language": lambda code: str(names.get(code, code)),
    }
    titles = {"kind": _("Kind"), "space": _("Space"), "language": _("Language")}
    facets, chosen = [], []
    for name, title in titles.items():
        current = getattr(filters, name)
        if current:
            chosen.append({"label": label[name](current), "url": _with(request, **{name: ""})})
        choices = [
            {
                "label": label[name](value),
                "url": _with(request, **{name: "" if value == current else value}),
                "count": count,
                "current": value == current,
            }
            for value, count in found.facets.get(name, [])
        ]
        if choices:
            facets.append({"label": title, "choices": choices, "open": True})
    return {"facets": facets, "chosen": chosen}


def _suggested(entry: Entry) -> dict[str, str]:
    return {"label": entry.title, "url": thing_of(entry).get_absolute_url(), "kind": kind_label(entry.kind)}


@access(GET="anyone")
def search(request: HttpRequest) -> HttpResponse:
    words = finding.clean(request.GET.get("q", ""))
    filters = finding.Filters(
        *(request.GET.get(name, "").replace("\x00", "")[:60] for name in ("kind", "space", "language"))
    )
    number = _number(request)
    found = finding.search(request.user, words, filters, page=number)
    suggestions = finding.suggest(request.user, words) if words and not found.entries else []
    return render(
        request,
        "search/search.html",
        {
            "words": words,
            "filters": filters,
            "found": found,
            "results": _results(found),
            "near": [
                {"title": e.title, "url": thing_of(e).get_absolute_url(), "kind": kind_label(e.kind)}
                for e in suggestions
            ],
            "number": number,
            "more": found.count > number * finding.A_PAGE and number < 50,
        }
        | _facets(request, found, filters),
    )


@access(GET="anyone")
def suggest(request: HttpRequest) -> HttpResponse:
    found = finding.suggest(request.user, request.GET.get("q", ""))
    return JsonResponse([_suggested(entry) for entry in found], safe=False)
