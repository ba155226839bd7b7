"""The weeks of a month as a calendar shows them, in the reader's language."""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from babel import dates

from humus.events.calendars.entries import Entry
from humus.kit.formats import locale

FIRST, LAST = 1990, 2100


@dataclass(frozen=True)
class Day:
    day: date
    inside: bool
    today: bool
    entries: list[Entry] = field(default_factory=list)

    @property
    def words(self) -> str:
        return str(dates.format_skeleton("yMMMMEEEEd", self.day, locale=locale()))


@dataclass(frozen=True)
class Month:
    first: date

    @classmethod
    def of(cls, text: str, today: date) -> Month:
        """“2026-12”, or the month of today where the text is no month."""
        found = re.fullmatch(r"(\d{4})-(\d{2})", text)
        if found and FIRST <= int(found[1]) <= LAST and 1 <= int(found[2]) <= 12:
            return cls(date(int(found[1]), int(found[2]), 1))
        return cls(today.replace(day=1))

    @property
    def after(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def before(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def words(self) -> str:
        return str(dates.format_skeleton("yMMMM", self.first, locale=locale()))

    def weeks(self, entries: list[Entry], today: date) -> list[list[Day]]:
        """Whole weeks, from the first weekday of the reader's language."""
        by_day = defaultdict(list)
        for entry in entries:
            by_day[entry.day].append(entry)
        weeks = calendar.Calendar(first_weekday()).monthdatescalendar(self.first.year, self.first.month)
        return [
            [Day(day, day.month == self.first.month, day == today, by_day.get(day, [])) for day in week]
            for week in weeks
        ]


def first_weekday() -> int:
    """0 for Monday."""
    return int(locale().first_week_day)


def weekdays() -> list[tuple[str, str]]:
    """Short and long names, from the first."""
    short, wide = (dates.get_day_names(width, locale=locale()) for width in ("abbreviated", "wide"))
    order = [(first_weekday() + number) % 7 for number in range(7)]
    return [(short[number], wide[number]) for number in order]


def by_day(entries: list[Entry], today: date) -> list[Day]:
    """The days on which there is something."""
    found: dict[date, Day] = {}
    for entry in entries:
        found.setdefault(entry.day, Day(entry.day, True, entry.day == today)).entries.append(entry)
    return list(found.values())
