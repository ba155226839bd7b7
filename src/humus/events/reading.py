"""Events as one reader sees them, with the titles of their pages, in few queries for any list."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Value
from django.utils.translation import gettext as _

from humus.events import moves
from humus.events.hours import timetable
from humus.events.models import Event, Session
from humus.kit.queries import Reading, united
from humus.pages.reading import titled, titles, with_titles
from humus.people import countries


def named(events: Any) -> list[Event]:
    """Give each event its page with title and space, and its place in words: two queries."""
    found = list(events.select_related("page__space"))
    titled([event.page for event in found])
    return placed(found)


def placed(events: list[Event]) -> list[Event]:
    for event in events:
        event.where = where(event)  # type: ignore[attr-defined]
    return events


def listed(events: Any, person: Any) -> list[Event]:
    """The same with their hours: three queries."""
    found = named(events.prefetch_related("sessions"))
    for event in found:
        event.timetable = timetable(event, person)  # type: ignore[attr-defined]
    return found


def where(event: Event) -> str:
    """“Glasgow, United Kingdom”, “Online, MS Teams”; empty where nobody said."""
    country = countries.country_name(event.country) if event.country else ""
    online = [_("Online")] if event.online else []
    return ", ".join(filter(None, [*online, event.online_tool, event.place, country]))


def upcoming(person: Any, *, most: int, **limits: Any) -> list[Event]:
    """What comes, each with the note of a move: four queries."""
    found = listed(Event.objects.visible_to(person).filter(**limits).upcoming()[:most], person)
    moved = moves.of(found) if found else {}
    for event in found:
        event.move = moved.get(event.pk)  # type: ignore[attr-defined]
    return found


def upcoming_in(person: Any, spaces: Collection[str], *, most: int) -> Reading:
    """What comes in each space by its slug ("" for all of them), ``dict[str, list[Event]]``: five questions in two
    rounds, however many spaces.
    """
    named = list(dict.fromkeys(spaces))
    found: dict[str, list[Event]] = {space: [] for space in named}
    asked = []
    for number, space in enumerate(named):
        here = Event.objects.visible_to(person).filter(**({"page__space__slug": space} if space else {}))
        asked.append(here.upcoming().annotate(list=Value(number)).values_list("list", "pk")[:most])
    stands = set((yield united(asked)))
    keys = {pk for _number, pk in stands}
    # The page of an event is its key.
    events, sessions, texts, kept = yield (
        Event.objects.filter(pk__in=keys).upcoming().select_related("page__space"),
        Session.objects.filter(event__in=keys),
        titles(keys),
        moves.kept(keys),
    )
    for event in _told(events, sessions, texts, kept, person):
        for number, space in enumerate(named):
            if (number, event.pk) in stands:
                found[space].append(event)
    return found


def _told(events: list[Event], sessions: list[Session], texts: list[Any], kept: list[Any], person: Any) -> list[Event]:
    """As ``upcoming`` tells them, from what was read."""
    for event in events:
        event._prefetched_objects_cache = {"sessions": [one for one in sessions if one.event_id == event.pk]}  # type: ignore[attr-defined]
    with_titles([event.page for event in events], texts)
    moved = moves.read(events, kept)
    for event in placed(events):
        event.timetable, event.move = timetable(event, person), moved.get(event.pk)  # type: ignore[attr-defined]
    return events


def latest(person: Any, *, most: int, **limits: Any) -> list[Event]:
    return listed(Event.objects.visible_to(person).filter(**limits).past()[:most], person)
