"""FAO's GSOCseq protocol: equilibrium, warm-up with yearly climate, twenty years forward; minimum and maximum runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from soilcarbon import _checks as check
from soilcarbon import _constants as c
from soilcarbon._threads import spread
from soilcarbon._views import lent
from soilcarbon.errors import SoilCarbonError

Array = NDArray[Any]

# FAO land-use class: (DPM/RPM ratio, land factor of net primary production, paddy factor)
LAND: dict[int, tuple[float, float, float]] = {
    2: (1.44, 0.53, 1.0),
    3: (0.67, 0.72, 1.0),
    4: (0.25, 0.88, 1.0),
    5: (0.67, 0.72, 1.0),
    6: (0.67, 0.72, 1.0),
    8: (0.67, 0.72, 1.0),
    12: (1.44, 0.53, 1.0),
    13: (1.44, 0.53, 0.4),
}
INCREASE = (1.05, 1.10, 1.20)
FORWARD_YEARS = 20
# Factors of SOC, clay, temperature and rain in the mean, minimum and maximum run; shift of the middle scenario.
RUNS = ((1.0, 1.0, 1.0, 1.0, 0.0), (0.8, 0.9, 1.02, 0.95, -0.15), (1.2, 1.1, 0.98, 1.05, 0.15))
FORWARD_INPUT = ("last", "mean")


@dataclass(frozen=True, slots=True)
class GsocSeq:
    """What the protocol gives, as `rothc.gsocseq` returns it: stocks 0-30 cm, NaN where it does not hold.

    Attributes
    ----------
    carbon_input_equilibrium:
        Of phase 1, t C/ha a year, (cells,).
    carbon_input:
        Of business as usual in phase 3, t C/ha a year, (cells,).
    soc_0:
        After the warm-up, t C/ha, (cells,).
    bau, ssm1, ssm2, ssm3:
        After `years` of inputs x 1, 1.05, 1.10 and 1.20, t C/ha, (cells,).
    soc_0_min, bau_min, ssm_min:
        Of the minimum run (ssm_min: ssm2 with its factor 0.15 lower), t C/ha, (cells,).
    soc_0_max, bau_max, ssm_max:
        Of the maximum run (ssm_max: ssm2 with its factor 0.15 higher), t C/ha, (cells,).
    years:
        Years of phase 3: 20.
    """

    carbon_input_equilibrium: Array
    carbon_input: Array
    soc_0: Array
    bau: Array
    ssm1: Array
    ssm2: Array
    ssm3: Array
    soc_0_min: Array
    bau_min: Array
    ssm_min: Array
    soc_0_max: Array
    bau_max: Array
    ssm_max: Array
    years: int = field(default=FORWARD_YEARS, init=False)

    def relative_rate(self, scenario: str) -> Array:
        """(scenario - bau) / 20, t C/ha a year; scenario "ssm1", "ssm2" or "ssm3"."""
        rate: Array = (self._scenario(scenario) - self.bau) / self.years
        return rate

    def absolute_rate(self, scenario: str) -> Array:
        """(scenario - soc_0) / 20, t C/ha a year; scenario "bau", "ssm1", "ssm2" or "ssm3"."""
        rate: Array = (self._scenario(scenario) - self.soc_0) / self.years
        return rate

    def uncertainty(self, of: str) -> Array:
        """100 (max - min) / (2 mean) in percent, of "soc_0", "bau" or "ssm" (the middle scenario)."""
        check.choice("of", of, ("soc_0", "bau", "ssm"))
        mean = self.ssm2 if of == "ssm" else getattr(self, of)
        share: Array = 100.0 * (getattr(self, f"{of}_max") - getattr(self, f"{of}_min")) / (2.0 * mean)
        return share

    def _scenario(self, scenario: str) -> Array:
        values: Array = getattr(self, check.choice("scenario", scenario, ("bau", "ssm1", "ssm2", "ssm3")))
        return values


def _grid(name: str, value: ArrayLike, store: np.dtype[Any], low: float | None, high: float | None, unit: str) -> Array:
    """(cells, columns), contiguous, entries in range or NaN; looks for a bad entry only where the extremes show one."""
    values = lent(np.ascontiguousarray(check.numbers(name, value, store)))
    if values.size:
        least, most = np.fmin.reduce(values, axis=None), np.fmax.reduce(values, axis=None)
        ends = (-check.LARGEST if low is None else low, check.LARGEST if high is None else high)
        if least < ends[0] or most > ends[1]:
            check.array(name, values, low=low, high=high, unit=unit, allow_nan=True, dtype=store)
    return values


def _column(name: str, values: Array, cells: int) -> Array:
    flat = values.reshape(-1) if values.ndim < 2 else values
    if flat.ndim != 1 or flat.size not in (1, cells):
        raise SoilCarbonError(f"{name} has shape {values.shape}; allowed: ({cells},)", argument=name)
    return lent(np.ascontiguousarray(np.broadcast_to(flat, (cells,))))


def _months(name: str, values: Array, cells: int, months: int | None) -> tuple[Array, tuple[int, int]]:
    rows = values.reshape(1, -1) if values.ndim < 2 else values
    fits = rows.ndim == 2 and rows.shape[0] in (1, cells) and (months is None or rows.shape[1] == months)
    if not fits:
        wanted = "12 a year" if months is None else months
        raise SoilCarbonError(f"{name} has shape {values.shape}; allowed: ({cells}, {wanted})", argument=name)
    return rows.reshape(-1), (rows.shape[1] if rows.shape[0] > 1 else 0, 1)


def _land(land_use: ArrayLike, cells: int) -> tuple[Array, Array, Array]:
    """Share of DPM, paddy factor (both float64) and whether the class is one of the protocol's."""
    classes = _column("land_use", check.numbers("land_use", land_use), cells)
    share, paddy = np.full(cells, np.nan), np.ones(cells)
    for code, (ratio, _, wet) in LAND.items():
        here = classes == code
        share[here], paddy[here] = ratio / (1.0 + ratio), wet
    return share, paddy, np.isfinite(share)


