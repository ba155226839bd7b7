"""Whether an event was moved, as the versions of its page tell: its days and hours before, and since when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from humus.events import dates
from humus.events.models import Event
from humus.kit.formats import joined
from humus.kit.zone_field import zone_place
from humus.pages.models import Version


@dataclass(frozen=True)
class Move:
    """The days before, or the hours before where the days stayed; ``at`` is when it was changed.

    ``gone``: sessions to come that were taken out while the others stayed as they were, in words.
    """

    days: str
    hours: str
    at: datetime
    gone: tuple[str, ...] = ()


def of(events: Iterable[Event]) -> dict[int, Move]:
    """The latest move of each event that was moved, by page: one query and, where not fetched, the sessions."""
    events = list(events)
    return read(events, kept([event.pk for event in events]))


def kept(pages: Collection[int]) -> QuerySet[Version, tuple[Any, ...]]:
    """What the history says of these events, newest first."""
    versions = Version.objects.filter(page__in=pages).order_by("page", "-at", "-pk")
    return versions.values_list("page", "at", "detail")


def read(events: Iterable[Event], kept: Iterable[tuple[Any, ...]]) -> dict[int, Move]:
    """The same from what was ``kept``."""
    now = {event.pk: _when(event) for event in events}
    found: dict[int, Move] = {}
    since: dict[int, datetime] = {}
    for page, at, before in kept:
        if page in found or not before:
            continue
        move = _between(before, now[page], since.get(page, at))
        if move:
            found[page] = move
        since[page] = at
    return found


def _when(event: Event) -> dict[str, Any]:
    sessions = [{"start": one.starts_at.isoformat()} for one in event.sessions.all()]
    return {"starts": event.starts, "ends": event.ends, "sessions": sessions}


def _between(before: dict[str, Any], now: dict[str, Any], at: datetime) -> Move | None:
    """A day that is only known better now (2026-03, then 2026-03-18) is no move."""
    gone = _gone(before, now)
    if gone:
        return Move(days="", hours="", at=at, gone=gone)
    then = {name: before.get(name) or "" for name in ("starts", "ends")}
    if not all(now[name].startswith(then[name]) for name in then):
        return Move(days=dates.in_words(then["starts"], then["ends"]), hours="", at=at)
    opening = _opening(before)
    if opening and now["sessions"] and opening != _opening(now):
        zone = before.get("zone") or "UTC"
        return Move(days="", hours=f"{dates.hour_in_words(opening, zone)} ({zone_place(zone)})", at=at)
    return None


def _gone(before: dict[str, Any], now: dict[str, Any]) -> tuple[str, ...]:
    """Where sessions were only taken out and others stay: those of them that had not begun."""
    stay = {datetime.fromisoformat(one["start"]) for one in now["sessions"]}
    then = {datetime.fromisoformat(one["start"]): one for one in before.get("sessions") or []}
    if not stay or not stay < then.keys():
        return ()
    zone = before.get("zone") or "UTC"
    out = sorted(at for at in then.keys() - stay if at > timezone.now())
    return tuple(_session_in_words(at, zone, then[at].get("title") or "") for at in out)


def _session_in_words(at: datetime, zone: str, title: str) -> str:
    day, hour = dates.day_in_words(at, zone), dates.hour_in_words(at, zone)
    when = f"{joined((day, hour))} ({zone_place(zone)})"
    return f"{when} · {title}" if title else when


def _opening(when: dict[str, Any]) -> datetime | None:
    """The moment the first session begins."""
    return min((datetime.fromisoformat(one["start"]) for one in when.get("sessions") or []), default=None)
