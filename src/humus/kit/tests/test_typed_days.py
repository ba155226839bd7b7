from datetime import date

import pytest

from humus.kit import typed_days

FIRST, LAST = date(2026, 11, 3), date(2027, 6, 1)
BOTH = [date(2026, 12, 25), date(2027, 1, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-25, 2027-01-01",
        "25/12/2026, 1/1/2027",
        "25.12.2026; 01.01.2027",
        "25/12, 1/1",
        "25 December, 1 January",
        "December 25, 2026 and January 1st, 2027",
        "25 décembre 2026 et 1er janvier 2027",
        "25 déc., 1 janv.",
        "25 de diciembre de 2026 y 1 de enero",
        "٢٥ ديسمبر ٢٠٢٦، ١ يناير ٢٠٢٧",
        "25\u200f/12\u200f/2026 و 1\u200f/1\u200f/2027",
    ],
)
def test_days_are_read_as_each_language_writes_them(text: str) -> None:
    assert typed_days.days(text, FIRST, LAST) == BOTH


@pytest.mark.parametrize("text", ["soon", "31/02/2026", "25 brumaire", "25/13/2026", "12", "25 December 20265"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        typed_days.days(text, FIRST, LAST)


def test_day_of_no_year_in_between_is_still_a_day() -> None:
    assert typed_days.days("1 July", FIRST, LAST) == [date(2026, 7, 1)]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("18/03/2026", "2026-03-18"),
        ("18 mars 2026", "2026-03-18"),
        ("March 18, 2026", "2026-03-18"),
        ("2026-3-8", "2026-03-08"),
        ("03/2026", "2026-03"),
        ("marzo de 2026", "2026-03"),
        ("مارس 2026", "2026-03"),
        ("2026-03", "2026-03"),
        ("٢٠٢٦", "2026"),
        ("in spring", "in spring"),
    ],
)
def test_day_is_kept_as_exactly_as_it_is_known(typed: str, kept: str) -> None:
    assert typed_days.exactly(typed) == kept
