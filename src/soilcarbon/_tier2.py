"""IPCC 2019 Tier 2 steady-state method: three pools of cropland soil, 0-30 cm, one step a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from soilcarbon import _checks as check
from soilcarbon import _tables
from soilcarbon.errors import SoilCarbonError

FloatArray = NDArray[np.float64]
Parameters = Mapping[str, Any]

TILLAGE = ("full", "reduced", "none", "unknown")


@dataclass(frozen=True)
class Tier2:
    """Pools year by year, as `tier2` returns them.

    The first column is the steady state of the run-in, reported for its last year.

    Attributes
    ----------
    active, slow, passive:
        Pools at each year's end, t/ha, (sites, years - run_in_years + 1).
    soc:
        Their sum, t/ha, (sites, years - run_in_years + 1).
    respired:
        CO2 carbon of each year, t/ha, (sites, years - run_in_years + 1): the year's input less the year's gain, as the
        method relaxes pools towards a steady state and keeps no account of fluxes itself.
    """

    active: FloatArray
    slow: FloatArray
    passive: FloatArray
    soc: FloatArray
    respired: FloatArray


class Year(NamedTuple):
    """What drives the pools in one year (or, for the run-in, on the mean), each (..., sites, years)."""

    temperature: Any
    water: Any
    tillage: Any
    f2: Any
    carbon: Any
    lignin: Any
    nitrogen: Any
    sand: Any


class Steady(NamedTuple):
    """Steady-state pools (t/ha) and their decay rates (per year)."""

    active: Any
    slow: Any
    passive: Any
    k_active: Any
    k_slow: Any
    k_passive: Any


class Site(NamedTuple):
    """Checked inputs: climate (sites, years, 12), the rest (sites, years)."""

    tmean: FloatArray
    rain: FloatArray
    pet: FloatArray
    irrigated: NDArray[np.bool_]
    sand: FloatArray
    carbon: FloatArray
    lignin: FloatArray
    nitrogen: FloatArray
    tillage: NDArray[np.intp]


def tier2(
    *,
    tmean: ArrayLike,
    rain: ArrayLike,
    pet: ArrayLike,
    irrigated: ArrayLike,
    sand: ArrayLike,
    carbon_input: ArrayLike,
    lignin: ArrayLike,
    nitrogen: ArrayLike,
    tillage: Any,
    run_in_years: int = 5,
    parameters: Mapping[str, float] | None = None,
) -> Tier2:
    """Active, slow and passive carbon of cropland soil by the steady-state method, t/ha.

    Each pool moves towards the steady state X* of its year: ``X_y = X_{y-1} + (X*_y - X_{y-1}) min(1, k_x)``, with

    * ``k_active = 7.4 tfac wfac till (0.25 + 0.75 sand)``, ``k_slow = 0.209 tfac wfac till``,
      ``k_passive = 0.00689 tfac wfac``;
    * ``A* = alpha/k_active``, ``S* = (C LC f3 + A* k_active f4)/k_slow``,
      ``P* = (A* k_active f5 + S* k_slow f6)/k_passive``;
    * ``alpha = (beta f1 + (C(1-LC) - beta) f2 + C LC f3 (f7 + f6 f8)) / (1 - f4 f7 - f5 f8 - f4 f6 f8)``,
      ``beta = C (0.85 - 0.018 LC/NC)``, ``f4 = 1 - f5 - (0.17 + 0.68 sand)``;
    * tfac: mean over months of ``p^0.2 exp((0.2/2.63)(1 - p^2.63))``, ``p = (45 - T)/(45 - 33.69)``, 0 from 45 degC;
    * wfac: 1.5 times the mean over months of ``0.2129 + 1.331 m - 0.2413 m^2``, ``m = min(1.25, rain/pet)`` (1.25
      where pet is 0), or 0.775 in an irrigated month.

    The run-in is the steady state for the means over its years of tfac, wfac, the tillage factor, f2, carbon input,
    lignin, nitrogen and sand.

    Parameters
    ----------
    tmean, rain, pet:
        degC, -90 to 70, and mm a month, 0 or more; (sites, years, 12) or what broadcasts to it.
    irrigated:
        True or False: (sites, years) for whole years, or (sites, years, 12) by month.
    sand:
        Fraction 0 to 1, (sites, years).
    carbon_input:
        t/ha a year, 0 or more, (sites, years).
    lignin, nitrogen:
        Fractions of the carbon input, 0 to 1, nitrogen above 0, (sites, years) (IPCC defaults for crops: 0.073 and
        0.0083).
    tillage:
        ``"full"``, ``"reduced"``, ``"none"``, ``"unknown"``, (sites, years). Unknown decays as full, with its own f2.
    run_in_years:
        1 to the number of years.
    parameters:
        Values, 0 or more, that replace those of ``tables/ipcc2019_tier2.csv``, by name and in its units.

    Returns
    -------
    Tier2
        t/ha, each (sites, years - run_in_years + 1).

    Raises
    ------
    SoilCarbonError
        An entry out of range, shapes that do not broadcast, or a year whose decay is 0 (no month below 45 degC), which
        has no steady state.

    References
    ----------
    IPCC 2019 Refinement, volume 4, chapter 5, equations 5.0A-5.0F and table 5.5A (no DOI); reproduces
    hestia-earth-models' figures to 1e-12. Not for paddy rice, not for organic soils.
    """
    site = checked(tmean, rain, pet, irrigated, sand, carbon_input, lignin, nitrogen, tillage)
    years = site.sand.shape[1]
    run_in = check.integer("run_in_years", run_in_years, low=1, high=years)
    return Tier2(*run(site, run_in, merged(parameters)))


def merged(parameters: Mapping[str, float] | None) -> dict[str, Any]:
    """The shipped parameters with the caller's in their place."""
    values: dict[str, Any] = dict(_tables.tier2_parameters())
    given = {} if parameters is None else check.mapping("parameters", parameters, "a mapping of names to values")
    for name, value in given.items():
        check.choice("parameters", name, values)
        values[name] = check.scalar(f"parameters[{name!r}]", value, low=0)
    return values


