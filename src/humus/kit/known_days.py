"""Days as exactly as they are known: 2022, 2022-11 or 2022-11-16."""

from __future__ import annotations

import calendar
import re
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Any

from babel import Locale, dates
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from humus.kit import typed_days
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


def in_words(text: str) -> str:
    """“November 2022” where no day is known."""
    return _in_words(text, locale())


@lru_cache(maxsize=2000)
def _in_words(text: str, wording: Locale) -> str:
    day = first_day(text)
    if len(text) == 4:
        return str(day.year)
    skeleton = "yMMMM" if len(text) == 7 else "yMMMMd"
    return str(dates.format_skeleton(skeleton, day, locale=wording))


class KnownDayField(forms.CharField):
    """A day, or only a month or a year, typed as one writes days; cleans to “2026-03-18”, “2026-03” or “2026”."""

    default_validators = [check_day]

    def prepare_value(self, value: Any) -> Any:
        """As the reader writes days, where it is one."""
        with suppress(ValueError):
            return in_words(value) if isinstance(value, str) and PATTERN.fullmatch(value) else value
        return value

    def to_python(self, value: Any) -> str:
        return typed_days.exactly(super().to_python(value) or "")
