"""An event as an iCalendar file that calendars of every kind take: zones written out, one entry a session."""

from __future__ import annotations

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.utils import timezone

from humus import __version__
from humus.events import dates
from humus.events.models import Event
from humus.events.reading import where


def calendar_of(event: Event, *, title: str, text: str = "") -> bytes:
    """The file; an event without any day has no entries."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//Humus//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for entry in _entries(event, title):
        _describe(entry, event, text)
        calendar.add_component(entry)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _entries(event: Event, title: str) -> list[icalendar.Event]:
    sessions = list(event.sessions.all())
    zone = ZoneInfo(event.zone)
    entries = []
    for number, one in enumerate(sessions, 1):
        entry = _entry(event, number, f"{title}: {one.title}" if one.title else title)
        entry.add("dtstart", one.starts_at.astimezone(zone))
        entry.add("dtend", (one.ends_at or one.starts_at + timedelta(hours=1)).astimezone(zone))
        entries.append(entry)
    if not sessions and event.starts:
        entry = _entry(event, 0, title)
        entry.add("dtstart", dates.first_day(event.starts))
        entry.add("dtend", dates.last_day(event.ends or event.starts) + timedelta(days=1))
        entries.append(entry)
    return entries


def _entry(event: Event, number: int, title: str) -> icalendar.Event:
    entry = icalendar.Event()
    host = settings.SITE_URL.split("//")[-1].split(":")[0]
    entry.add("uid", f"{event.page.key}-{number}@{host}")
    entry.add("summary", title)
    return entry


def _describe(entry: icalendar.Event, event: Event, text: str) -> None:
    changed = event.page.changed_at or timezone.now()
    entry.add("dtstamp", changed.astimezone(UTC))
    entry.add("last-modified", changed.astimezone(UTC))
    entry.add("url", settings.SITE_URL + event.page.get_absolute_url())
    if text:
        entry.add("description", text[:2000])
    place = where(event)
    if place:
        entry.add("location", place)
