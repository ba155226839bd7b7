"""RothC 26.3: turnover of organic carbon in non-waterlogged topsoil, on many sites at once.

Pools are DPM (decomposable plant material), RPM (resistant plant material), BIO (microbial biomass), HUM (humified
organic matter) and IOM (inert organic matter), in t C/ha. Equations and constants are those of the official programs
RothC_Py and RothC.for (Rothamsted Research, Apache-2.0), which this module reproduces to 1e-10 on their published
example; Coleman & Jenkinson (1996), doi:10.1007/978-3-642-61094-3_17 (from the literature). The model does not hold for
permanently waterlogged, very acid or volcanic soils (from the literature).

One month: temperature factor, soil moisture deficit and its factor, cover factor; the four active pools decay by
exp(-k a / 12) with a the product of the three factors; what is lost becomes CO2, BIO and HUM in shares set by clay; the
month's plant and manure carbon enters afterwards.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import ArrayLike, DTypeLike, NDArray

from soilcarbon import _checks as check
from soilcarbon import _constants as c
from soilcarbon import _equilibrium as balance
from soilcarbon import _radiocarbon
from soilcarbon import _rothc_inputs as read
from soilcarbon import _rothc_twin as twin
from soilcarbon._constants import POOLS
from soilcarbon._gsocseq import GsocSeq, gsocseq
from soilcarbon._rooms import room
from soilcarbon._rothc_results import Equilibrium, FaoEquilibrium, RateModifiers, Simulation
from soilcarbon._threads import spread
from soilcarbon.errors import SoilCarbonError

__all__ = [
    "POOLS",
    "Equilibrium",
    "FaoEquilibrium",
    "GsocSeq",
    "RateModifiers",
    "Simulation",
    "carbon_input_for",
    "equilibrium",
    "falloon_iom",
    "gsocseq",
    "gsocseq_equilibrium",
    "rate_modifiers",
    "simulate",
]

Array = NDArray[Any]
_MOST_REPEATS = 100_000
_KEEP = {"last": 0, "soc": 1, "pools": 2}
_EMPTY = np.zeros((0, 0))
_NOTHING = {store: (np.zeros((0, 0, 5), store), np.zeros((0, 0), store)) for store in check.STORED}


@cache
def _kernels() -> Any:
    """Only a run needs the compiler."""
    from soilcarbon import _rothc_kernels

    return _rothc_kernels


def _rows(values: Array) -> Array:
    """`values` for the kernel: some columns of a table as whole rows, of which it reads the first months."""
    if values.flags.c_contiguous:
        return values
    height, width = values.shape
    if width == 1:
        return np.ascontiguousarray(values)
    return as_strided(values, (height, values.strides[0] // values.itemsize))


def _soil_rows(water: read.Moisture, given: read.Drivers) -> Array:
    if water.standard:
        return _EMPTY
    rows = water.soil(given.site("clay"), given.site("depth"))
    return np.stack([np.broadcast_to(row, (given.sites,)) for row in rows[:4]])


def _into(out: Any, level: int, shape: tuple[int, int], store: np.dtype[Any]) -> Array:
    fits = isinstance(out, np.ndarray) and out.shape == shape and out.dtype == store
    if level != 1 or not fits or not out.flags.carray:
        found = f"{out.dtype} {out.shape}" if isinstance(out, np.ndarray) else type(out).__name__
        rule = f'with keep="soc" a writable, C-contiguous array {store} {shape}'
        raise check.refuse("out", found, rule)
    result: Array = out
    return result


def simulate(
    pools: ArrayLike,
    *,
    tmean: ArrayLike,
    rain: ArrayLike,
    evaporation: ArrayLike,
    evaporation_kind: str,
    covered: ArrayLike,
    plant_carbon: ArrayLike,
    manure_carbon: ArrayLike,
    clay: ArrayLike,
    depth: ArrayLike,
    dpm_rpm: ArrayLike,
    deficit: ArrayLike = 0.0,
    keep: str = "pools",
    dtype: DTypeLike = np.float64,
    repeat: int = 1,
    threads: int = 1,
    out: Array | None = None,
    moisture: str = "standard",
    bare_deficit: str = "standard",
    minimum_moisture: float = c.DRIEST_FACTOR,
    silt: ArrayLike | None = None,
    bulk_density: ArrayLike | None = None,
    organic_carbon: ArrayLike | None = None,
    modern: ArrayLike | None = None,
    ages: ArrayLike = (0.0, 0.0, 0.0, 0.0, _radiocarbon.IOM_AGE),
) -> Simulation:
    """Run RothC month by month.

    Equations (S the deficit, mm; M = -(20 + 1.3 clay - 0.01 clay^2) depth / 23):
        temperature 47.91 / (1 + exp(106.06 / (T + 18.27))), 0 below -5 degC;
        covered S' = max(M, min(0, S + rain - f E)); bare S' = max(min(0.556 M, S), min(0, S + rain - f E));
        moisture 1 if S' > 0.444 M, else 0.2 + 0.8 (M - S') / (M - 0.444 M); cover 0.6 or 1;
        pool' = pool exp(-k a / 12), a the product of the factors, k 10, 0.3, 0.66, 0.02 and 0 per year;
        x = 1.67 (1.85 + 1.60 exp(-0.0786 clay)); of what is lost x/(x+1) is CO2, 0.46/(x+1) BIO, 0.54/(x+1) HUM;
        plant carbon is r/(1+r) DPM, the rest RPM; manure is 49 % DPM, 49 % RPM, 2 % HUM.
    The deficit carries over from year to year, and what enters in a month decays from the next.

    Parameters
    ----------
    pools:
        (sites, 5) or (5,): DPM, RPM, BIO, HUM, IOM before the first month, t C/ha, >= 0.
    tmean, rain, evaporation:
        (sites, months), broadcast as NumPy does (a row serves all sites): mean air temperature, -80 to 60 degC;
        mm a month, rain >= 0 (evaporation any: it may be slightly negative, as in the official example).
    evaporation_kind:
        "open_pan" (multiplied by 0.75) or "pet" (potential evapotranspiration, taken as it is). No default: FAO uses
        PET, the official program open-pan evaporation.
    covered:
        (sites, months), dimensionless: True where plants cover the soil.
    plant_carbon, manure_carbon:
        (sites, months), t C/ha entering in the month, >= 0.
    clay, depth, deficit:
        (sites,): clay 0 to 100 %; depth of the layer in cm, > 0; soil moisture deficit before the first month in mm, <=
        0.
    dpm_rpm:
        (sites,) or (sites, months), ratio r of DPM to RPM in plant carbon, >= 0: 1.44 crops and improved grass, 0.67
        unimproved grass and scrub, 0.25 woodland.
    keep:
        "pools", "soc" or "last"; see `Simulation`.
    dtype:
        float64, or float32 to store at half the size; the arithmetic is float64 always.
    repeat:
        Run the drivers' months so many times over, 1 to 100,000 (a repeating year of 12 months is stepped much faster).
    threads:
        Number of threads over sites, 1 or more.
    out:
        With keep="soc": the array (sites, months) of `dtype`, C-contiguous, that is filled and returned as `soc`. Saves
        the first touch of new memory where many runs follow one another.
    moisture, bare_deficit, minimum_moisture, silt, bulk_density, organic_carbon:
        Options of RothC 2 (Farina et al. 2013): moisture "standard", "van_genuchten" (van Genuchten water contents in
        the usual function) or "van_genuchten_dry" (the soil may dry to 1000 bar; the factor is at its least from 15
        bar on); bare_deficit "standard" or "wilting_point"; the least moisture factor, dimensionless, 0 to 1; silt in
        %, > 0 to 100, bulk density in g/cm3, > 0 to 2.65, organic carbon in %, > 0 to 58, each (sites,), and clay > 0
        too.
    modern:
        (sites, months), % modern carbon of what enters, >= 0; asks for radiocarbon.
    ages:
        (sites, 5) or (5,), age of each pool before the first month in years, >= 0; used with `modern`.

    Returns
    -------
    Simulation
        Pools and soc in t C/ha, deficits in mm, as `keep` asks.

    Raises
    ------
    SoilCarbonError
        An entry outside its range, NaN, or shapes that do not fit; names the argument and the first bad index.

    References
    ----------
    Coleman and Jenkinson (1996), doi:10.1007/978-3-642-61094-3_17; the official program RothC_Py (Rothamsted Research).
    Options of version 2: Farina et al. (2013), Geoderma 200-201, 18-30, doi:10.1016/j.geoderma.2013.01.021, with the
    water contents of Wosten et al. (1999), doi:10.1016/S0016-7061(98)00132-3.
    """
    level = _KEEP[check.choice("keep", keep, _KEEP)]
    factor = read.factor(evaporation_kind)
    store = check.storage(dtype)
    repeat = check.integer("repeat", repeat, low=1, high=_MOST_REPEATS)
    threads = check.integer("threads", threads, low=1)
    water = read.moisture(moisture, bare_deficit, minimum_moisture, silt, bulk_density, organic_carbon)
    if level == repeat == threads == 1 and store is read.DOUBLE and water is read.USUAL and modern is None:
        soc = _straight(
            pools, tmean, rain, evaporation, covered, plant_carbon, manure_carbon, dpm_rpm, deficit, clay, depth,
            factor, out,
        )  # fmt: skip
        if soc is not None:
            return Simulation(None, soc, None, None, None, None)
    start = read.by_pool("pools", read.numbers("pools", pools, read.DOUBLE))
    given = read.drivers(
        tmean=tmean, rain=rain, evaporation=evaporation, covered=covered, plant_carbon=plant_carbon,
        manure_carbon=manure_carbon, dpm_rpm=dpm_rpm, clay=clay, depth=depth, deficit=deficit, dtype=store,
        sites=start.shape[0],
    )  # fmt: skip
    if water is not read.USUAL:
        given.check()
    if modern is not None:
        if out is not None:
            raise check.refuse("out", "given", "None where modern is given")
        return _traced(given, start, water, factor, level, store, modern, ages, repeat)
    return _compiled_run(given, start, water, factor, level, store, repeat, threads, out)


def _straight(
    pools: Any, tmean: Any, rain: Any, evaporation: Any, covered: Any, plant_carbon: Any, manure_carbon: Any,
    dpm_rpm: Any, deficit: Any, clay: Any, depth: Any, factor: float, out: Any,
) -> Array | None:  # fmt: skip
    """SOC where every array is as the kernel reads it and nothing is refused, else None.

    A thousand sites are stepped in little more time than it takes to look closely at what was given.
    """
    if type(tmean) is not np.ndarray or tmean.ndim != 2:
        return None
    sites, months = shape = tmean.shape
    single: tuple[Any, ...] = (clay, depth, dpm_rpm)
    if isinstance(deficit, float):
        deficit = np.array((deficit,))
    else:
        single = (*single, deficit)
    ready = (
        read.as_read(shape, read.DOUBLE, tmean, rain, evaporation, plant_carbon, manure_carbon)
        and read.as_read(shape, read.BOOLEAN, covered)
        and read.as_read((sites,), read.DOUBLE, *single)
        and read.as_read((sites, 5), read.DOUBLE, pools)
        and (out is None or read.as_read(shape, read.DOUBLE, out))
    )
    if not ready:
        return None
    soc: Array = room(shape, read.DOUBLE) if out is None else out
    nothing, empty = _NOTHING[read.DOUBLE]
    refused = _kernels().simulate(
        0, sites, months, 1, 1, factor, c.DRIEST_FACTOR, tmean, rain, evaporation, covered, plant_carbon, manure_carbon,
        dpm_rpm.reshape(-1, 1), pools, deficit, clay, depth, _EMPTY, soc, nothing, empty, empty, _EMPTY,
    )  # fmt: skip
    return soc if refused < 0 else None


def _compiled_run(
    given: read.Drivers,
    start: Array,
    water: read.Moisture,
    factor: float,
    level: int,
    store: np.dtype[Any],
    repeat: int,
    threads: int,
    out: Array | None,
) -> Simulation:
    kernels = _kernels()
    sites, width = given.sites, given.months * repeat
    if out is not None:
        soc = _into(out, level, (sites, width), store)
    else:
        soc = room((sites, width if level else 0), store)
    if level == 2:
        pools, respired, deficits = (room(shape, store) for shape in ((sites, width, 5), soc.shape, soc.shape))
    else:
        pools, respired = _NOTHING[store]
        deficits = respired
    last = _EMPTY if level == 1 else np.empty((sites, 7))
    arguments = (
        given.months, repeat, level, factor, float(water.minimum),
        _rows(given.tmean), _rows(given.rain), _rows(given.evaporation), _rows(given.covered),
        _rows(given.plant_carbon), _rows(given.manure_carbon), _rows(given.dpm_rpm), _rows(start),
        given.deficit, given.clay, given.depth, _soil_rows(water, given), soc, pools, respired, deficits, last,
    )  # fmt: skip
    refused = spread(lambda begin, end: kernels.simulate(begin, end, *arguments), sites, threads)
    if max(refused) >= 0:
        _explain(given, start)
    if level == 1:
        return Simulation(None, soc, None, None, None, None)
    state, water_left = last[:, :5], last[:, 5]
    if level == 0:
        stored = state.astype(store)
        return Simulation(
            stored, stored.sum(axis=1), last[:, 6].astype(store), water_left.astype(store), state, water_left
        )
    return Simulation(pools, soc, respired, deficits, state, water_left)


def _explain(given: read.Drivers, start: Array) -> None:
    """The kernel met a refused entry: find and name it."""
    read.checked("pools", start)
    given.check()
    raise SoilCarbonError("an input overflows; allowed: finite numbers")


def _traced(
    given: read.Drivers,
    start: Array,
    water: read.Moisture,
    factor: float,
    level: int,
    store: np.dtype[Any],
    modern: ArrayLike,
    ages: ArrayLike,
    repeat: int,
) -> Simulation:
    """Radiocarbon needs every month's rate: the plain twin runs, on arrays of sites."""
    read.checked("pools", start)
    given.check()
    if repeat != 1:
        raise check.refuse("repeat", repeat, "1 where modern is given")
    now = read.by_site_and_month("modern", read.checked("modern", modern))
    old = read.by_pool("ages", read.checked("ages", ages))
    sites = read.common({"drivers": given.sites, "modern": now.shape[0], "ages": old.shape[0]}, "sites")
    given.sites = sites
    given.months = read.common({"drivers": given.months, "modern": now.shape[1]}, "months")
    clay, depth = given.site("clay"), given.site("depth")
    given_shares = twin.shares(clay)
    begin = np.broadcast_to(start, (sites, 5))
    run = twin.simulate(
        begin, tmean=given.full("tmean"), balance=given.balance(factor), covered=given.full("covered"),
        plant=given.full("plant_carbon"), manure=given.full("manure_carbon"), dpm_rpm=given.full("dpm_rpm"),
        deficit=given.site("deficit"), ground=water.soil(clay, depth), given=given_shares,
    )  # fmt: skip
    traced = _radiocarbon.trace(
        begin, np.broadcast_to(old, (sites, 5)), np.broadcast_to(now, (sites, given.months)), rate=run.rate,
        plant=given.full("plant_carbon"), manure=given.full("manure_carbon"), dpm_rpm=given.full("dpm_rpm"),
        given=given_shares,
    )  # fmt: skip
    history = traced.delta14c, traced.ages
    if level == 1:
        return Simulation(None, run.soc.astype(store, copy=False), None, None, None, None, *history)
    state, water_left = run.pools[:, -1], run.deficit[:, -1]
    kept = run.pools, run.soc, run.respired, run.deficit
    if level == 0:
        kept = state, run.soc[:, -1], run.respired.sum(axis=1), water_left
    pools, soc, respired, deficits = (values.astype(store, copy=False) for values in kept)
    return Simulation(pools, soc, respired, deficits, state, water_left, *history)


