"""Colours that carry meaning without words are told from what lies behind them, by day and by night."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from humus import kit

TEXT = (Path(kit.__file__).parent / "static/humus/css/tokens.css").read_text()
DAY, BY_DEVICE, CHOSEN = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part))
    for part in re.split(r"@media \(prefers-color-scheme: dark\)|:root\[data-theme=\"dark\"\]", TEXT)
)
YEARS = ("year-a", "year-b", "year-c")


def light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, two: str) -> float:
    """As WCAG 2.2 defines it."""
    low, high = sorted((light(one), light(two)))
    return (high + 0.05) / (low + 0.05)


def test_night_is_the_same_where_the_device_asks_for_it_and_where_one_chose_it() -> None:
    assert BY_DEVICE == CHOSEN
    assert DAY.keys() >= CHOSEN.keys()


@pytest.mark.parametrize("colours", [DAY, DAY | CHOSEN])
def test_years_of_a_target_stand_out_from_their_ground_and_from_each_other(colours: dict[str, str]) -> None:
    for year in YEARS:
        for ground in ("paper", "surface", "sunken"):
            assert contrast(colours[year], colours[ground]) >= 3, (year, ground)
    for one, two in combinations(YEARS, 2):
        assert contrast(colours[one], colours[two]) >= 1.3, (one, two)
