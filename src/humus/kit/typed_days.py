"""Days as people type them: 25/12/2026, 25 December, 25 de diciembre de 2026, ٢٥ ديسمبر, or 2026-12-25."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache

from babel import Locale
from django.conf import settings

from humus.kit.accents import letters

NAME = r"(?P<name>[^\W\d_]{3,})\.?"
NUMBER = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th|[º°.])?"
YEAR = r"(?P<year>\d{4})(?![-/.]?\d)"
OF = r"\s+(?:de\s+|del\s+|of\s+)?"
DAYS = [
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\w)"),
    re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})(?:[/.-](?P<year>\d{4}))?(?!\w)"),
    re.compile(rf"{NUMBER}{OF}{NAME}(?:{OF}{YEAR})?(?!\w)"),
    re.compile(rf"{NAME}\s+{NUMBER}(?:,?\s+{YEAR})?(?!\w)"),
]
MONTHS = [
    re.compile(r"(?P<month>\d{1,2})[/.-](?P<year>\d{4})"),
    re.compile(rf"{NAME}{OF}{YEAR}"),
]
BETWEEN = re.compile(r"(?:[\s,،、，;؛]|(?:and|et|y|e)(?=\s)|و(?=\s*\d))*")


def days(text: str, first: date, last: date) -> list[date]:
    """Every day of a list; where the year is left out, it is one between the two days given. ``ValueError`` else."""
    found = (_day(written, first, last) for written in _each(_plain(text)))
    return sorted(set(found))


def exactly(text: str) -> str:
    """“2026-03-18” or “2026-03” for a day or a month in any of these ways; what is neither comes back as it is."""
    plain = _plain(text).strip()
    for pattern in (*DAYS, *MONTHS):
        match = pattern.fullmatch(plain)
        if match and match["year"] and (month := _month(match)):
            day = f"-{int(match['day']):02}" if pattern in DAYS else ""
            return f"{match['year']}-{month:02}{day}"
    return plain if plain.isdigit() else text


def _plain(text: str) -> str:
    """Digits of every script as those of ASCII, without the marks that turn the direction."""
    signs = (sign for sign in text if unicodedata.category(sign) != "Cf")
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in signs)


def _each(text: str) -> Iterator[re.Match[str]]:
    at = _end(BETWEEN.match(text))
    while at < len(text):
        match = next(filter(None, (pattern.match(text, at) for pattern in DAYS)), None)
        if match is None:
            raise ValueError(text[at:])
        yield match
        at = _end(BETWEEN.match(text, match.end()))


def _end(match: re.Match[str] | None) -> int:
    return match.end() if match else 0


def _day(match: re.Match[str], first: date, last: date) -> date:
    month = _month(match)
    if match["year"]:
        return date(int(match["year"]), month, int(match["day"]))
    years = range(first.year, last.year + 1)
    possible = [date(year, month, int(match["day"])) for year in years if _is_day(year, month, int(match["day"]))]
    if not possible:
        raise ValueError(match[0])
    return next((day for day in possible if first <= day <= last), possible[0])


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _month(match: re.Match[str]) -> int:
    """0 where the name is that of no month."""
    known = match.groupdict()
    return int(known["month"]) if known.get("month") else _names().get(letters(known["name"]), 0)


@cache
def _names() -> dict[str, int]:
    """The names of months, long and short, in the languages of the site: one may copy a day from another's letter."""
    found = {}
    for code, _name in settings.LANGUAGES:
        months = Locale.parse(code.replace("-", "_")).months["format"]
        for width in ("wide", "abbreviated"):
            found.update({letters(name): number for number, name in months[width].items()})
    return found