def rate_modifiers(
    *,
    tmean: ArrayLike,
    rain: ArrayLike,
    evaporation: ArrayLike,
    evaporation_kind: str,
    covered: ArrayLike,
    clay: ArrayLike,
    depth: ArrayLike,
    deficit: ArrayLike = 0.0,
    moisture: str = "standard",
    bare_deficit: str = "standard",
    minimum_moisture: float = c.DRIEST_FACTOR,
    silt: ArrayLike | None = None,
    bulk_density: ArrayLike | None = None,
    organic_carbon: ArrayLike | None = None,
) -> RateModifiers:
    """Rate modifying factors of each month, from the deficit given (default: field capacity).

    ``rate = temperature * moisture * cover``, each as in the equations of `simulate`.

    Parameters
    ----------
    tmean, rain, evaporation, evaporation_kind, covered, clay, depth, deficit:
        As in `simulate`.
    moisture, bare_deficit, minimum_moisture, silt, bulk_density, organic_carbon:
        As in `simulate`.

    Returns
    -------
    RateModifiers
        Factors (dimensionless) and the deficit after each month (mm), each (sites, months).

    Raises
    ------
    SoilCarbonError
        As `simulate`: an entry outside its range, NaN, or shapes that do not fit.

    References
    ----------
    Coleman and Jenkinson (1996), doi:10.1007/978-3-642-61094-3_17; Farina et al. (2013),
    doi:10.1016/j.geoderma.2013.01.021.
    """
    factor = read.factor(evaporation_kind)
    given = read.drivers(
        tmean=tmean, rain=rain, evaporation=evaporation, covered=covered, clay=clay, depth=depth, deficit=deficit
    )
    given.check()
    water = read.moisture(moisture, bare_deficit, minimum_moisture, silt, bulk_density, organic_carbon)
    ground = water.soil(given.site("clay"), given.site("depth"))
    covers, rain_less = given.full("covered"), given.balance(factor)
    now, found = given.site("deficit"), []
    for m in range(given.months):
        now = twin.next_deficit(now, rain_less[:, m], covers[:, m], ground)
        found.append(now)
    deficits = np.stack(found, axis=1)
    parts = (
        twin.temperature_factor(given.full("tmean")),
        twin.moisture_factor(deficits, ground.columns()),
        twin.cover_factor(covers),
    )
    return RateModifiers(*parts, parts[0] * parts[1] * parts[2], deficits)


