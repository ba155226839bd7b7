"""What stands in a calendar: sessions at their hour, events of whole days, and some of which no day is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from humus.events import dates
from humus.events.models import Event, Registration
from humus.events.reading import named
from humus.kit import known_days
from humus.spaces.models import Membership, Space

MOST = 500


@dataclass(frozen=True)
class Entry:
    """One line of a day; ``hour`` is empty for a whole day, and the span is in the words of the calendar's zone."""

    event: Event
    day: date
    hour: str = ""
    span: str = ""
    title: str = ""
    starts_at: datetime | None = None


def in_scope(person: Any, *, space: Space | None = None, mine: bool = False) -> Any:
    """The events that this person may see, of one space or of their own."""
    events = Event.objects.visible_to(person)
    if space is not None:
        events = events.filter(page__space=space)
    if mine:
        registered = Registration.objects.active().filter(person=person)
        spaces = Membership.objects.current().filter(person=person)
        events = events.filter(
            Q(admission__in=registered.values("admission")) | Q(page__space__in=spaces.values("space"))
        )
    return events


def between(events: Any, first: date, end: date, zone: str) -> list[Event]:
    """Those of the days from ``first`` to before ``end`` in this zone, with title, place and sessions: four queries."""
    over = {"begins_at__lt": dates.midnight(end, zone), "over_at__gt": dates.midnight(first, zone)}
    return named(events.filter(**over).order_by("begins_at", "pk").prefetch_related("sessions")[:MOST])


def entries(events: list[Event], first: date, end: date, zone: str) -> list[Entry]:
    """By day, whole days before hours."""
    found = [entry for event in events for entry in _of(event, zone) if first <= entry.day < end]
    return sorted(found, key=lambda one: (one.day, one.starts_at is not None, one.starts_at or 0, one.event.pk))


def vague(events: list[Event], first: date, end: date) -> list[Event]:
    """Events of which no day is known, and that may be within these."""
    return [event for event in events if not event.sessions.all() and _may_be(event, first, end)]


def _may_be(event: Event, first: date, end: date) -> bool:
    begins, ends = event.starts or event.ends, event.ends or event.starts
    return 0 < len(begins) < 10 and known_days.first_day(begins) < end and known_days.last_day(ends) >= first


def _of(event: Event, zone: str) -> Iterator[Entry]:
    sessions = list(event.sessions.all())
    for one in sessions:
        hour = dates.hour_in_words(one.starts_at, zone)
        span = f"{hour} – {dates.hour_in_words(one.ends_at, zone)}" if one.ends_at else hour
        yield Entry(event, dates.day_of(one.starts_at, zone), hour, span, one.title, one.starts_at)
    if sessions or len(event.starts) < 10:
        return
    day, last = known_days.first_day(event.starts), known_days.last_day(event.ends or event.starts)
    while day <= last and day <= known_days.first_day(event.starts) + timedelta(days=62):
        yield Entry(event, day)
        day += timedelta(days=1)
