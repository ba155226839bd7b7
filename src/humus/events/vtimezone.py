"""A zone written out for a calendar file (RFC 5545, 3.6.5), as the programs that read such files best understand it.

A zone whose clocks change by one rule in all the years is written as that rule; the others change by change. Onsets are
in the local time that held before them.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import icalendar

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Change:
    """The clocks go from one offset to another; ``onset`` is what they showed before."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


def component(zone: str, first: int, last: int) -> icalendar.Timezone:
    """The zone from the first of these years to the end of the last."""
    found = changes(zone, first, last)
    made = icalendar.Timezone()
    made.add("tzid", zone)
    yearly = rules(found, last - first + 1)
    for day, change in yearly:
        part = _observance(change)
        part.add("rrule", {"freq": "yearly", "bymonth": change.onset.month, "byday": day})
        made.add_component(part)
    for change in () if yearly else (_standing(zone, datetime(first, 1, 1)), *found):
        made.add_component(_observance(change))
    return made


@lru_cache(maxsize=600)
def changes(zone: str, first: int, last: int) -> tuple[Change, ...]:
    """Every change of the clocks in these years; one a day at most, as all zones have it."""
    return tuple(_changes(ZoneInfo(zone), first, last))


def _changes(place: ZoneInfo, first: int, last: int) -> Iterator[Change]:
    at, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    while at < end:
        after = at + timedelta(days=1)
        if _offset(at, place) != _offset(after, place):
            moment = _moment(at, place)
            before, now = _offset(at, place), _offset(moment, place)
            local = moment.astimezone(place)
            onset = (moment + before).replace(tzinfo=None)
            yield Change(onset, before, now, str(local.tzname()), now > before)
        at = after


def _offset(at: datetime, place: ZoneInfo) -> timedelta:
    return at.astimezone(place).utcoffset() or timedelta()


def _moment(at: datetime, place: ZoneInfo) -> datetime:
    """The minute within the day after ``at`` from which the other offset holds."""
    low, high = 0, 24 * 60
    while high - low > 1:
        middle = (low + high) // 2
        same = _offset(at + timedelta(minutes=middle), place) == _offset(at, place)
        low, high = (middle, high) if same else (low, middle)
    return at + timedelta(minutes=high)


def _standing(zone: str, start: datetime) -> Change:
    """What holds when the years begin."""
    local = start.replace(tzinfo=ZoneInfo(zone))
    offset = local.utcoffset() or timedelta()
    return Change(start, offset, offset, str(local.tzname()), bool(local.dst()))


def rules(found: Iterable[Change], years: int) -> list[tuple[str, Change]]:
    """“-1SU” or “2SU” with the first change of each, where two come every year by the same rule; else nothing."""
    groups: dict[object, list[Change]] = defaultdict(list)
    for change in found:
        groups[(change.onset.month, change.onset.time(), change.before, change.after)].append(change)
    known = [(day, group[0]) for group in groups.values() if len(group) == years and (day := weekday(group))]
    return known if len(groups) == len(known) == 2 else []


def weekday(group: list[Change]) -> str:
    """The weekday of the month on which all of them fall, counted from its end or from its beginning; else nothing."""
    days = [change.onset for change in group]
    if len({day.weekday() for day in days}) > 1:
        return ""
    name = WEEKDAYS[days[0].weekday()]
    if all(day.day + 7 > calendar.monthrange(day.year, day.month)[1] for day in days):
        return f"-1{name}"
    numbers = {(day.day - 1) // 7 + 1 for day in days}
    return f"{numbers.pop()}{name}" if len(numbers) == 1 else ""


def _observance(change: Change) -> icalendar.Component:
    kind = icalendar.TimezoneDaylight if change.summer else icalendar.TimezoneStandard
    made = kind()
    made.add("dtstart", change.onset)
    made.add("tzoffsetfrom", change.before)
    made.add("tzoffsetto", change.after)
    made.add("tzname", change.name)
    return made