def _tables() -> Array:
    rows = []
    for soc, clay, heat, water, shift in RUNS:
        middle = (INCREASE[1] + shift,) * 3
        rows.append((soc, clay, heat, water, *(INCREASE if shift == 0.0 else middle)))
    return np.array(rows)


def gsocseq(
    *,
    soc: ArrayLike,
    clay: ArrayLike,
    land_use: ArrayLike,
    cover: ArrayLike,
    tmean_spin_up: ArrayLike,
    rain_spin_up: ArrayLike,
    pet_spin_up: ArrayLike,
    tmean: ArrayLike,
    rain: ArrayLike,
    pet: ArrayLike,
    npp_spin_up: ArrayLike | None = None,
    tmean_anomaly: ArrayLike | None = None,
    rain_anomaly: ArrayLike | None = None,
    pet_anomaly: ArrayLike | None = None,
    region: ArrayLike | None = None,
    depth: float = 30.0,
    forward_input: str = "last",
    dtype: DTypeLike = np.float64,
    threads: int = 1,
) -> GsocSeq:
    """The three phases of FAO's GSOCseq protocol with business as usual, SSM1-3, and the minimum and maximum runs.

    Phase 1 takes pools and carbon input from the continuous equilibrium (`gsocseq_equilibrium`) at the mean rate of the
    spin-up climate. Phase 2: ``C_t = C_eq NPP_t / NPP_spin-up``, RothC month by month. Phase 3: 20 years at the mean
    climate of phase 2. ``NPP = min(3000 (1 - exp(-0.000664 P)), 3000 / (1 + exp(1.315 - 0.119 T))) / 200`` t C/ha; the
    land factor (0.53, 0.88, 0.72) cancels for a land use that does not change. Minimum and maximum runs: SOC x 0.8 /
    1.2, clay x 0.9 / 1.1 (at most 100 %), and from phase 2 (with the NPP of the spin-up) T in degC x 1.02 / 0.98, rain
    x 0.95 / 1.05, middle scenario 0.95 / 1.25.

    Parameters
    ----------
    soc, clay, land_use:
        (cells,): stock of the map in t C/ha, >= 0; clay in %, 0 to 100; FAO land-use class: 2, 12 crops, 13 paddy, 4
        tree cover, 3, 5, 6, 8 grass and shrub. Cells of another class, or with NaN in any input, come out NaN.
    cover:
        (cells, 12): cover factor, dimensionless, 0.6 (always covered) to 1 (bare), 1 - 0.4 x the share of covered
        observations; a month counts as bare above 0.8.
    tmean_spin_up, rain_spin_up, pet_spin_up:
        (cells, 12): mean climate of the spin-up (1981-2000): degC, -80 to 60; mm a month, 0 or more; potential
        evapotranspiration in mm, any number.
    tmean, rain, pet:
        (cells, 12 x years): climate of the warm-up, year after year, in degC, -80 to 60, and mm, rain 0 or more, as in
        the spin-up. Or, where the three anomalies are given, (cells, 12): a climatology.
    npp_spin_up:
        (cells, 3): mean net primary production of the spin-up years in the mean, minimum and maximum run, 0 or more, in
        the Miami model's t C/ha; default: the Miami model of the mean spin-up climate.
    tmean_anomaly, rain_anomaly, pet_anomaly:
        (regions, 12 x years): added to the climatology in degC, any number; multiplying it, fractions, 0 or more. All
        three with `region`, or none.
    region:
        (cells,), the row of each cell in the anomalies, a whole number from 0 to regions - 1, without a unit: at least
        one region.
    depth:
        Of the layer, cm, above 0.
    forward_input:
        Carbon input of business as usual: "last", that of the last warm-up year, or "mean", the mean of the warm-up (as
        the scripts v1.2 do).
    dtype:
        How drivers and results are stored, float32 or float64; the arithmetic is float64.
    threads:
        Number of threads over cells, 1 or more.

    Returns
    -------
    GsocSeq
        Stocks in t C/ha and carbon inputs in t C/ha a year, each (cells,).

    Raises
    ------
    SoilCarbonError
        An entry outside its range or a shape that does not fit; NaN passes and gives NaN.

    Notes
    -----
    The deficit of phases 1 and 3 is the periodic one of their mean climate.

    Differences from FAO's scripts, on purpose: RothC's exact monthly step (theirs is an Euler step that can oscillate),
    the deficit carried over months and years, a bare month's own limit of the deficit, 47.91 / 106.06 / 18.27 with the
    cold cut-off at -5 degC.

    References
    ----------
    FAO (2020), GSOCseq technical specifications and country guidelines, doi:10.4060/cb0353en, and the scripts v1.2
    (facts only).
    """
    from soilcarbon import _gsocseq_kernels as kernels

    store = check.storage(dtype)
    threads = check.integer("threads", threads, low=1)
    depth = check.scalar("depth", depth, low=0.0, low_open=True, unit="cm")
    mean_input = check.choice("forward_input", forward_input, FORWARD_INPUT) == "mean"
    stock = np.atleast_1d(_grid("soc", soc, store, 0.0, None, "t C/ha"))
    cells = stock.shape[0]
    stock = _column("soc", stock, cells)
    fines = _column("clay", _grid("clay", clay, store, *c.CLAY_RANGE, "%"), cells)
    share, paddy, known = _land(land_use, cells)
    shade = _months("cover", _grid("cover", cover, store, 0.6, 1.0, ""), cells, 12)
    climate = _climate(
        store, cells, (tmean_spin_up, rain_spin_up, pet_spin_up), (tmean, rain, pet),
        (tmean_anomaly, rain_anomaly, pet_anomaly), region,
    )  # fmt: skip
    npp = (
        np.zeros(0) if npp_spin_up is None else _grid("npp_spin_up", npp_spin_up, np.dtype(float), 0.0, None, "t C/ha")
    )
    if npp.size and npp.shape != (cells, 3):
        raise SoilCarbonError(f"npp_spin_up has shape {npp.shape}; allowed: ({cells}, 3)", argument="npp_spin_up")
    out = np.empty((cells, kernels.COLUMNS))

    def run(begin: int, end: int) -> None:
        kernels.protocol(
            begin, end, climate.years, depth, mean_input, _tables(), stock, fines, 1, share, paddy, *shade,
            *climate.spin_up, npp.reshape(-1), 3, *climate.warm_up, *climate.anomalies, climate.width,
            climate.region, out,
        )  # fmt: skip

    spread(run, cells, threads)
    out[~known] = np.nan
    columns = {name: np.ascontiguousarray(out[:, j], dtype=store) for j, name in enumerate(kernels.RESULT)}
    return GsocSeq(**columns)


