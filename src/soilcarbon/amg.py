"""AMG: fresh inputs, an active and a stable pool of arable soil, one step a year (version 2, and 1 for comparison)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from soilcarbon import _checks as check
from soilcarbon.errors import SoilCarbonError

__all__ = ["Amg", "Version", "mineralisation_rate", "simulate"]

FloatArray = NDArray[np.float64]

MOST_YEARS = 100_000
STABLE_SHARE = MappingProxyType({"arable": 0.65, "grassland": 0.40, "forest": 0.40})


@dataclass(frozen=True)
class Version:
    """Constants of one version of AMG.

    Attributes
    ----------
    rate:
        Potential rate k0, per year.
    clay:
        a of the clay function, per g/kg.
    carbonate:
        c of the carbonate function, per g/kg.
    reaction_and_quality:
        Whether pH and the soil's C:N ratio act.
    """

    rate: float
    clay: float
    carbonate: float
    reaction_and_quality: bool


VERSIONS: Mapping[int, Version] = MappingProxyType(
    {1: Version(0.165, 0.00272, 0.00167, False), 2: Version(0.290, 0.002519, 0.00150, True)}
)


@dataclass(frozen=True)
class Amg:
    """Carbon year by year, as `simulate` returns it.

    Attributes
    ----------
    active:
        Active pool at each year's end, t/ha, (sites, years).
    soc:
        Active and stable carbon at each year's end, t/ha, (sites, years).
    respired:
        CO2 carbon of each year, t/ha, (sites, years), from the fresh inputs and the active pool.
    stable:
        The stable pool, t/ha, (sites,); it never changes.
    """

    active: FloatArray
    soc: FloatArray
    respired: FloatArray
    stable: FloatArray


def mineralisation_rate(
    *,
    tmean: ArrayLike,
    rain: ArrayLike,
    pet: ArrayLike,
    clay: ArrayLike,
    carbonate: ArrayLike = 0.0,
    ph: ArrayLike | None = None,
    carbon_nitrogen: ArrayLike | None = None,
    version: int = 2,
) -> FloatArray:
    """Yearly rate k of the active pool.

    ``k = k0 fT fH fclay fCaCO3 [fpH fCN]`` with ``fT = 25/(1 + 24 exp(0.12*15) exp(-0.12 T))``, 0 up to 0 degC;
    ``fH = 1/(1 + 0.03 exp(-5.247 (P - PET)/1000))``; ``fclay = exp(-a clay)`` and ``fCaCO3 = 1/(1 + c CaCO3)``, both
    in g/kg; in version 2 ``fpH = exp(-0.112 (pH - 8.5)^2)`` and ``fCN = 0.8 exp(-0.060 (CN - 11)^2) + 0.2``.

    Parameters
    ----------
    tmean, rain, pet:
        Yearly mean in degC, -50 to 60; yearly sums in mm, 0 or more, rain including irrigation. One number, (sites,) or
        (sites, years); all arguments broadcast.
    clay:
        %, 0 to 100; broadcasts.
    carbonate:
        CaCO3, g/kg, 0 to 1000; broadcasts.
    ph, carbon_nitrogen:
        Soil pH in water, 2 to 12, and C:N ratio, 1 to 60 (both dimensionless); required by version 2, refused by
        version 1. They broadcast.
    version:
        1 (k0 0.165, a 0.00272, c 0.00167) or 2 (k0 0.290, a 0.002519, c 0.00150): any other is refused.

    Returns
    -------
    k, per year, in the broadcast shape: what `simulate` takes as `rate`.

    Raises
    ------
    SoilCarbonError
        NaN or an entry outside its range, shapes that do not broadcast, pH or C:N missing in version 2 or given in 1.

    Notes
    -----
    Made for temperate arable soil. Constants of version 1 were taken from a published program; k0 = 0.290 of version 2
    is from the literature and was not verified against a program.

    References
    ----------
    Clivot et al. (2019), Environmental Modelling & Software 118, 99-113, doi:10.1016/j.envsoft.2019.04.004.
    """
    constants = _version(version)
    values = {
        "tmean": check.array("tmean", tmean, low=-50, high=60, unit="degC"),
        "rain": check.array("rain", rain, low=0, unit="mm a year"),
        "pet": check.array("pet", pet, low=0, unit="mm a year"),
        "clay": check.array("clay", clay, low=0, high=100, unit="%"),
        "carbonate": check.array("carbonate", carbonate, low=0, high=1000, unit="g/kg"),
    }
    quality = _reaction_and_quality(ph, carbon_nitrogen, constants)
    check.together({**values, "ph": quality})
    temperature, moisture = values["tmean"], values["rain"] - values["pet"]
    warm = np.where(temperature > 0, 25 / (1 + 24 * np.exp(0.12 * 15) * np.exp(-0.12 * temperature)), 0.0)
    humid = 1 / (1 + 0.03 * np.exp(-5.247 * moisture / 1000))
    held = np.exp(-constants.clay * 10 * values["clay"]) / (1 + constants.carbonate * values["carbonate"])
    return np.asarray(constants.rate * warm * humid * held * quality)


def _version(version: int) -> Version:
    return VERSIONS[check.integer("version", version, low=1, high=2)]


def _reaction_and_quality(ph: ArrayLike | None, ratio: ArrayLike | None, constants: Version) -> FloatArray:
    given = {"ph": ph, "carbon_nitrogen": ratio}
    for name, value in given.items():
        if (value is None) == constants.reaction_and_quality:
            raise SoilCarbonError(
                f"{name} is {'None' if value is None else 'given'}; allowed: a value for version 2, None for version 1",
                argument=name,
            )
    if ph is None or ratio is None:
        return np.ones(())
    reaction = check.array("ph", ph, low=2, high=12)
    quality = check.array("carbon_nitrogen", ratio, low=1, high=60)
    check.together({"ph": reaction, "carbon_nitrogen": quality})
    return np.asarray(np.exp(-0.112 * (reaction - 8.5) ** 2) * (0.8 * np.exp(-0.060 * (quality - 11) ** 2) + 0.2))


def simulate(
    soc: ArrayLike,
    carbon_inputs: Mapping[str, ArrayLike],
    *,
    humification: Mapping[str, ArrayLike],
    rate: ArrayLike,
    years: int | None = None,
    history: str = "arable",
    stable_share: ArrayLike | None = None,
) -> Amg:
    """SOC year by year.

    ``C_A(t+1) = C_A(t) + sum_i m_i h_i - k C_A(t)``, ``SOC = C_S + C_A``, ``C_S = stable_share * SOC(0)`` for ever;
    ``respired = sum_i m_i (1 - h_i) + k C_A(t)``.

    Parameters
    ----------
    soc:
        Initial stock, t/ha, 0 or more: one number or one a site.
    carbon_inputs:
        Source -> carbon, t/ha a year, 0 or more: one number, one a site, or (sites, years). Such as
        ``{"above": ..., "below": ..., "manure": ...}``.
    humification:
        The same sources -> h, the share that becomes humus, 0 to 1; crop-specific. One number, one a site, or (sites,
        years). About 0.22 for above-ground and 0.39 for below-ground residues of cereals, from the literature and not
        verified.
    rate:
        k per year from `mineralisation_rate`, 0 to 1: one number, one a site, or (sites, years).
    years:
        Number of years, 1 to 100,000; required where neither inputs nor rate are (sites, years).
    history:
        ``"arable"`` (stable share 0.65), ``"grassland"`` or ``"forest"`` (0.40).
    stable_share:
        Replaces the share of `history`, 0 to 1: one number or one a site.

    Returns
    -------
    Amg
        ``.active``, ``.soc``, ``.respired`` (sites, years), ``.stable`` (sites,); t/ha.

    Raises
    ------
    SoilCarbonError
        An entry out of range; sources without a humification; a rate above 1, where a yearly step would take more than
        is there (hot, wet sand: the model was made for temperate arable soil).

    References
    ----------
    Clivot et al. (2019), Environmental Modelling & Software 118, 99-113, doi:10.1016/j.envsoft.2019.04.004 (from the
    literature; no published run was reproduced).
    """
    start = check.array("soc", soc, low=0, unit="t/ha", ndim=(0, 1))
    if stable_share is None:
        check.choice("history", history, STABLE_SHARE)
        stable_share = STABLE_SHARE[history]
    share = check.array("stable_share", stable_share, low=0, high=1, ndim=(0, 1))
    k = check.array("rate", rate, low=0, high=1, unit="per year", ndim=(0, 1, 2))
    sources = _sources(carbon_inputs, humification)
    named = {"soc": start, "stable_share": share, "rate": k}
    for source, (amount, humus) in sources.items():
        named |= {f"carbon_inputs[{source!r}]": amount, f"humification[{source!r}]": humus}
    sites, count = _extent(named, years)
    entering, kept = np.zeros((sites, count)), np.zeros((sites, count))
    for amount, humus in sources.values():
        entering += _spread(amount, sites, count)
        kept += _spread(amount, sites, count) * _spread(humus, sites, count)
    stable = np.broadcast_to(share * start, (sites,)).copy()
    begin = np.broadcast_to(start, (sites,)) - stable
    active, lost = _step(begin, kept, _spread(k, sites, count))
    return Amg(active, active + stable[:, None], entering - kept + lost, stable)


def _step(begin: FloatArray, kept: FloatArray, rate: FloatArray) -> tuple[FloatArray, FloatArray]:
    active, lost = np.empty_like(rate), np.empty_like(rate)
    now = begin
    for year in range(rate.shape[1]):
        lost[:, year] = rate[:, year] * now
        now = now - lost[:, year] + kept[:, year]
        active[:, year] = now
    return active, lost


def _sources(
    carbon_inputs: Mapping[str, ArrayLike], humification: Mapping[str, ArrayLike]
) -> dict[str, tuple[FloatArray, FloatArray]]:
    amounts = check.mapping("carbon_inputs", carbon_inputs, "a mapping of sources to carbon")
    kept = check.mapping("humification", humification, "a mapping of sources to their shares")
    if not amounts or set(amounts) != set(kept):
        rule = f"those of carbon_inputs, {sorted(map(str, amounts))}"
        raise SoilCarbonError(
            f"humification has sources {sorted(map(str, kept))}; allowed: {rule}", argument="humification"
        )
    return {
        source: (
            check.array(f"carbon_inputs[{source!r}]", value, low=0, unit="t/ha", ndim=(0, 1, 2)),
            check.array(f"humification[{source!r}]", kept[source], low=0, high=1, ndim=(0, 1, 2)),
        )
        for source, value in amounts.items()
    }


def _extent(values: dict[str, FloatArray], years: int | None) -> tuple[int, int]:
    shape = check.together({name: v[:, None] if v.ndim == 1 else v for name, v in values.items()})
    count = shape[1] if len(shape) == 2 else 1
    if years is not None:
        wanted = check.integer("years", years, low=1, high=MOST_YEARS)
        if count not in (1, wanted):
            raise check.refuse("years", wanted, f"{count}, the years of the arrays")
        count = wanted
    elif not any(v.ndim == 2 for v in values.values()):
        raise SoilCarbonError("years is None; allowed: a number where no input is (sites, years)", argument="years")
    return (shape[0] if shape else 1), count


def _spread(value: FloatArray, sites: int, years: int) -> FloatArray:
    return np.broadcast_to(value[:, None] if value.ndim == 1 else value, (sites, years))
