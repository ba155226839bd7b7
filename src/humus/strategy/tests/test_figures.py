"""From rows to what one reads."""

from decimal import Decimal

import pytest
from django.utils import translation

from humus.strategy import figures
from humus.strategy.models import TargetValue


def row(horizon: str, value: object, **fields: object) -> TargetValue:
    given = {"measure": "plans", "label": {"en": "Plans"}, "unit": "count", "source": "s"} | fields
    return TargetValue(horizon=horizon, value=None if value is None else Decimal(str(value)), **given)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "28"),
        ({"out_of": Decimal(196)}, "28 of 196"),
        ({"unit": "percent"}, "28 %"),
        ({"unit": "count_per_year", "bound": "at_least"}, "at least 28 a year"),
        ({"unit": "thousand_eur"}, "EUR 28,000"),
    ],
)
def test_a_figure_says_its_unit_and_its_bound(fields: dict[str, object], said: str) -> None:
    assert figures.in_words([row("2030", "28.000", **fields)]) == said


def test_two_ends_of_a_range_become_one_series() -> None:
    low = row("baseline", 5, measure="projects_min", bound="low", label={"en": "Projects, lower figure"})
    high = row("baseline", 10, measure="projects_max", bound="high", label={"en": "Projects, upper figure"})
    (one,) = figures.series([low, high])
    assert (one.title, one.points[0]["shown"]) == ("Projects", "5 to 10")


def test_what_nobody_stated_stays_empty_and_is_not_drawn() -> None:
    (one,) = figures.series([row("2030", 5)])
    assert [point["value"] for point in one.points] == [None, 5.0, None]
    assert not one.drawable
    assert figures.series([row("2030", None, measure="")]) == []


def test_share_and_part_of_a_whole_are_drawn_against_the_whole() -> None:
    (share,) = figures.series([row("2050", 50, unit="percent")])
    (part,) = figures.series([row("baseline", 28, out_of=Decimal(196))])
    assert (share.whole, share.drawable) == (100.0, True)
    assert (part.whole, part.drawable) == (196.0, True)


def test_the_three_horizons_in_words_keep_their_places() -> None:
    with translation.override("fr"):
        said = figures.statements([row("2030", None, measure="", text={"en": "All", "fr": "Tous"})])
    assert [one["text"] for one in said] == ["", "Tous", ""]
