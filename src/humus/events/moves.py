"""Whether an event was moved, as the versions of its page tell: its days and hours before, and since when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from humus.events import dates
from humus.events.models import Event
from humus.pages.models import Version


@dataclass(frozen=True)
class Move:
    """The days before, or the hours before where the days stayed; ``at`` is when it was changed."""

    days: str
    hours: str
    at: datetime


def of(events: Iterable[Event]) -> dict[int, Move]:
    """The latest move of each event that was moved, by page: one query and, where not fetched, the sessions."""
    now = {event.pk: _when(event) for event in events}
    kept = Version.objects.filter(page__in=now).order_by("page", "-at", "-pk").values_list("page", "at", "detail")
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
    then = {name: before.get(name) or "" for name in ("starts", "ends")}
    if not all(now[name].startswith(then[name]) for name in then):
        return Move(days=dates.in_words(then["starts"], then["ends"]), hours="", at=at)
    opening = _opening(before)
    if opening and now["sessions"] and opening != _opening(now):
        zone = before.get("zone") or "UTC"
        return Move(days="", hours=f"{dates.hour_in_words(opening, zone)} ({zone.replace('_', ' ')})", at=at)
    return None


def _opening(when: dict[str, Any]) -> datetime | None:
    """The moment the first session begins."""
    return min((datetime.fromisoformat(one["start"]) for one in when.get("sessions") or []), default=None)