def _year(given: read.Drivers, factor: float) -> balance.YearMap:
    if given.months != 12:
        raise SoilCarbonError(f"the drivers have {given.months} months; allowed: 12", argument="tmean")
    given.check()
    clay, depth = given.site("clay"), given.site("depth")
    rates = balance.year_rates(
        given.full("tmean"), given.balance(factor), given.full("covered"), twin.soil(clay, depth), given.site("deficit")
    )
    return balance.year_map(rates, given.fresh()[..., :4], twin.shares(clay))


def equilibrium(
    *,
    tmean: ArrayLike,
    rain: ArrayLike,
    evaporation: ArrayLike,
    evaporation_kind: str,
    covered: ArrayLike,
    plant_carbon: ArrayLike,
    manure_carbon: ArrayLike,
    clay: ArrayLike,
    depth: ArrayLike,
    dpm_rpm: ArrayLike,
    deficit: ArrayLike = 0.0,
    iom: ArrayLike = 0.0,
) -> Equilibrium:
    """Pools that the same twelve months, repeated for ever, lead to: exact, without a spin-up.

    The deficit first runs from its start (default: field capacity) until it repeats itself each year. Then a year is
    one linear map ``v' = M v + w`` of the four active pools, and ``v* = (I - M)^-1 w``, the state at the end of month
    12. Pools are infinite where nothing decays all year and carbon enters.

    Parameters
    ----------
    tmean, rain, evaporation, covered, plant_carbon, manure_carbon:
        As in `simulate`, (sites, 12).
    evaporation_kind, clay, depth, dpm_rpm, deficit:
        As in `simulate`.
    iom:
        (sites,), inert organic matter in t C/ha, >= 0; added to the result as it is.

    Returns
    -------
    Equilibrium
        ``.pools`` (sites, 5) and ``.soc`` (sites,), t C/ha.

    Raises
    ------
    SoilCarbonError
        As `simulate`; drivers of other than 12 months.

    References
    ----------
    Solved here from the monthly step of `simulate` (it meets the official program's state after 10,000 years to 1e-8);
    Coleman and Jenkinson (1996), doi:10.1007/978-3-642-61094-3_17.
    """
    inert = read.by_site("iom", read.checked("iom", iom))
    given = read.drivers(
        tmean=tmean, rain=rain, evaporation=evaporation, covered=covered, plant_carbon=plant_carbon,
        manure_carbon=manure_carbon, dpm_rpm=dpm_rpm, clay=clay, depth=depth, deficit=deficit,
        sites=inert.shape[0], months=12,
    )  # fmt: skip
    active = balance.rest(_year(given, read.factor(evaporation_kind)))
    pools = np.concatenate([active, np.broadcast_to(inert, (given.sites,))[:, None]], axis=1)
    return Equilibrium(pools, pools.sum(axis=1))


