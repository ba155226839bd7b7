"""Soil samples from a laboratory's table: checked, in the library's units, and gathered into profiles."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from soilcarbon._cli.columns import LAB
from soilcarbon._cli.records import Record, Records, read_records
from soilcarbon._cli.table import BadCell, BadFile, parse_number
from soilcarbon.equivalent_mass import ORGANIC_MATTER_PER_CARBON
from soilcarbon.stocks import COARSE_BASES

__all__ = ["BadCell", "BadFile", "Profiles", "read_profiles"]

FloatArray = NDArray[np.float64]
EDGE_CM = 1e-6
STATED = ("method", "carbonate_treated", "lab")


@dataclass
class Profiles:
    """Profiles x layers, short profiles padded with NaN, as `read_profiles` returns them.

    Attributes
    ----------
    points:
        Name of the point of each profile.
    strata:
        Stratum of each profile, or None.
    dates:
        Date of each profile, as YYYY-MM-DD, or None.
    upper, lower:
        Layer edges, cm, (profiles, layers).
    soc:
        g/kg of fine earth, (profiles, layers).
    bulk_density:
        g/cm3, fine-earth mass over total volume, (profiles, layers): as `equivalent_mass` takes it.
    notes:
        What was assumed, converted or left out, in words.
    source:
        Path of the file.
    stated:
        What the file says of method, carbonate treatment and laboratory.
    """

    points: list[str]
    strata: list[str | None]
    dates: list[str | None]
    upper: FloatArray
    lower: FloatArray
    soc: FloatArray
    bulk_density: FloatArray
    notes: list[str] = field(default_factory=list)
    source: str = ""
    stated: dict[str, list[str]] = field(default_factory=dict)

    @property
    def deepest(self) -> FloatArray:
        """Lower edge of each profile, cm."""
        return np.asarray(np.nanmax(self.lower, axis=1))


def read_profiles(
    path: str,
    *,
    coarse_basis: str | None = None,
    below_detection: str = "half",
    organic_matter_as_carbon: bool = False,
    units: dict[str, str] | None = None,
) -> Profiles:
    """Read a laboratory file.

    Needed: a point, the depths (``upper`` and ``lower``, or ``depth`` as ``0-10``), ``soc`` with its unit, and either
    ``bulk_density`` or ``fine_mass`` with ``core_diameter`` (and ``n_cores``). See ``soilcarbon template``.

    Parameters
    ----------
    path:
        CSV: comma, semicolon or tab; decimal point or comma; UTF-8 (with or without BOM), UTF-16 or Windows-1252.
    coarse_basis:
        As in `stocks.fixed_depth_stock`; overrides the file's ``bd_definition``.
    below_detection:
        ``"half"``, ``"zero"`` or ``"limit"``: what ``<0.5`` stands for; ``"refuse"``: a bad cell.
    organic_matter_as_carbon:
        Take organic matter / 1.724 where there is no carbon column.
    units:
        Column -> unit, where a heading states none or a wrong one.

    Returns
    -------
    Profiles
        Every profile of the file in cm, g/kg and g/cm3, (profiles, layers), with notes on what was converted.

    Raises
    ------
    BadFile
        A `SoilCarbonError` whose message, and `cells`, name every bad cell by row and column.

    References
    ----------
    Stones and bulk density: Poeplau, Vos, Don (2017), doi:10.5194/soil-3-61-2017, as `stocks.fixed_depth_stock`.
    """
    records = read_records(path, LAB, required=("point_id",), below=below_detection, units=units or {})
    _depths(records)
    _carbon(records, organic_matter_as_carbon)
    _density(records, coarse_basis)
    _duplicates(records)
    return _gather(records)


def _depths(records: Records) -> None:
    names = records.headings
    if "depth" in names and not {"upper", "lower"} <= set(names):
        for row in records.rows:
            _split_depth(records, row)
    elif not {"upper", "lower"} <= set(names):
        raise _lacking(records, "has no depths: give upper and lower, or depth as 0-10")
    for row in records.rows:
        upper, lower = row.values.get("upper"), row.values.get("lower")
        for name, value in (("upper", upper), ("lower", lower)):
            if value is None and not records.is_bad(row, name, "depth"):
                records.refuse(row, name, "a depth is needed")
        if upper is None or lower is None or records.is_bad(row, "upper", "lower"):
            continue
        if upper >= lower:
            records.refuse(row, "lower", f"allowed: below the upper edge, {upper:g} cm")


def _split_depth(records: Records, row: Record) -> None:
    text = str(row.values.get("depth") or "")
    parts = re.split(r"\s*(?:-|–|—|to|a|à|bis)\s*", re.sub(r"\s*cm\s*", "", text.casefold()))
    edges = [parse_number(part) for part in parts]
    if len(edges) != 2 or edges[0] is None or edges[1] is None:
        records.refuse(row, "depth", "allowed: a range such as 0-10")
        return
    row.values["upper"], row.values["lower"] = edges[0].value, edges[1].value


def _carbon(records: Records, from_matter: bool) -> None:
    if "soc" in records.headings:
        _detection(records)
        return
    if "som" not in records.headings:
        raise _lacking(records, "has no column for soc (or toc, corg, organic_carbon) with its unit")
    if not from_matter:
        raise BadFile(records.source, [], "has organic matter but no carbon; say --organic-matter to divide by 1.724")
    for row in records.rows:
        matter = row.values["som"]
        row.values["soc"] = None if matter is None else matter / ORGANIC_MATTER_PER_CARBON
    records.notes.append("organic carbon taken as organic matter / 1.724")


def _detection(records: Records) -> None:
    """Note figures that the laboratory printed although they lie below the limit it states; they are kept."""
    low = []
    for row in records.rows:
        value, limit = row.values.get("soc"), row.values.get("detection_limit")
        if value is not None and limit is not None and value < limit and not row.cells["soc"].startswith(("<", "≤")):
            low.append(f"row {row.number}")
    if low:
        records.notes.append(f"carbon below the stated detection limit, kept as printed: {', '.join(low)}")


def _lacking(records: Records, what: str) -> BadFile:
    """With what was passed over: the column may be there under another name."""
    return BadFile(records.source, [], ". ".join((what, *records.notes)))


def _density(records: Records, coarse_basis: str | None) -> None:
    if not {"bulk_density", "fine_mass"} & set(records.headings):
        raise _lacking(records, "has no bulk_density, and no fine_mass with core_diameter to make it from")
    made = 0
    for row in records.rows:
        if row.values.get("bulk_density") is not None:
            row.values["bulk_density"] *= _fine_share(records, row, coarse_basis)
        elif row.values.get("fine_mass") is not None:
            row.values["bulk_density"] = _from_mass(records, row)
            made += 1
    if made:
        records.notes.append(f"bulk density of {made} rows made from fine-earth mass and core volume")


def _fine_share(records: Records, row: Record, coarse_basis: str | None) -> float:
    coarse = row.values.get("coarse_fragments")
    basis = coarse_basis or row.values.get("bd_definition")
    if basis and basis not in COARSE_BASES:
        records.refuse(row, "bd_definition", f"allowed: {', '.join(COARSE_BASES)}")
        return 1.0
    if not coarse or basis == "fine_earth_in_total_volume":
        return 1.0
    if not basis and not records.is_bad(row, "coarse_fragments"):
        records.refuse(row, "coarse_fragments", "stones, but no bd_definition; say --coarse-basis")
    return 1.0 - float(coarse)


def _from_mass(records: Records, row: Record) -> float | None:
    values = row.values
    upper, lower, diameter = (values.get(name) for name in ("upper", "lower", "core_diameter"))
    if diameter is None:
        records.refuse(row, "core_diameter", "needed to make a bulk density from fine_mass")
    if diameter is None or upper is None or lower is None or lower <= upper:
        return None
    volume = (values.get("n_cores") or 1) * math.pi / 4 * (diameter / 10) ** 2 * (lower - upper)
    density = float(values["fine_mass"] / (1 + (values.get("moisture") or 0) / 100) / volume)
    if density > 2.65:
        records.refuse(row, "fine_mass", f"gives a bulk density of {density:.2f} g/cm3; allowed: at most 2.65")
    return density


def _duplicates(records: Records) -> None:
    twins = [row for row in records.rows if row.values.get("duplicate_of")]
    if not twins:
        return
    by_sample = {row.values.get("sample_id"): row for row in records.rows if not row.values.get("duplicate_of")}
    ratios = []
    for row in twins:
        first = by_sample.get(row.values["duplicate_of"])
        if first is None:
            records.refuse(row, "duplicate_of", "allowed: the sample_id of another row")
        elif first.values.get("soc") and row.values.get("soc") is not None:
            pair = np.array([first.values["soc"], row.values["soc"]])
            ratios.append(float(pair.var(ddof=1) / pair.mean() ** 2))
    records.rows[:] = [row for row in records.rows if not row.values.get("duplicate_of")]
    error = f", coefficient of variation {100 * math.sqrt(sum(ratios) / len(ratios)):.1f} %" if ratios else ""
    records.notes.append(f"{len(twins)} laboratory duplicates set aside{error}")


def _gather(records: Records) -> Profiles:
    grouped: dict[str, list[Record]] = {}
    for row in records.rows:
        if row.values.get("point_id") is None:
            records.refuse(row, "point_id", "a point is needed")
        else:
            grouped.setdefault(str(row.values["point_id"]), []).append(row)
    whole = {point: _layers(records, point, rows) for point, rows in grouped.items()}
    records.finish()
    kept = {point: rows for point, rows in whole.items() if rows}
    if not kept:
        raise BadFile(records.source, [], "has no complete profile. " + "; ".join(records.notes))
    width = max(len(rows) for rows in kept.values())
    table = {name: np.full((len(kept), width), np.nan) for name in ("upper", "lower", "soc", "bulk_density")}
    for line, rows in enumerate(kept.values()):
        for name, values in table.items():
            values[line, : len(rows)] = [row.values[name] for row in rows]
    first = [rows[0].values for rows in kept.values()]
    return Profiles(
        points=list(kept),
        strata=[_text(values.get("stratum")) for values in first],
        dates=[_text(values.get("date")) for values in first],
        **table,
        notes=records.notes,
        source=records.source,
        stated=_stated(records, kept),
    )


def _stated(records: Records, kept: dict[str, list[Record]]) -> dict[str, list[str]]:
    rows = [row for layers in kept.values() for row in layers]
    given = {name: {str(row.values[name]) for row in rows if row.values.get(name)} for name in STATED}
    for name, words in given.items():
        if len(words) > 1:
            records.notes.append(f"{name} is not the same throughout: {', '.join(sorted(words))}")
    return {name: sorted(words) for name, words in given.items()}


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _layers(records: Records, point: str, rows: list[Record]) -> list[Record]:
    """The layers of one point from the surface down to the first that is missing."""
    _same_throughout(records, point, rows)
    placed = [row for row in rows if row.values.get("upper") is not None and row.values.get("lower") is not None]
    ordered = sorted(placed, key=lambda row: (row.values["upper"], row.values["lower"]))
    _no_overlap(records, point, ordered)
    kept: list[Record] = []
    reached = 0.0
    for row in ordered:
        upper = row.values["upper"]
        if upper > reached + EDGE_CM:
            records.notes.append(f"point {point}: no row for {reached:g}-{upper:g} cm, left out from there down")
            break
        lacking = [name for name in ("soc", "bulk_density") if row.values.get(name) is None]
        if lacking:
            what = " and ".join(records.headings.get(name, name) for name in lacking)
            records.notes.append(f"point {point}: row {row.number} has no {what}, left out from {upper:g} cm down")
            break
        kept.append(row)
        reached = row.values["lower"]
    return kept


def _no_overlap(records: Records, point: str, ordered: list[Record]) -> None:
    for above, row in pairwise(ordered):
        end = above.values["lower"]
        if row.values["upper"] < end - EDGE_CM:
            if all(abs(row.values[name] - above.values[name]) <= EDGE_CM for name in ("upper", "lower")):
                records.refuse(
                    row, "upper", f"the layer of point {point} in row {above.number} once more (say duplicate_of)"
                )
                continue
            records.refuse(row, "upper", f"overlaps the layer above of point {point}, which ends at {end:g} cm")


def _same_throughout(records: Records, point: str, rows: list[Record]) -> None:
    for name in ("stratum", "date"):
        for row in rows[1:]:
            if row.values.get(name) != rows[0].values.get(name):
                records.refuse(row, name, f"differs within point {point}; allowed: one {name} a point and file")
