"""What happened lately, as one reader may see it now: on the site, in a space, by a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from humus.activity.models import Activity
from humus.activity.telling import TOLD, Told
from humus.kit.happenings import Happening
from humus.pages.models import Page
from humus.pages.reading import titled
from humus.people.models import Block

SHOWN = 30
# So many rows of the log are looked through for one screen, however few of them the reader may see.
WINDOW = 2000
# What somebody does to a page again within so long is one line; so many rows may become one screen of lines.
SITTING = timedelta(hours=1)
ROWS = 4 * SHOWN


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
    groups, last = _grouped(found)
    if not last and (len(found) == ROWS or len(window) == WINDOW):
        last = found[-1].pk if len(found) == ROWS else window[-1]
    return Stream(_lines(groups), last)


def _seen(person: Any, window: list[int]) -> Any:
    seen = Activity.objects.filter(pk__in=window, page__in=Page.objects.visible_to(person).published().values("pk"))
    if person.is_authenticated:
        seen = seen.exclude(actor__in=Block.objects.filter(person=person).values("blocked"))
    return seen.select_related("actor", "page__space").order_by("-pk")[:ROWS]


def _grouped(found: Iterable[Activity]) -> tuple[list[list[Activity]], int]:
    """A screen of lines, each with its rows, newest first; and the last row that went into them, 0 where all did."""
    groups: list[list[Activity]] = []
    sittings: dict[tuple[Any, ...], list[Activity]] = {}
    before = 0
    for row in found:
        if TOLD[row.verb].heard(_again(row)):
            what = (row.verb, row.actor_id, row.page_id, row.data.get("language"))  # type: ignore[attr-defined]
            sitting = sittings.get(what) if TOLD[row.verb].again else None
            if sitting and sitting[-1].at - row.at <= SITTING:
                sitting.append(row)
            elif len(groups) == SHOWN:
                return groups, before
            else:
                sittings[what] = [row]
                groups.append(sittings[what])
        before = row.pk
    return groups, 0


def _lines(groups: list[list[Activity]]) -> list[Line]:
    rows = [group[0] for group in groups]
    times = {group[0].pk: group for group in groups}
    titled([row.page for row in rows if row.page])
    passages: dict[int, str | None] = {}
    for verb in {row.verb for row in rows}:
        same = [row for row in rows if row.verb == verb]
        passages |= dict(zip([row.pk for row in same], TOLD[verb].passages([row.data for row in same]), strict=True))
    return [_line(times[row.pk], passage) for row in rows if (passage := passages[row.pk]) is not None]


def _again(row: Activity) -> Happening:
    return Happening(verb=row.verb, actor=row.actor, page=row.page, data=row.data)


def _line(group: list[Activity], passage: str) -> Line:
    row = group[0]
    told = TOLD[row.verb]
    who = str(row.actor) if row.actor else _("Former member")
    page: Any = row.page
    return Line(row.at, who, _said(told, group), passage, told.url(page, row.data), page)


def _said(told: Told, group: list[Activity]) -> str:
    """Several times are counted; where the page itself was begun among them, that is the news."""
    words = told.said(group[-1].page, group[-1].data)
    if len(group) == 1 or told.again is None or words != str(told.words):
        return words
    return told.again(len(group))