def carbon_input_for(
    soc: ArrayLike,
    *,
    tmean: ArrayLike,
    rain: ArrayLike,
    evaporation: ArrayLike,
    evaporation_kind: str,
    covered: ArrayLike,
    clay: ArrayLike,
    depth: ArrayLike,
    dpm_rpm: ArrayLike,
    iom: ArrayLike | None = None,
    plant_carbon: ArrayLike = 1.0 / 12.0,
    manure_carbon: ArrayLike = 0.0,
    deficit: ArrayLike = 0.0,
) -> NDArray[np.float64]:
    """Carbon input at which a stock is the equilibrium, t C/ha a year.

    The inverse of `equilibrium`, exact and without iteration: pools are linear in what enters, so
    ``carbon_input = (soc - iom) / s`` with s the active carbon that one t C/ha a year sustains.

    Parameters
    ----------
    soc:
        (sites,), stock in t C/ha, >= 0 and at least iom.
    tmean, rain, evaporation, covered:
        As in `simulate`, (sites, 12).
    evaporation_kind, clay, depth, dpm_rpm, deficit:
        As in `simulate`.
    iom:
        (sites,), inert organic matter in t C/ha, >= 0; default `falloon_iom(soc)`.
    plant_carbon, manure_carbon:
        (sites, 12) or one number: the *pattern* over the months in any one unit, such as t C/ha, >= 0 and not all 0
        (default: plant carbon, the same each month). Only their proportions matter.

    Returns
    -------
    t C/ha a year, plant and manure carbon together, (sites,).

    Raises
    ------
    SoilCarbonError
        As `simulate`; a stock below its inert part; a pattern that is all zero.

    References
    ----------
    Solved here from the monthly step of `simulate`; Coleman and Jenkinson (1996), doi:10.1007/978-3-642-61094-3_17, who
    find the input by iteration.
    """
    total = read.by_site("soc", read.checked("soc", soc))
    inert = read.by_site("iom", read.checked("iom", falloon_iom(total) if iom is None else iom))
    given = read.drivers(
        tmean=tmean, rain=rain, evaporation=evaporation, covered=covered, plant_carbon=plant_carbon,
        manure_carbon=manure_carbon, dpm_rpm=dpm_rpm, clay=clay, depth=depth, deficit=deficit,
        sites=read.common({"soc": total.shape[0], "iom": inert.shape[0]}, "sites"), months=12,
    )  # fmt: skip
    total, inert = (np.broadcast_to(values, (given.sites,)) for values in (total, inert))
    short = total < inert
    if short.any():
        index = check.first_bad(short)
        raise check.refuse("soc", float(total[index]), f"at least iom, {inert[index]:g} t C/ha there", index)
    yearly = (given.full("plant_carbon") + given.full("manure_carbon")).sum(axis=1)
    if (yearly == 0.0).any():
        raise check.refuse("plant_carbon", 0.0, "a pattern with some carbon", check.first_bad(yearly == 0.0))
    sustained = balance.rest(_year(given, read.factor(evaporation_kind))).sum(axis=1) / yearly
    found: NDArray[np.float64] = (total - inert) / sustained
    return found


