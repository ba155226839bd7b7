"""Narrowing a list by what its things have in common, with counts that know of the other choices."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise

from humus.people import countries

Counts = list[tuple[str, int]]
MOST = 1000


@dataclass(frozen=True, kw_only=True)
class Facet:
    """One way to narrow: how to filter by a value, how to count the values, how to call them."""

    name: str
    label: str | Promise
    narrow: Callable[[QuerySet[Any], str], QuerySet[Any]]
    count: Callable[[QuerySet[Any]], Counts]
    called: Callable[[str], str]
    most: int = 40


def count_field(field: str) -> Callable[[QuerySet[Any]], Counts]:
    """Counts of a column; empty values are left out."""

    def count(found: QuerySet[Any]) -> Counts:
        rows = found.order_by().exclude(**{field: ""}).values_list(field).annotate(n=Count("pk", distinct=True))
        return [(value, n) for value, n in rows if value]

    return count


def address(query: QueryDict, **changes: str) -> str:
    """The address of the same list with other choices; the first page of it."""
    changed = query.copy()
    for name in ("page", "language", *changes):
        changed.pop(name, None)
    for name, value in changes.items():
        if value:
            changed[name] = value
    return "?" + changed.urlencode() if changed else "?"


@dataclass
class Narrowed:
    found: QuerySet[Any]
    facets: list[dict[str, Any]]
    chosen: list[dict[str, str]]

    def context(self) -> dict[str, Any]:
        return {"facets": self.facets, "chosen": self.chosen, "clear_url": "?"}


def narrow(request: HttpRequest, everything: QuerySet[Any], facets: Iterable[Facet]) -> Narrowed:
    """Apply the choices in the address; each facet counts what the others leave."""
    kinds = list(facets)
    values = {facet.name: request.GET.get(facet.name, "").replace("\0", "").strip() for facet in kinds}
    found = _apply(everything, kinds, values)
    drawn, chosen = [], []
    for facet in kinds:
        value = values[facet.name]
        others = _apply(everything, kinds, values | {facet.name: ""})
        counted = sorted(facet.count(others), key=lambda pair: (-pair[1], facet.called(pair[0]).casefold()))
        choices = [_choice(request, facet, key, n, key == value) for key, n in counted[: facet.most]]
        if value:
            chosen.append({"label": facet.called(value), "url": address(request.GET, **{facet.name: ""})})
        if choices:
            drawn.append({"name": facet.name, "label": facet.label, "choices": choices, "open": bool(value)})
    return Narrowed(found, drawn, chosen)


def _apply(everything: QuerySet[Any], facets: list[Facet], values: dict[str, str]) -> QuerySet[Any]:
    for facet in facets:
        if values[facet.name]:
            everything = facet.narrow(everything, values[facet.name])
    return everything


def _choice(request: HttpRequest, facet: Facet, value: str, number: int, current: bool) -> dict[str, Any]:
    return {
        "value": value,
        "label": facet.called(value),
        "count": number if number < MOST else f"{MOST}+",
        "current": current,
        "url": address(request.GET, **{facet.name: "" if current else value}),
    }


def like(found: QuerySet[Any], words: str, *fields: str, country: str = "") -> QuerySet[Any]:
    """Those in which every word stands in one of the fields, whatever its accents and case.

    With ``country``, the column of a code, the name of the country in any language counts too.
    """
    for word in words.replace("\0", " ").split()[:8]:
        either = Q(**{f"{country}__in": countries.codes_named(word)}) if country else Q()
        for field in fields:
            either |= Q(**{f"{field}__unaccent__icontains": word})
        found = found.filter(either)
    return found


def by_name(found: QuerySet[Any]) -> QuerySet[Any]:
    return found.order_by(Lower("name"), "pk")
