"""The days of something that lasts, and moments in the zone of their place."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, dates, units
from django.utils.translation import gettext as _

from humus.kit import known_days
from humus.kit.formats import locale


def in_words(starts: str, ends: str) -> str:
    """“27 – 29 October 2020”, “November 2022”, “until 31 July 2024”."""
    if not starts:
        return _("until %(day)s") % {"day": known_days.in_words(ends)} if ends else ""
    if not ends or ends == starts:
        return known_days.in_words(starts)
    if len(starts) == len(ends) == 10:
        return _days_in_words(starts, ends, locale())
    return f"{known_days.in_words(starts)} – {known_days.in_words(ends)}"


@lru_cache(maxsize=2000)
def _days_in_words(starts: str, ends: str, wording: Locale) -> str:
    return str(
        dates.format_interval(known_days.first_day(starts), known_days.first_day(ends), "yMMMMd", locale=wording)
    )


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
