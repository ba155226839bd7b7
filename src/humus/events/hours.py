"""The hours of an event as its place says them, and as the reader's clock will show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from humus.events import dates
from humus.events.models import Event, Session
from humus.kit.zone_field import zone_place

# More sessions than MANY are folded; FEW stand before the fold.
MANY, FEW = 8, 5


@dataclass(frozen=True)
class Hours:
    """One session: its day and hours at the event's place, and at the reader's if their zone is another."""

    title: str
    day: str
    span: str
    offset: str
    starts_at: datetime
    ends_at: datetime | None
    local_day: str
    own_day: str = ""
    own_span: str = ""


def span(one: Session, zone: str) -> str:
    start = dates.hour_in_words(one.starts_at, zone)
    return f"{start} – {dates.hour_in_words(one.ends_at, zone)}" if one.ends_at else start


def timetable(event: Event, person: Any) -> dict[str, Any]:
    """``zone`` is the event's; ``own_zone`` the one a signed-in reader chose, else the browser says it."""
    return in_zone(event, person.time_zone if person.is_authenticated else "")


def in_zone(event: Event, own: str) -> dict[str, Any]:
    """The same for the zone ``own``, or for none where it is not known."""
    sessions = [_hours(one, event.zone, own) for one in event.sessions.all()]
    zones = {"zone": zone_place(event.zone), "own_zone": zone_place(own), "own": own}
    return zones | {"sessions": sessions, "near": near(sessions)}


def near(sessions: list[Hours]) -> list[Hours]:
    """Those to show first where there are many: the next, or the last once all are over."""
    if len(sessions) <= MANY:
        return sessions
    now = timezone.now()
    return [one for one in sessions if (one.ends_at or one.starts_at) >= now][:FEW] or sessions[-FEW:]


def _hours(one: Session, zone: str, own: str) -> Hours:
    day = dates.day_in_words(one.starts_at, zone)
    mine = {}
    if own:
        own_day = dates.day_in_words(one.starts_at, own)
        mine = {"own_day": own_day if own_day != day else "", "own_span": span(one, own)}
    offset = dates.offset_in_words(one.starts_at, zone)
    local_day = dates.day_of(one.starts_at, zone).isoformat()
    return Hours(one.title, day, span(one, zone), offset, one.starts_at, one.ends_at, local_day, **mine)
