"""What happened lately, as one reader may see it now: on the site, in a space, by a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from humus.activity.models import Activity
from humus.activity.telling import TOLD
from humus.kit.happenings import Happening
from humus.pages.models import Page
from humus.pages.reading import titled
from humus.people.models import Block

SHOWN = 30
# So many rows of the log are looked through for one screen, however few of them the reader may see.
WINDOW = 2000


@dataclass
class Line:
    at: Any
    who: str
    words: str
    passage: str
    url: str
    page: Page


@dataclass
class Stream:
    """``before`` leads to what happened earlier; 0 at the end."""

    lines: list[Line]
    before: int


def stream(person: Any, *, before: int = 0, **of: Any) -> Stream:
    """Newest first; ``of`` limits it to a ``space`` or an ``actor``. Four queries, and one a kind of happening."""
    rows = Activity.objects.filter(
        verb__in=[verb for verb, told in TOLD.items() if told.open], page__isnull=False, **of
    )
    if before:
        rows = rows.filter(pk__lt=before)
    window = list(rows.order_by("-pk").values_list("pk", flat=True)[:WINDOW])
    found = list(_seen(person, window))
    last = found[SHOWN - 1].pk if len(found) > SHOWN else window[-1] if len(window) == WINDOW else 0
    return Stream(_lines(found[:SHOWN]), last)


def _seen(person: Any, window: list[int]) -> Any:
    seen = Activity.objects.filter(pk__in=window, page__in=Page.objects.visible_to(person).published().values("pk"))
    if person.is_authenticated:
        seen = seen.exclude(actor__in=Block.objects.filter(person=person).values("blocked"))
    return seen.select_related("actor", "page__space").order_by("-pk")[: SHOWN + 1]


def _lines(rows: list[Activity]) -> list[Line]:
    rows = [row for row in rows if TOLD[row.verb].heard(_again(row))]
    titled([row.page for row in rows if row.page])
    passages: dict[int, str | None] = {}
    for verb in {row.verb for row in rows}:
        same = [row for row in rows if row.verb == verb]
        passages |= dict(zip([row.pk for row in same], TOLD[verb].passages([row.data for row in same]), strict=True))
    return [_line(row, passage) for row in rows if (passage := passages[row.pk]) is not None]


def _again(row: Activity) -> Happening:
    return Happening(verb=row.verb, actor=row.actor, page=row.page, data=row.data)


def _line(row: Activity, passage: str) -> Line:
    told = TOLD[row.verb]
    who = str(row.actor) if row.actor else _("Former member")
    page: Any = row.page
    return Line(row.at, who, told.said(page, row.data), passage, told.url(page, row.data), page)
