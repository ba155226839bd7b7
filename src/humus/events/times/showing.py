"""The proposed times against the clocks of the group: how many would be at work, up early or late, or asleep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from humus.events import dates
from humus.events.models import Slot, SlotAnswer, TimePoll
from humus.events.times.domain import group_of
from humus.kit.zone_field import zone_place

WORK, AWAKE = (time(9), time(17)), (time(7), time(21))
BANDS = ("work", "edge", "night")


@dataclass(frozen=True)
class Place:
    """A zone in which people of the group live, and their hour then; no person is named by their zone."""

    zone: str
    people: int
    hours: str
    day: str
    band: str


@dataclass(frozen=True)
class Line:
    slot: Slot
    day: str
    span: str
    own: str
    places: list[Place]
    bands: dict[str, int]
    mine: str
    answers: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def score(self) -> tuple[int, int, int]:
        """Fewest noes first counts less than most who can come; then those who come gladly."""
        yes, maybe, no = (len(self.answers.get(value, [])) for value in ("yes", "maybe", "no"))
        return yes + maybe, yes, -no


def band(start: datetime, end: datetime, zone: str) -> str:
    """Where the whole meeting lies in the day of this zone."""
    first, last = (at.astimezone(ZoneInfo(zone)) for at in (start, end))
    if first.date() != last.date() and last.time() != time(0):
        return "night"
    until = last.time() if first.date() == last.date() else time(23, 59)
    if first.weekday() < 5 and WORK[0] <= first.time() and until <= WORK[1]:
        return "work"
    return "edge" if AWAKE[0] <= first.time() and until <= AWAKE[1] else "night"


def lines(poll: TimePoll, person: Any) -> list[Line]:
    """Each proposed time; three queries whatever the size of the group."""
    zones = Counter(group_of(poll.space).exclude(time_zone="").values_list("time_zone", flat=True))
    slots = list(poll.slots.all())
    given: dict[int, list[SlotAnswer]] = {}
    for one in SlotAnswer.objects.filter(slot__poll=poll).select_related("person").order_by("pk"):
        given.setdefault(one.slot_id, []).append(one)
    return [_line(poll, slot, zones, given.get(slot.pk, []), person) for slot in slots]


def _line(poll: TimePoll, slot: Slot, zones: Counter[str], given: list[SlotAnswer], person: Any) -> Line:
    slot.poll = poll
    start, end = slot.starts_at, slot.ends_at
    day = dates.day_in_words(start, poll.zone)
    places = [_place(zone, number, start, end, day) for zone, number in sorted(zones.items())]
    places.sort(key=lambda place: BANDS.index(place.band))
    bands = {name: sum(place.people for place in places if place.band == name) for name in BANDS}
    answers = {value: [one.person for one in given if one.value == value] for value in ("yes", "maybe", "no")}
    mine = next((one.value for one in given if one.person_id == person.pk), "")
    own = _own(start, end, person.time_zone, poll.zone, day)
    return Line(slot, day, _span(start, end, poll.zone), own, places, bands, mine, answers)


def _place(zone: str, people: int, start: datetime, end: datetime, day: str) -> Place:
    there = dates.day_in_words(start, zone)
    hours = _span(start, end, zone)
    return Place(zone_place(zone), people, hours, there if there != day else "", band(start, end, zone))


def _own(start: datetime, end: datetime, own: str, zone: str, day: str) -> str:
    if not own or own == zone:
        return ""
    there = dates.day_in_words(start, own)
    return f"{there}, {_span(start, end, own)}" if there != day else _span(start, end, own)


def _span(start: datetime, end: datetime, zone: str) -> str:
    return f"{dates.hour_in_words(start, zone)} – {dates.hour_in_words(end, zone)}"


def best(found: Iterable[Line]) -> Line | None:
    """The time that suits most, once anybody answered."""
    answered = [line for line in found if line.score[0]]
    return max(answered, key=lambda line: line.score, default=None)
