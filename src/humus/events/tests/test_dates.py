"""Days as exactly as they are known, and moments in zones that change their clocks."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from humus.events import dates
from humus.events.tests.planted import utc
from humus.kit import known_days


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        ("2020-10-27", "2020-10-29", "27–29 Oct 2020"),
        ("2020-10-27", "2020-10-27", "27 Oct 2020"),
        ("2022-11", "", "November 2022"),
        ("2016", "", "2016"),
        ("", "2024-07-31", "until 31 Jul 2024"),
        ("2023-05", "2023-06-02", "May 2023 – 2 Jun 2023"),
        ("", "", ""),
    ],
)
def test_days_are_said_as_exactly_as_they_are_known(starts: str, ends: str, said: str) -> None:
    with translation.override("en"):
        assert dates.in_words(starts, ends).replace("\u2009", "") == said


@pytest.mark.parametrize("wrong", ["2026-13", "2026-02-30", "26-01-01", "2026-1", "soon", "2026-03-18T10:00", "0000"])
def test_what_is_not_a_day_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError):
        known_days.check_day(wrong)


def test_a_month_ends_on_its_last_day() -> None:
    assert known_days.last_day("2024-02") == date(2024, 2, 29)
    assert known_days.last_day("2024") == date(2024, 12, 31)


@pytest.mark.parametrize(
    ("day", "zone", "moment"),
    [
        (date(2020, 10, 27), "Europe/Paris", utc(2020, 10, 27, 12)),
        (date(2021, 4, 27), "Europe/Paris", utc(2021, 4, 27, 11)),
        (date(2020, 9, 24), "America/New_York", utc(2020, 9, 24, 17)),
        # Casablanca goes back to UTC for the month of fasting.
        (date(2026, 3, 10), "Africa/Casablanca", utc(2026, 3, 10, 13)),
        (date(2026, 5, 10), "Africa/Casablanca", utc(2026, 5, 10, 12)),
    ],
)
def test_one_in_the_afternoon_is_another_moment_in_each_zone(day: date, zone: str, moment: object) -> None:
    assert dates.moment(day, time(13), zone) == moment


@pytest.mark.parametrize(
    ("zone", "said"), [("Asia/Kathmandu", "UTC+5:45"), ("America/Bogota", "UTC−5"), ("Africa/Abidjan", "UTC")]
)
def test_the_distance_from_utc_is_said(zone: str, said: str) -> None:
    assert dates.offset_in_words(utc(2026, 1, 1), zone) == said
