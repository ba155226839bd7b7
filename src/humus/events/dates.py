"""Days as exactly as they are known (2022, 2022-11 or 2022-11-16), and moments in the zone of their place."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, dates, units
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from humus.kit.formats import locale

PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def check_day(text: str) -> None:
    """A validator: a year, a month of a year, or a day that exists."""
    found = PATTERN.fullmatch(text)
    try:
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1)) if found else date.fromisoformat("")
    except ValueError:
        raise ValidationError(_("Write a day as 18/03/2026, a month as 03/2026 or a year as 2026.")) from None


def first_day(text: str) -> date:
    year, month, day = [*map(int, text.split("-")), 1, 1][:3]
    return date(year, month, day)


def last_day(text: str) -> date:
    """The last day that the text may mean."""
    parts = [*map(int, text.split("-"))]
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    if len(parts) == 2:
        return date(parts[0], parts[1], calendar.monthrange(parts[0], parts[1])[1])
    return date(*parts)


def one_in_words(text: str) -> str:
    """“November 2022” where no day is known."""
    return _one_in_words(text, locale())


@lru_cache(maxsize=2000)
def _one_in_words(text: str, wording: Locale) -> str:
    day = first_day(text)
    if len(text) == 4:
        return str(day.year)
    skeleton = "yMMMM" if len(text) == 7 else "yMMMMd"
    return str(dates.format_skeleton(skeleton, day, locale=wording))


def in_words(starts: str, ends: str) -> str:
    """“27 – 29 October 2020”, “November 2022”, “until 31 July 2024”."""
    if not starts:
        return _("until %(day)s") % {"day": one_in_words(ends)} if ends else ""
    if not ends or ends == starts:
        return one_in_words(starts)
    if len(starts) == len(ends) == 10:
        return _days_in_words(starts, ends, locale())
    return f"{one_in_words(starts)} – {one_in_words(ends)}"


@lru_cache(maxsize=2000)
def _days_in_words(starts: str, ends: str, wording: Locale) -> str:
    return str(dates.format_interval(first_day(starts), first_day(ends), "yMMMMd", locale=wording))


def moment(day: date, hour: time, zone: str) -> datetime:
    """A day and hour of a place, as a moment."""
    return datetime.combine(day, hour, ZoneInfo(zone)).astimezone(UTC)


def exists(day: date, hour: time, zone: str) -> bool:
    """Whether the clocks of the place show this hour on that day, or jump over it."""
    return moment(day, hour, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == datetime.combine(day, hour)


def midnight(day: date, zone: str) -> datetime:
    return moment(day, time.min, zone)


def day_of(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def midnight_after(day: date, zone: str) -> datetime:
    return moment(day + timedelta(days=1), time.min, zone)


def end_of_day(at: datetime, zone: str) -> datetime:
    return midnight_after(day_of(at, zone), zone)


def hour_in_words(at: datetime, zone: str) -> str:
    return str(dates.format_time(at, "HH:mm", tzinfo=ZoneInfo(zone), locale=locale()))


def day_in_words(at: datetime, zone: str) -> str:
    return str(dates.format_skeleton("yMMMMEEEEd", at, tzinfo=ZoneInfo(zone), locale=locale()))


def offset_in_words(at: datetime, zone: str) -> str:
    """“UTC+1” as it was or will be at that moment."""
    minutes = int((at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()).total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")


def duration_in_words(minutes: int) -> str:
    """“3 hours 30 minutes”."""
    hours, rest = divmod(minutes, 60)
    parts = [(hours, "duration-hour"), (rest, "duration-minute")]
    return " ".join(units.format_unit(number, unit, locale=locale()) for number, unit in parts if number)
