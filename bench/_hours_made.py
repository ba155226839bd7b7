"""Moments that are hard for calendars: around every change of the clocks of forty zones, and anywhere in the year."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

ZONES = (
    "UTC", "Europe/Paris", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Athens", "Europe/Chisinau",
    "Europe/Istanbul", "Africa/Casablanca", "Africa/El_Aaiun", "Africa/Cairo", "Africa/Nairobi", "Africa/Lagos",
    "Africa/Johannesburg", "Africa/Juba", "America/New_York", "America/St_Johns", "America/Havana", "America/Bogota",
    "America/Sao_Paulo", "America/Santiago", "America/Asuncion", "America/Mexico_City", "America/Phoenix",
    "America/Los_Angeles", "America/Nuuk", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tehran", "Asia/Jerusalem",
    "Asia/Beirut", "Asia/Gaza", "Asia/Tokyo", "Asia/Manila", "Australia/Sydney", "Australia/Lord_Howe",
    "Australia/Adelaide", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Kiritimati",
)  # fmt: skip
YEARS = range(2027, 2031)
# Minutes from a change of the clocks to the beginning of a session.
AROUND = (-150, -90, -60, -30, -1, 0, 1, 30, 60, 90)
LENGTHS = (30, 60, 90, 150, 240)


@dataclass(frozen=True)
class Made:
    """A session: where it is held, where its reader lives, and when it begins and ends."""

    zone: str
    reader: str
    starts_at: datetime
    ends_at: datetime


def changes(zone: str) -> Iterator[datetime]:
    """The moments at which the offset of this zone changes, to the minute."""
    place = ZoneInfo(zone)

    def offset(at: datetime) -> timedelta | None:
        return at.astimezone(place).utcoffset()

    day, end = datetime(YEARS[0], 1, 1, tzinfo=UTC), datetime(YEARS[-1] + 1, 1, 1, tzinfo=UTC)
    while day < end:
        after = day + timedelta(days=1)
        if offset(day) != offset(after):
            low, high = 0, 24 * 60
            while high - low > 1:
                middle = (low + high) // 2
                same = offset(day + timedelta(minutes=middle)) == offset(day)
                low, high = (middle, high) if same else (low, middle)
            yield day + timedelta(minutes=high)
        day = after


def made(number: int, seed: int) -> list[Made]:
    """So many sessions; every change of the clocks comes first, as long as there is room."""
    dice = random.Random(seed)
    edges = [(zone, at) for zone in ZONES for at in changes(zone)]
    dice.shuffle(edges)
    starts = [(zone, at + timedelta(minutes=minutes)) for minutes in AROUND for zone, at in edges]
    # Each change at least once for those who hold the event, and as often for those who read of it elsewhere.
    found = []
    for place, (zone, at) in enumerate(starts[: max(number * 4 // 5, min(len(edges), number))]):
        other = dice.choice(ZONES)
        pair = (zone, other) if place % 3 else (other, zone)
        found.append(_one(pair, at, dice))
    while len(found) < number:
        minutes = dice.randrange(len(YEARS) * 365 * 24 * 4) * 15
        at = datetime(YEARS[0], 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
        found.append(_one((dice.choice(ZONES), dice.choice(ZONES)), at, dice))
    return found


def _one(pair: tuple[str, str], at: datetime, dice: random.Random) -> Made:
    return Made(*pair, at, at + timedelta(minutes=dice.choice(LENGTHS)))
