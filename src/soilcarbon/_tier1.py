"""IPCC 2019 Tier 1: reference stock times factors of land use, management and carbon input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from soilcarbon import _checks as check
from soilcarbon import _tables
from soilcarbon._draws import latin_hypercube, truncated_normal
from soilcarbon._tables import Entry

FloatArray = NDArray[np.float64]
Words = str | Sequence[Any] | NDArray[Any]

# Categories that are the reference condition itself: factor 1 without error.
NEUTRAL = {
    "land_use": ("native", "grassland"),
    "management": ("native", "nominal", "full_tillage", "none"),
    "input": ("native", "medium"),
}
Z95 = 1.96


def categories(factor: str) -> tuple[str, ...]:
    """The names that `factor` ("land_use", "management", "input") can take."""
    listed = dict.fromkeys(name for kind, name, _ in _tables.factors() if kind == factor)
    return NEUTRAL[factor] + tuple(listed)


def climates() -> tuple[str, ...]:
    """Climate zones with at least one reference stock."""
    return tuple(sorted({climate for _, climate in _tables.soc_references()}))


def soils() -> tuple[str, ...]:
    """Soil classes with at least one reference stock."""
    return tuple(dict.fromkeys(soil for soil, _ in _tables.soc_references()))


@dataclass(frozen=True)
class Regime:
    """How land is used: land use, management and carbon input, by the names of the tables in snake case.

    A name that the tables do not hold raises SoilCarbonError.

    Attributes
    ----------
    land_use:
        native, grassland, perennial_crops, paddy_rice_cultivation, annual_crops_wet, annual_crops or set_aside.
    management:
        native, nominal, full_tillage, none, severely_degraded, improved_grassland, high_intensity_grazing,
        reduced_tillage or no_tillage.
    input:
        native, medium, grassland_high, cropland_high_with_manure, cropland_high_without_manure or cropland_low.
    """

    land_use: str
    management: str
    input: str

    def __post_init__(self) -> None:
        for factor in NEUTRAL:
            check.choice(factor, getattr(self, factor), categories(factor))


@dataclass(frozen=True)
class Tier1:
    """Stocks, yearly change and the half-widths of their 95 % intervals, as `tier1` returns them.

    Single numbers where every argument was single, else arrays in the broadcast shape.

    Attributes
    ----------
    initial, final:
        Stocks of both regimes, 0-30 cm, t/ha.
    change_per_year:
        (final - initial) / years, t/ha a year.
    initial_error, final_error:
        Half-widths of the stocks' 95 % intervals, t/ha.
    change_error:
        Half-width of the change's 95 % interval, t/ha a year.
    years:
        Length of the transition in years.
    """

    initial: Any
    final: Any
    change_per_year: Any
    initial_error: Any
    final_error: Any
    change_error: Any
    years: Any

    def at(self, elapsed: ArrayLike) -> Any:
        """Stock `elapsed` years after the change, t/ha: linear over the transition, then constant."""
        since = check.array("elapsed", elapsed, low=0, unit="years")
        return _plain(self.initial + self.change_per_year * np.minimum(since, self.years))


class Tier1Draws(NamedTuple):
    """Monte Carlo draws, as `tier1_monte_carlo` returns them, along the first axis.

    Attributes
    ----------
    initial, final:
        Stocks, 0-30 cm, t/ha, (draws, ...).
    change_per_year:
        t/ha a year, (draws, ...).
    """

    initial: FloatArray
    final: FloatArray
    change_per_year: FloatArray


Key = tuple[str, ...]


def tier1(
    *, climate: Words, soil: Words, initial: Regime | Words, final: Regime | Words, years: ArrayLike = 20
) -> Tier1:
    """Default stock change of mineral soil, 0-30 cm, after a change of regime.

    ``SOC = SOC_ref F_LU F_MG F_I`` (IPCC eq. 2.25), ``change = (SOC_final - SOC_initial) / years``: linear over the
    transition of `years` (20 by default), none after it.

    Errors are of first order. A reference stock's uncertainty is the half-width of its 95 % interval (1.96 sd), a
    factor's is 2 sd. The reference stock, and any factor entry that both sides use, is one random variable: what both
    sides share cancels in the change. With cv the coefficient of variation of an entry,
    ``var(change) = sum over entries (cv_e sum over the sides that use e of +-SOC_side)^2 / years^2``.

    Parameters
    ----------
    climate, soil:
        Names of the tables, such as ``"cool_temperate_dry"`` and ``"sandy_soils"``; one or an array of them.
    initial, final:
        `Regime`, one or an array of them.
    years:
        Length of the transition in years, above 0; one number or an array that broadcasts.

    Returns
    -------
    Tier1
        Stocks in t/ha, the change in t/ha a year, and their 95 % half-widths, in the broadcast shape.

    Raises
    ------
    SoilCarbonError
        An unknown name, or a combination the tables leave empty (no polar factors; no low-activity clay in boreal
        climates, and so on): the IPCC gives no default there. Years that are not above 0.

    Notes
    -----
    Not for organic soils. 90 % on a reference and 50 % on a montane factor are nominal expert figures.

    References
    ----------
    IPCC 2019 Refinement, volume 4, tables 2.3, 5.5 and 6.2, as coded by hestia-earth-models 0.92; no DOI.
    """
    cells, shape, span = _cells(climate, soil, initial, final, years)
    columns = np.array([_first_order(cell, each) for cell, each in zip(cells, span, strict=True)]).reshape(-1, 6)
    values = [_plain(column.reshape(shape)) for column in (*columns.T, span)]
    return Tier1(*values)


def _plain(values: Any) -> Any:
    return float(values) if np.ndim(values) == 0 else np.asarray(values)


def _objects(name: str, value: Any, kind: type) -> NDArray[np.object_]:
    if isinstance(value, kind):
        single = np.empty((), dtype=object)
        single[()] = value
        return single
    entries = check.objects(name, value)
    for index, entry in np.ndenumerate(entries):
        if not isinstance(entry, kind):
            raise check.refuse(name, repr(entry), f"ipcc.{kind.__name__}" if kind is Regime else "a name", index)
    return entries


class _Cell(NamedTuple):
    """The table entries of one site: its reference, and of each side its factors."""

    reference: tuple[Key, Entry]
    initial: dict[Key, Entry]
    final: dict[Key, Entry]


def _cells(
    climate: Words, soil: Words, initial: Any, final: Any, years: ArrayLike
) -> tuple[list[_Cell], tuple[int, ...], FloatArray]:
    named: dict[str, NDArray[Any]] = {
        "climate": _objects("climate", climate, str),
        "soil": _objects("soil", soil, str),
        "initial": _objects("initial", initial, Regime),
        "final": _objects("final", final, Regime),
        "years": check.array("years", years, low=0, low_open=True, unit="years"),
    }
    shape = check.together(named)
    flat = {name: np.broadcast_to(values, shape).ravel() for name, values in named.items()}
    words = zip(np.ndindex(shape), flat["climate"], flat["soil"], flat["initial"], flat["final"], strict=True)
    return [_cell(*each) for each in words], shape, flat["years"].astype(np.float64)


def _cell(index: tuple[int, ...], climate: str, soil: str, initial: Regime, final: Regime) -> _Cell:
    for name, word, options in (("climate", climate, climates()), ("soil", soil, soils())):
        if word not in options:
            raise check.refuse(name, repr(word), ", ".join(options), index)
    reference = _tables.soc_references().get((soil, climate))
    if reference is None:
        given = ", ".join(sorted(c for s, c in _tables.soc_references() if s == soil))
        raise check.refuse("climate", repr(climate), f"those with a reference stock for {soil}: {given}", index)
    return _Cell(
        ((soil, climate), reference),
        _regime_entries("initial", initial, climate, index),
        _regime_entries("final", final, climate, index),
    )


def _regime_entries(side: str, regime: Regime, climate: str, index: tuple[int, ...]) -> dict[Key, Entry]:
    found: dict[Key, Entry] = {}
    for factor, neutral in NEUTRAL.items():
        name = getattr(regime, factor)
        if name in neutral:
            continue
        entry = _tables.factors().get((factor, name, climate))
        if entry is None:
            rule = f"{', '.join(neutral)} in {climate} (the tables give no figure for {name!r} there)"
            raise check.refuse(side, f"{factor}={name!r}", rule, index)
        found[factor, name, climate] = entry
    return found


def _first_order(cell: _Cell, years: float) -> tuple[float, ...]:
    key, reference = cell.reference
    sides = [reference.value * float(np.prod([e.value for e in side.values()])) for side in (cell.initial, cell.final)]
    entries = {key: reference, **cell.initial, **cell.final}
    first = second = change = 0.0
    for name, entry in entries.items():
        relative = entry.sd / entry.value
        before = sides[0] * relative if name == key or name in cell.initial else 0.0
        after = sides[1] * relative if name == key or name in cell.final else 0.0
        first, second, change = first + before**2, second + after**2, change + (after - before) ** 2
    errors = [Z95 * float(np.sqrt(v)) for v in (first, second, change)]
    return sides[0], sides[1], (sides[1] - sides[0]) / years, errors[0], errors[1], errors[2] / years


def tier1_monte_carlo(
    *,
    climate: Words,
    soil: Words,
    initial: Regime | Words,
    final: Regime | Words,
    years: ArrayLike = 20,
    draws: int = 10_000,
    seed: int = 0,
) -> Tier1Draws:
    """Draws of `tier1` with every table entry normal, cut off at 0.

    ``SOC_d = SOC_ref,d F_LU,d F_MG,d F_I,d`` for draw d, by Latin hypercube. An entry is one random variable wherever
    it is used: on both sides, and at every site.

    Parameters
    ----------
    climate, soil, initial, final, years:
        As for `tier1`.
    draws:
        Number of draws, 1 to 10 million.
    seed:
        A whole number, 0 or more; the same seed gives the same draws.

    Returns
    -------
    Tier1Draws
        Stocks in t/ha and the change in t/ha a year, each (draws, ...) with the broadcast shape of `tier1` behind.

    Raises
    ------
    SoilCarbonError
        As `tier1`; draws or a seed that are not whole or out of range.

    References
    ----------
    IPCC 2019 Refinement, volume 4, tables 2.3, 5.5 and 6.2; no DOI. Latin hypercube:
    McKay, Beckman and Conover (1979), doi:10.1080/00401706.1979.10489755.
    """
    cells, shape, span = _cells(climate, soil, initial, final, years)
    entries: dict[Key, Entry] = {}
    for cell in cells:
        entries |= {cell.reference[0]: cell.reference[1], **cell.initial, **cell.final}
    uniform = latin_hypercube(draws, len(entries), seed=seed)
    drawn = {
        key: truncated_normal(uniform[:, column], entry.value, entry.sd, 0.0, np.inf)
        for column, (key, entry) in enumerate(entries.items())
    }
    stocks = np.empty((2, uniform.shape[0], len(cells)))
    for column, cell in enumerate(cells):
        for side, used in enumerate((cell.initial, cell.final)):
            stocks[side, :, column] = np.prod([drawn[cell.reference[0]], *(drawn[key] for key in used)], axis=0)
    change = (stocks[1] - stocks[0]) / span
    first, second, yearly = (values.reshape(values.shape[0], *shape) for values in (stocks[0], stocks[1], change))
    return Tier1Draws(first, second, yearly)
