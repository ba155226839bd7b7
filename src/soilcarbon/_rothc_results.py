"""What the functions of `rothc` return."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Simulation:
    """What `simulate` returns. What was not kept is None.

    With keep="last" pools, soc and deficit are the state after the last month, and respired is the sum over all months.

    Attributes
    ----------
    pools:
        DPM, RPM, BIO, HUM, IOM after each month, t C/ha, (sites, months, 5); (sites, 5) with keep="last".
    soc:
        Their sum, t C/ha, (sites, months); (sites,) with keep="last".
    respired:
        CO2 carbon of each month, t C/ha, (sites, months); (sites,) with keep="last".
    deficit:
        Soil moisture deficit after each month, mm, <= 0, (sites, months); (sites,) with keep="last".
    last_pools:
        After the last month, t C/ha, (sites, 5), in float64: carries a run on. None with keep="soc".
    last_deficit:
        After the last month, mm, (sites,), in float64. None with keep="soc".
    delta14c:
        Of all carbon after each month, per mille, (sites, months), where `modern` was given.
    ages:
        Radiocarbon age of each pool after each month, years, (sites, months, 5), where `modern` was given.
    """

    pools: Array | None
    soc: Array | None
    respired: Array | None
    deficit: Array | None
    last_pools: Array | None
    last_deficit: Array | None
    delta14c: Array | None = None
    ages: Array | None = None


@dataclass(frozen=True, slots=True)
class RateModifiers:
    """Factors of each month, as `rate_modifiers` returns them.

    Attributes
    ----------
    temperature, moisture, cover:
        Dimensionless, 0 or more, (sites, months).
    rate:
        Their product, dimensionless, (sites, months).
    deficit:
        Soil moisture deficit after each month, mm, <= 0, (sites, months).
    """

    temperature: Array
    moisture: Array
    cover: Array
    rate: Array
    deficit: Array


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """The state at the end of the last month of a year that repeats for ever, as `equilibrium` returns it.

    Attributes
    ----------
    pools:
        DPM, RPM, BIO, HUM, IOM, t C/ha, (sites, 5).
    soc:
        Their sum, t C/ha, (sites,).
    """

    pools: Array
    soc: Array


@dataclass(frozen=True, slots=True)
class FaoEquilibrium:
    """Pools at rest and what sustains them, as `gsocseq_equilibrium` returns them.

    Attributes
    ----------
    pools:
        DPM, RPM, BIO, HUM, IOM, t C/ha, (sites, 5).
    carbon_input:
        t C/ha a year, (sites,).
    """

    pools: Array
    carbon_input: Array
