"""Dates as they stand in laboratory files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$")
_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})(?: .*)?$")


def mean_day(texts: Sequence[str | None]) -> float | None:
    """Mean ordinal day; None where a date is missing, cannot be read, or can be read in two ways.

    2024-03-20 and 20.03.2024 are clear. 20/03/2024 is, if some date of the file shows by a number above 12 which of
    the two is the day.
    """
    orders = {order for text in texts if (order := _order(text or ""))}
    order = orders.pop() if len(orders) == 1 else None
    days = [_day(text or "", order) for text in texts]
    known = [day for day in days if day is not None]
    return sum(known) / len(known) if known and len(known) == len(days) else None


def _order(text: str) -> str | None:
    """Whether a date with its year last shows that the day, or the month, comes first."""
    match = _LAST.match(text.strip())
    if match is None:
        return None
    first, mark, second = int(match[1]), match[2], int(match[3])
    if first > 12 or (mark == "." and second <= 12):
        return "day"
    return "month" if second > 12 else None


def _day(text: str, order: str | None) -> int | None:
    iso, last = _ISO.match(text.strip()), _LAST.match(text.strip())
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3])).toordinal()
        if last and (order or last[1] == last[3]):
            day, month = (last[1], last[3]) if order != "month" else (last[3], last[1])
            return date(int(last[4]), int(month), int(day)).toordinal()
    except ValueError:
        return None
    return None