@dataclass(frozen=True, slots=True)
class _Climate:
    spin_up: tuple[Any, ...]
    warm_up: tuple[Any, ...]
    anomalies: tuple[Array, ...]
    region: Array
    years: int
    width: int


_CLIMATE = (("tmean", *c.TMEAN_RANGE, "degC"), ("rain", 0.0, None, "mm a month"), ("pet", None, None, "mm a month"))


def _climate(
    store: np.dtype[Any],
    cells: int,
    spin_up: tuple[ArrayLike, ...],
    warm_up: tuple[ArrayLike, ...],
    anomalies: tuple[ArrayLike | None, ...],
    region: ArrayLike | None,
) -> _Climate:
    before: list[Any] = []
    after: list[Any] = []
    given = [value is not None for value in (*anomalies, region)]
    if any(given) and not all(given):
        raise SoilCarbonError(
            "region and all three anomalies go together; allowed: all four or none", argument="region"
        )
    for (name, low, high, unit), early, late in zip(_CLIMATE, spin_up, warm_up, strict=True):
        early_name = f"{name}_spin_up"
        before += _months(early_name, _grid(early_name, early, store, low, high, unit), cells, 12)
        late_values = _grid(name, late, store, low, high, unit)
        after += _months(name, late_values, cells, 12 if all(given) else None)
    lengths = {(np.shape(value) or (1,))[-1] for value in (anomalies if all(given) else warm_up)}  # type: ignore[arg-type]
    if len(lengths) != 1 or not (width := lengths.pop()) or width % 12:
        raise SoilCarbonError("tmean, rain and pet differ in length; allowed: 12 months a year, the same years for all")
    if not all(given):
        none = np.zeros(0, dtype=store)
        return _Climate(tuple(before), tuple(after), (none,) * 3, np.zeros(0, np.int64), width // 12, 0)
    odd = [
        lent(np.ascontiguousarray(check.array(f"{name}_anomaly", value, low=low, ndim=2, dtype=store, allow_nan=True)))  # type: ignore[arg-type]
        for (name, *_), value, low in zip(_CLIMATE, anomalies, (None, 0.0, 0.0), strict=True)
    ]
    regions = min(values.shape[0] for values in odd)
    places = _column("region", check.array("region", region, low=0, high=regions - 1), cells)  # type: ignore[arg-type]
    rows = places.astype(np.int64)
    if (rows != places).any():
        index = check.first_bad(rows != places)
        raise check.refuse("region", float(places[index]), f"whole numbers, 0 to {regions - 1}", index)
    flat = tuple(values.reshape(-1) for values in odd)
    return _Climate(tuple(before), tuple(after), flat, rows, width // 12, width)
