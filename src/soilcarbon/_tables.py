"""The tables of figures that ship with the library, read once as plain rows."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Entry(NamedTuple):
    """One figure of a table with its standard deviation."""

    value: float
    sd: float


def rows(name: str) -> list[dict[str, str]]:
    """Rows of `tables/name`, as text."""
    text = files("soilcarbon").joinpath("tables", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def soc_references() -> dict[tuple[str, str], Entry]:
    """(soil, climate) -> reference stock, t/ha. The percentages are half-widths of 95 % intervals, 1.96 sd."""
    return {
        (row["soil"], row["climate"]): _entry(row["soc_ref_t_ha"], row["uncertainty_percent"], 1.96)
        for row in rows("ipcc2019_soc_ref.csv")
    }


@cache
def factors() -> dict[tuple[str, str, str], Entry]:
    """(factor, category, climate) -> factor. The percentages are 2 sd."""
    return {
        (row["factor"], row["category"], row["climate"]): _entry(row["value"], row["error_percent"], 2.0)
        for row in rows("ipcc2019_factors.csv")
    }


@cache
def tier2_parameters() -> dict[str, float]:
    """Parameter -> value."""
    return {row["parameter"]: float(row["value"]) for row in rows("ipcc2019_tier2.csv")}


@cache
def tier2_spreads() -> dict[str, tuple[float, float, float]]:
    """Parameter -> (standard deviation, minimum, maximum), for those with a published spread."""
    return {
        row["parameter"]: (float(row["standard_deviation"]), float(row["minimum"]), float(row["maximum"]))
        for row in rows("ipcc2019_tier2.csv")
        if row["standard_deviation"]
    }


def _entry(value: str, percent: str, deviations: float) -> Entry:
    return Entry(float(value), float(value) * float(percent) / 100 / deviations)