def checked(
    tmean: ArrayLike,
    rain: ArrayLike,
    pet: ArrayLike,
    irrigated: ArrayLike,
    sand: ArrayLike,
    carbon_input: ArrayLike,
    lignin: ArrayLike,
    nitrogen: ArrayLike,
    tillage: Any,
) -> Site:
    """Validated inputs in their common shape."""
    climate = {
        "tmean": check.array("tmean", tmean, low=-90, high=70, unit="degC"),
        "rain": check.array("rain", rain, low=0, unit="mm"),
        "pet": check.array("pet", pet, low=0, unit="mm"),
    }
    yearly: dict[str, NDArray[Any]] = {
        "sand": check.array("sand", sand, low=0, high=1, unit="as a fraction"),
        "carbon_input": check.array("carbon_input", carbon_input, low=0, unit="t/ha"),
        "lignin": check.array("lignin", lignin, low=0, high=1, unit="as a fraction"),
        "nitrogen": check.array("nitrogen", nitrogen, low=0, high=1, low_open=True, unit="as a fraction"),
        "tillage": _tillage(tillage),
    }
    wet = check.flags("irrigated", irrigated)
    monthly = check.together(climate)
    if len(monthly) > 3 or monthly[-1:] not in ((), (1,), (12,)):
        raise SoilCarbonError(f"tmean has shape {monthly}; allowed: (sites, years, 12)", argument="tmean")
    shape = check.together({**yearly, "tmean": np.empty(monthly[:-1]), "irrigated": _year_part(wet)})
    if len(shape) > 2:
        raise SoilCarbonError(f"sand has shape {shape}; allowed: (sites, years)", argument="sand")
    shape = (1,) * (2 - len(shape)) + shape
    months = {name: np.broadcast_to(values, (*shape, 12)) for name, values in climate.items()}
    per_year = {name: np.broadcast_to(values, shape) for name, values in yearly.items()}
    return Site(
        **months,
        irrigated=np.broadcast_to(wet if wet.ndim == 3 else wet[..., None], (*shape, 12)),
        sand=per_year["sand"],
        carbon=per_year["carbon_input"],
        lignin=per_year["lignin"],
        nitrogen=per_year["nitrogen"],
        tillage=per_year["tillage"],
    )


def _year_part(wet: NDArray[np.bool_]) -> NDArray[np.bool_]:
    if wet.ndim < 3:
        return wet
    if wet.ndim > 3 or wet.shape[-1] not in (1, 12):
        rule = "(sites, years) or (sites, years, 12)"
        raise SoilCarbonError(f"irrigated has shape {wet.shape}; allowed: {rule}", argument="irrigated")
    return wet[..., 0]


def _tillage(tillage: Any) -> NDArray[np.intp]:
    words = check.objects("tillage", tillage)
    codes = np.full(words.shape, -1, dtype=np.intp)
    for code, word in enumerate(TILLAGE):
        codes[words == word] = code
    if (codes < 0).any():
        index = check.first_bad(codes < 0)
        raise check.refuse("tillage", repr(words[index]), " or ".join(map(repr, TILLAGE)), index)
    return codes


def _by_month(value: Any) -> Any:
    return np.asarray(value)[..., None]


def temperature_factor(tmean: FloatArray, p: Parameters) -> Any:
    """tfac, the mean over the last axis."""
    top, optimum = _by_month(p["temperature_maximum"]), _by_month(p["temperature_optimum"])
    x = np.maximum((top - tmean) / (top - optimum), 0.0)
    return np.mean(x**0.2 * np.exp((0.2 / 2.63) * (1 - x**2.63)), axis=-1)


