"""What narrows a search, clicked or typed."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from humus.pages.models import Version
from humus.search.languages import fold

LONGEST = 60
BEFORE_A_WORD = " '’-/(“«„\"…"


@dataclass(frozen=True)
class Filters:
    """Empty means: not narrowed. ``after`` and ``before`` are a year, a month or a day, both inclusive."""

    kind: str = ""
    space: str = ""
    label: str = ""
    language: str = ""
    author: str = ""
    after: str = ""
    before: str = ""
    title: str = ""

    @classmethod
    @cache
    def names(cls) -> tuple[str, ...]:
        return tuple(one.name for one in fields(cls))

    @property
    def set(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in self.names() if getattr(self, name)}

    def and_typed(self, typed: dict[str, str]) -> Filters:
        """What was clicked wins over what was typed."""
        known = {name: value[:LONGEST] for name, value in typed.items() if name in self.names()}
        return replace(self, **(known | self.set))

    def condition(self) -> Q:
        every = Q()
        for name, value in self.set.items():
            every &= CONDITIONS[name](value)
        return every


def _kind(value: str) -> Q:
    return Q(kind=fold(value))


def _space(value: str) -> Q:
    """By its short name in addresses, or its code: ``space:climate-soil``, ``space:A1``."""
    page, file = "page__space__", "file__page__space__"
    return (
        Q(**{f"{page}slug": value.lower()})
        | Q(**{f"{page}code__iexact": value})
        | Q(**{f"{file}slug": value.lower()})
        | Q(**{f"{file}code__iexact": value})
    )


def _label(value: str) -> Q:
    return Q(page__labels__name=value.lower())


def _language(value: str) -> Q:
    """A code, or the name of the language in English or in itself."""
    wanted = fold(value)
    codes = [code for code, name in settings.LANGUAGES if wanted in (code, fold(str(name)))]
    return Q(language__in=codes or [wanted])


def _author(value: str) -> Q:
    wrote = Version.objects.filter(page=OuterRef("page_id"), author__name__unaccent__icontains=value)
    return Q(Exists(wrote))


def _title(value: str) -> Q:
    """Words of the title, from where one begins: ``title:peat``, ``title:"cover crop"``."""
    begun = fold(value)
    every = Q(folded__startswith=begun)
    for before in BEFORE_A_WORD:
        every |= Q(folded__contains=before + begun)
    return every


def _after(value: str) -> Q:
    return Q(changed_at__gte=_first(value))


def _before(value: str) -> Q:
    return Q(changed_at__lt=_last(value) + timedelta(days=1))


CONDITIONS = {
    "kind": _kind,
    "space": _space,
    "label": _label,
    "language": _language,
    "author": _author,
    "after": _after,
    "before": _before,
    "title": _title,
}


def is_day(value: str) -> bool:
    try:
        return bool(_first(value))
    except ValueError:
        return False


def _first(value: str) -> datetime:
    year, month, day = [*map(int, value.split("-")), 1, 1][:3]
    return datetime(year, month, day, tzinfo=UTC)


def _last(value: str) -> datetime:
    parts = [*map(int, value.split("-"))]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return datetime(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1], tzinfo=UTC)
