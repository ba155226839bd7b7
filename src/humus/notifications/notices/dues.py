"""When a letter is due: by a person's habits, in their own time zone, outside their quiet hours."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from humus.notifications.models import Cadence, Habits, SpaceHabit
from humus.people.models import Person

MORNING = 7
MONDAY = 0


@dataclass(frozen=True)
class Plan:
    """What holds for one person in one space."""

    direct: str
    cadence: str
    zone: ZoneInfo
    quiet: tuple[int, int] | None
    now: datetime
    pushed: str = Habits.Pushed.DIRECT

    def due(self, reason: str) -> datetime | None:
        """When what is told for this reason goes into a letter; None for never."""
        return due(self.direct if reason in ("named", "answered") else self.cadence, self.zone, self.quiet, self.now)

    def push_due(self, reason: str) -> datetime | None:
        """When it is shown on the person's devices; None for never."""
        wanted = reason in ("named", "answered") or self.pushed == Habits.Pushed.ALL
        return due(Cadence.AT_ONCE, self.zone, self.quiet, self.now) if wanted else None


def due(cadence: str, zone: ZoneInfo, quiet: tuple[int, int] | None, now: datetime) -> datetime | None:
    local = now.astimezone(zone)
    if cadence == Cadence.AT_ONCE:
        return _after_quiet(local, quiet, zone)
    if cadence == Cadence.DAILY:
        return _morning(local, zone, days=0 if local.hour < MORNING else 1)
    if cadence == Cadence.WEEKLY:
        days = (MONDAY - local.weekday()) % 7
        return _morning(local, zone, days=7 if days == 0 and local.hour >= MORNING else days)
    return None


def _morning(local: datetime, zone: ZoneInfo, *, days: int) -> datetime:
    return datetime.combine(local.date() + timedelta(days=days), time(MORNING), zone).astimezone(UTC)


def _after_quiet(local: datetime, quiet: tuple[int, int] | None, zone: ZoneInfo) -> datetime:
    """Now, or the end of the quiet hours that hold now; they may reach over midnight."""
    if quiet is None or quiet[0] == quiet[1]:
        return local.astimezone(UTC)
    start, end = quiet
    over_midnight = start > end
    inside = (local.hour >= start or local.hour < end) if over_midnight else start <= local.hour < end
    if not inside:
        return local.astimezone(UTC)
    later = over_midnight and local.hour >= start
    return datetime.combine(local.date() + timedelta(days=int(later)), time(end), zone).astimezone(UTC)


def zone_of(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def plans_of(people: Collection[int], space: int, now: datetime) -> dict[int, Plan]:
    """For many people at once: three queries."""
    zones = dict(Person.objects.filter(pk__in=people).values_list("pk", "time_zone"))
    habits = {row.person_id: row for row in Habits.objects.filter(person__in=people)}
    otherwise = dict(SpaceHabit.objects.filter(person__in=people, space=space).values_list("person_id", "cadence"))
    return {
        person: plan(zone, habits.get(person) or Habits(person_id=person), otherwise.get(person), now)
        for person, zone in zones.items()
    }


def plan(zone: str, habits: Habits, otherwise: str | None, now: datetime) -> Plan:
    quiet = None
    if habits.quiet_from is not None and habits.quiet_to is not None:
        quiet = (habits.quiet_from, habits.quiet_to)
    return Plan(habits.direct, otherwise or habits.cadence, zone_of(zone), quiet, now, habits.pushed)
