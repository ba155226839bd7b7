"""Events as an iCalendar file that calendars of every kind take: zones written out, one entry a session."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.utils import timezone

from humus import __version__
from humus.events import vtimezone
from humus.events.models import Event
from humus.events.reading import where
from humus.kit import known_days

# Sequence numbers count the minutes since then: a later change has a higher one.
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
FIRST_YEAR, LAST_YEAR = 2015, 2038


def file_of(events: Iterable[Event], *, name: str = "", texts: dict[Any, str] | None = None) -> bytes:
    """The file of many; their pages carry their titles."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//Humus//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name or settings.SITE_NAME)
    for event in events:
        for entry in _entries(event, event.page.title):
            _describe(entry, event, (texts or {}).get(event.pk, ""))
            calendar.add_component(entry)
    _write_zones_out(calendar)
    return calendar.to_ical()


def _write_zones_out(calendar: icalendar.Calendar) -> None:
    """For the same years in every file: a program that knows a zone by its name keeps the first it was given."""
    years = [entry.decoded("dtstart").year for entry in calendar.walk("VEVENT")]
    if years:
        first, last = min(FIRST_YEAR, min(years) - 1), max(LAST_YEAR, max(years) + 2)
        zones = sorted(calendar.get_used_tzids())
        calendar.subcomponents[:0] = [vtimezone.component(zone, first, last) for zone in zones]


def in_zone(at: datetime, zone: ZoneInfo) -> datetime:
    """The hour of the place; where the clock shows that hour twice, a file cannot say which, and the moment is UTC."""
    local = at.astimezone(zone)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return at.astimezone(UTC) if twice else local


def _entries(event: Event, title: str) -> list[icalendar.Event]:
    sessions = list(event.sessions.all())
    zone = ZoneInfo(event.zone)
    entries = []
    for number, one in enumerate(sessions, 1):
        entry = _entry(event, number, f"{title} – {one.title}" if one.title else title)
        entry.add("dtstart", in_zone(one.starts_at, zone))
        entry.add("dtend", in_zone(one.ends_at or one.starts_at + timedelta(hours=1), zone))
        entries.append(entry)
    if not sessions and event.starts:
        entry = _entry(event, 0, title)
        entry.add("dtstart", known_days.first_day(event.starts))
        entry.add("dtend", known_days.last_day(event.ends or event.starts) + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
        entries.append(entry)
    return entries


def _entry(event: Event, number: int, title: str) -> icalendar.Event:
    entry = icalendar.Event()
    host = settings.SITE_URL.split("//")[-1].split(":")[0]
    entry.add("uid", f"{event.page.key}-{number}@{host}")
    entry.add("summary", title)
    return entry


def _describe(entry: icalendar.Event, event: Event, text: str) -> None:
    known = [at for at in (event.page.changed_at, event.decided_at) if at]
    changed = max(known, default=timezone.now()).astimezone(UTC)
    entry.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    entry.add("sequence", max(0, int((changed - EPOCH).total_seconds() // 60)))
    entry.add("url", settings.SITE_URL + event.page.get_absolute_url())
    if text:
        entry.add("description", text[:2000])
    place = where(event)
    if place:
        entry.add("location", place)
