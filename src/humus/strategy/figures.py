"""From rows of figures to what one reads: a series for each measure, words for each horizon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from humus.kit.translated import pick
from humus.strategy.models.figure import HORIZONS, TargetValue

YEARS = {"baseline": "2020", "2030": "2030", "2050": "2050"}
SUFFIXES = ("_min", "_max")


@dataclass
class Series:
    """One measure over the three horizons. A point holds the amount for drawing and the words for reading."""

    title: str
    points: list[dict[str, Any]]
    whole: float | None = None
    rows: list[TargetValue] = field(default_factory=list)

    @property
    def drawable(self) -> bool:
        """A bar says something where a whole is known, or where two horizons can be compared."""
        return bool(self.known) and (self.whole is not None or self.known > 1)

    @property
    def known(self) -> int:
        return sum(point["value"] is not None for point in self.points)

    @property
    def sources(self) -> list[str]:
        return list(dict.fromkeys(row.source for row in self.rows))


def plain(value: Decimal) -> str:
    """A number as people write it: no digits after the point that say nothing."""
    value = value.normalize()
    digits = max(0, -value.as_tuple().exponent)  # type: ignore[operator]
    return number_format(value, decimal_pos=digits, use_l10n=True, force_grouping=True)


def with_unit(number: str, unit: str) -> str:
    patterns = {
        "percent": _("%(n)s %%"),
        "percent_per_year": _("%(n)s %% a year"),
        "count_per_year": _("%(n)s a year"),
        "thousand_eur": _("EUR %(n)s,000"),
        "factor": _("%(n)s times"),
        "hectare": _("%(n)s ha"),
    }
    return patterns.get(unit, "%(n)s") % {"n": number}


def in_words(rows: list[TargetValue]) -> str:
    """What the rows of one horizon and one measure say together: “28 of 196”, “5 to 10”, “at least 30 a year”."""
    by_bound = {row.bound: row for row in rows if row.value is not None}
    row = rows[-1]
    if "low" in by_bound and "high" in by_bound:
        pair = {"low": plain(by_bound["low"].value), "high": plain(by_bound["high"].value)}  # type: ignore[arg-type]
        return with_unit(_("%(low)s to %(high)s") % pair, row.unit)
    assert row.value is not None
    said = with_unit(plain(row.value), row.unit)
    if row.out_of is not None:
        said = _("%(n)s of %(whole)s") % {"n": said, "whole": plain(row.out_of)}
    words = {
        "at_least": _("at least %(n)s"),
        "high": _("up to %(n)s"),
        "low": _("from %(n)s"),
        "about": _("about %(n)s"),
    }
    return words.get(row.bound, "%(n)s") % {"n": said}


def stem(measure: str) -> str:
    for suffix in SUFFIXES:
        measure = measure.removesuffix(suffix)
    return measure


def whole_of(rows: Iterable[TargetValue]) -> float | None:
    for row in rows:
        if row.out_of:
            return float(row.out_of)
        if row.unit == "percent":
            return 100.0
    return None


def series(rows: Iterable[TargetValue]) -> list[Series]:
    """The current rows with a value, by measure, in the order in which the measures first appear."""
    grouped: dict[str, list[TargetValue]] = {}
    for row in rows:
        if row.value is not None:
            grouped.setdefault(stem(row.measure), []).append(row)
    found = []
    for inside in grouped.values():
        points = [_point(horizon, [row for row in inside if row.horizon == horizon]) for horizon in HORIZONS]
        title = shared_label(inside) or inside[-1].measure
        found.append(Series(title, points, whole_of(inside), inside))
    return found


def shared_label(rows: list[TargetValue]) -> str:
    """What the labels of a range share: “Projects” of “Projects, lower figure” and “Projects, upper figure”."""
    labels = list(dict.fromkeys(pick(row.label) for row in rows))
    if len(labels) > 1 and {"low", "high"} <= {row.bound for row in rows}:
        parts = zip(*(label.split(",") for label in labels), strict=False)
        return ",".join(one for one, *others in parts if {one} == {*others}) or labels[-1]
    return labels[-1]


def _point(horizon: str, rows: list[TargetValue]) -> dict[str, Any]:
    if not rows:
        return {"year": YEARS[horizon], "value": None, "shown": "", "of": None}
    amount = max(row.value for row in rows if row.value is not None)
    year = rows[-1].year
    note = str(year) if year and str(year) != YEARS[horizon] else ""
    return {"year": YEARS[horizon], "value": float(amount), "shown": in_words(rows), "note": note}


def statements(rows: Iterable[TargetValue]) -> list[dict[str, Any]]:
    """The three horizons in words; a horizon about which nothing is known stays in the list, empty."""
    rows = [row for row in rows if not row.measure and row.text]
    found = []
    for horizon, label in HORIZONS.items():
        said = [row for row in rows if row.horizon == horizon]
        row = said[-1] if said else None
        found.append({"horizon": horizon, "label": label, "text": pick(row.text) if row else "", "row": row})
    return found