def water_factor(rain: FloatArray, pet: FloatArray, irrigated: NDArray[np.bool_], p: Parameters) -> Any:
    """wfac, 1.5 times the mean over the last axis."""
    supply = np.minimum(1.25, np.divide(rain, pet, out=np.full(rain.shape, 1.25), where=pet > 0))
    month = 0.2129 + _by_month(p["water_slope"]) * supply - 0.2413 * supply**2
    return 1.5 * np.mean(np.where(irrigated, _by_month(p["water_irrigated"]), month), axis=-1)


def drivers(site: Site, p: Parameters) -> Year:
    """Factors and inputs of every year."""
    full = p["tillage_full"]
    till = np.stack(np.broadcast_arrays(full, p["tillage_reduced"], p["tillage_none"], full))
    f2 = np.stack(np.broadcast_arrays(*(p[f"f2_{word}"] for word in TILLAGE)))
    return Year(
        temperature=temperature_factor(site.tmean, p),
        water=water_factor(site.rain, site.pet, site.irrigated, p),
        tillage=_pick(till, site.tillage),
        f2=_pick(f2, site.tillage),
        carbon=site.carbon * p.get("carbon_multiplier", 1.0),
        lignin=np.minimum(site.lignin * p.get("lignin_multiplier", 1.0), 1.0),
        nitrogen=np.minimum(site.nitrogen * p.get("nitrogen_multiplier", 1.0), 1.0),
        sand=site.sand,
    )


def _pick(table: NDArray[Any], codes: NDArray[np.intp]) -> Any:
    """table[code] for each site and year; the table holds one number a code, or (draws, 1, 1) a code."""
    return table[codes] if table.ndim == 1 else np.choose(codes, list(table))


def steady(year: Year, p: Parameters) -> Steady:
    """Steady state and decay rates (equations 5.0B to 5.0F)."""
    pace = year.temperature * year.water
    k_active = p["k_active"] * pace * year.tillage * (0.25 + 0.75 * year.sand)
    k_slow = p["k_slow"] * pace * year.tillage
    k_passive = p["k_passive"] * pace
    f4 = 1 - p["f5"] - (0.17 + 0.68 * year.sand)
    lignin = year.carbon * year.lignin
    beta = year.carbon * (0.85 - 0.018 * year.lignin / year.nitrogen)
    source = beta * p["f1"] + (year.carbon - lignin - beta) * year.f2 + lignin * p["f3"] * (p["f7"] + p["f6"] * p["f8"])
    alpha = source / (1 - f4 * p["f7"] - p["f5"] * p["f8"] - f4 * p["f6"] * p["f8"])
    to_slow = lignin * p["f3"] + alpha * f4
    to_passive = alpha * p["f5"] + to_slow * p["f6"]
    return Steady(alpha / k_active, to_slow / k_slow, to_passive / k_passive, k_active, k_slow, k_passive)


def run(site: Site, run_in: int, p: Parameters) -> tuple[FloatArray, ...]:
    """Pools, their sum and respiration from the end of the run-in, each (..., sites, years - run_in + 1)."""
    yearly = drivers(site, p)
    mean = Year(*(np.mean(np.asarray(values)[..., :run_in], axis=-1, keepdims=True) for values in yearly))
    _check_decay(site, yearly)
    start, goal = steady(mean, p), steady(yearly, p)
    pools = []
    for name in ("active", "slow", "passive"):
        pools.append(_relax(getattr(start, name), getattr(goal, name), getattr(goal, f"k_{name}"), run_in))
    soc = pools[0] + pools[1] + pools[2]
    gain = np.diff(soc, axis=-1)
    carbon = np.broadcast_to(yearly.carbon[..., run_in:], gain.shape)
    first = np.broadcast_to(mean.carbon, (*soc.shape[:-1], 1))
    return (*pools, soc, np.concatenate([first, carbon - gain], axis=-1))


def _check_decay(site: Site, yearly: Year) -> None:
    still = ~(np.asarray(yearly.temperature * yearly.water) > 0)
    if still.any():
        index = check.first_bad(still)[-2:]
        hot = float(site.tmean[(*index, 0)])
        raise check.refuse(
            "tmean", hot, "at least one month of each year below 45 degC, or nothing decays", (*index, 0)
        )


def _relax(start: FloatArray, goal: FloatArray, rate: FloatArray, run_in: int) -> FloatArray:
    steps = goal.shape[-1] - run_in
    out = np.empty((*np.broadcast_shapes(start.shape, (*goal.shape[:-1], 1))[:-1], steps + 1))
    out[..., 0] = start[..., 0]
    for year in range(steps):
        now = out[..., year]
        reach = np.minimum(1.0, rate[..., run_in + year])
        out[..., year + 1] = now + (goal[..., run_in + year] - now) * reach
    return out