def falloon_iom(soc: ArrayLike) -> NDArray[np.float64]:
    """Inert organic matter from all organic carbon: ``iom = 0.049 soc^1.139``.

    The equation is a regression and exceeds `soc` itself above some 2.6e9 t C/ha.

    Parameters
    ----------
    soc:
        All organic carbon, t C/ha, >= 0; one number or an array of any shape.

    Returns
    -------
    t C/ha, in the shape of `soc`.

    Raises
    ------
    SoilCarbonError
        A negative stock, or NaN.

    References
    ----------
    Falloon et al. (1998), Soil Biology and Biochemistry 30, 1207-1211, doi:10.1016/S0038-0717(97)00256-3. Some programs
    write the factor as 10^-1.31 = 0.04898.
    """
    found: NDArray[np.float64] = c.FALLOON_FACTOR * read.checked("soc", soc) ** c.FALLOON_POWER
    return found


def gsocseq_equilibrium(
    *, soc: ArrayLike, clay: ArrayLike, rate_modifier: ArrayLike, dpm_rpm: ArrayLike
) -> FaoEquilibrium:
    """Pools and carbon input at which a stock is at rest in the continuous model with a mean rate modifier.

    The analytical phase 1 of FAO's GSOCseq protocol. With e = 1/(1 + x), a the rate modifier, f the share of DPM, IOM
    by `falloon_iom` and I the yearly input: ``DPM = f I / (10 a)``, ``RPM = (1 - f) I / (0.3 a)``, and BIO and HUM from
    the balance of their gains, 0.46 e and 0.54 e of all that decays, with their losses. Inputs arrive all year round
    here, so DPM is about 30 % and all active carbon 0.5 % above `equilibrium` on the Hoosfield example.

    Parameters
    ----------
    soc:
        (sites,), stock in t C/ha, >= 0.
    clay:
        (sites,), %, 0 to 100.
    rate_modifier:
        (sites,), yearly mean of the product of all factors, dimensionless, > 0.
    dpm_rpm:
        (sites,), ratio of DPM to RPM in plant carbon, >= 0.

    Returns
    -------
    FaoEquilibrium
        ``.pools`` (sites, 5) in t C/ha and ``.carbon_input`` (sites,) in t C/ha a year.

    Raises
    ------
    SoilCarbonError
        An entry outside its range or NaN, shapes that do not fit, a stock below its inert part.

    References
    ----------
    FAO (2020), GSOCseq technical specifications and country guidelines, doi:10.4060/cb0353en, and its scripts v1.2,
    whose 36 cases are reproduced to 1e-12.
    """
    names = {"soc": soc, "clay": clay, "rate_modifier": rate_modifier, "dpm_rpm": dpm_rpm}
    values = {name: read.by_site(name, read.checked(name, value)) for name, value in names.items()}
    sites = (read.common({name: value.shape[0] for name, value in values.items()}, "sites"),)
    total, fines, rate, ratio = (np.broadcast_to(value, sites) for value in values.values())
    inert = falloon_iom(total)
    unit = balance.continuous(fines, ratio)
    shares = unit / unit.sum(axis=1, keepdims=True)
    active = total - inert
    if (active < 0.0).any():
        index = check.first_bad(active < 0.0)
        raise check.refuse("soc", float(total[index]), "stocks above their own inert part", index)
    pools = np.concatenate([shares * active[:, None], inert[:, None]], axis=1)
    return FaoEquilibrium(pools, active * rate / unit.sum(axis=1))
