"""Series: a session that comes again by a rule, with days left out; the rule is of the place's own clock."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import islice
from typing import Any

from dateutil import rrule
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from humus.kit import known_days, typed_days

RULES: dict[str, str | Promise] = {
    "": gettext_lazy("does not repeat"),
    "daily": gettext_lazy("every day"),
    "weekdays": gettext_lazy("every day from Monday to Friday"),
    "weekly": gettext_lazy("every week"),
    "fortnightly": gettext_lazy("every second week"),
    "monthly_day": gettext_lazy("every month on the same day"),
    "monthly_weekday": gettext_lazy("every month on the same weekday, such as the second Tuesday"),
    "yearly": gettext_lazy("every year"),
}
MOST = 120


def days_of(series: dict[str, Any]) -> list[date]:
    """The days of a series as kept: ``rule``, ``day``, ``until``, ``without``; one more than ``MOST`` at most."""
    first, until = date.fromisoformat(series["day"]), date.fromisoformat(series["until"])
    left_out = set(series.get("without", []))
    start = datetime.combine(first, time.min)
    rule = rrule.rrule(dtstart=start, until=datetime.combine(until, time.min), **_parts(series["rule"], first))
    found = [moment.date() for moment in islice(rule, MOST + 1)]
    return [day for day in found if day.isoformat() not in left_out]


def _parts(rule: str, first: date) -> dict[str, Any]:
    weekday = rrule.weekday(first.weekday())
    return {
        "daily": {"freq": rrule.DAILY},
        "weekdays": {"freq": rrule.DAILY, "byweekday": range(5)},
        "weekly": {"freq": rrule.WEEKLY},
        "fortnightly": {"freq": rrule.WEEKLY, "interval": 2},
        "monthly_day": {"freq": rrule.MONTHLY, "bymonthday": first.day},
        "monthly_weekday": {"freq": rrule.MONTHLY, "byweekday": weekday(_which(first))},
        "yearly": {"freq": rrule.YEARLY},
    }[rule]


def _which(day: date) -> int:
    """The second Tuesday is 2; the fifth is the last, which every month has."""
    number = (day.day - 1) // 7 + 1
    return -1 if number == 5 else number


def check(rule: str, row: dict[str, Any], until: date | None, without: str) -> dict[str, Any]:
    """The series as it is kept, of the first session and what was typed; a readable refusal else."""
    if until is None:
        raise ValidationError({"until": _("Say until which day it repeats.")})
    if until <= row["day"]:
        raise ValidationError({"until": _("It repeats until a day after the first session.")})
    series = {
        "rule": rule,
        "day": row["day"].isoformat(),
        "start": f"{row['start']:%H:%M}",
        "end": f"{row['end']:%H:%M}" if row["end"] else "",
        "title": row["title"],
        "until": until.isoformat(),
        "without": left_out(without, row["day"], until),
    }
    days = days_of(series | {"without": []})
    strange = [day for day in series["without"] if date.fromisoformat(day) not in days]
    if strange:
        words = _("%(day)s is no day of this series.") % {"day": known_days.in_words(strange[0])}
        raise ValidationError({"without": words})
    if len(days) > MOST:
        raise ValidationError({"until": _("A series has at most %(most)d sessions.") % {"most": MOST}})
    if not days_of(series):
        raise ValidationError({"without": _("No session is left.")})
    return series


def left_out(text: str, first: date, until: date) -> list[str]:
    """The days typed as the reader writes days, as they are kept."""
    try:
        return [day.isoformat() for day in typed_days.days(text, first, until)]
    except ValueError:
        examples = {"number": f"{first:%d/%m/%Y}", "day": known_days.in_words(first.isoformat())}
        words = _("Write days as %(number)s or %(day)s, separated by commas.") % examples
        raise ValidationError({"without": words}) from None


def rows_of(series: dict[str, Any]) -> list[dict[str, Any]]:
    """The sessions of a series as rows of a form."""
    start, end = time.fromisoformat(series["start"]), series["end"]
    more = {"start": start, "end": time.fromisoformat(end) if end else None, "title": series["title"]}
    return [{"day": day, "repeated": True} | more for day in days_of(series)]
