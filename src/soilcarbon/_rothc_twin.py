"""RothC 26.3 in plain NumPy, one month at a time: what every compiled kernel is tested against."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from soilcarbon import _constants as c

Array = NDArray[np.float64]


class Soil(NamedTuple):
    """Deficits in mm (<= 0): the greatest, at 1 bar, at 15 bar, the driest a bare soil gets; and the least factor."""

    greatest: Array
    one_bar: Array
    fifteen_bar: Array
    bare: Array
    driest: float = c.DRIEST_FACTOR

    def columns(self) -> Soil:
        """The same, to be set beside (sites, months)."""
        one, two, three, four = (np.asarray(row)[..., None] for row in self[:4])
        return Soil(one, two, three, four, self.driest)

    def at(self, sites: NDArray[np.intp], count: int) -> Soil:
        """Some of `count` sites."""
        one, two, three, four = (np.broadcast_to(row, (count,))[sites] for row in self[:4])
        return Soil(one, two, three, four, self.driest)


class Shares(NamedTuple):
    """Where lost carbon goes: each share of 1."""

    bio: Array
    hum: Array
    respired: Array


def soil(clay: Array, depth: Array, driest: float = c.DRIEST_FACTOR) -> Soil:
    greatest = -(20.0 + 1.3 * clay - 0.01 * clay**2) * depth / c.REFERENCE_DEPTH
    return Soil(greatest, c.ONE_BAR * greatest, greatest, c.BARE * greatest, driest)


def shares(clay: Array) -> Shares:
    x = 1.67 * (1.85 + 1.60 * np.exp(-0.0786 * clay))
    return Shares(c.TO_BIO / (x + 1.0), c.TO_HUM / (x + 1.0), x / (x + 1.0))


def temperature_factor(tmean: Array) -> Array:
    warm = np.maximum(tmean, c.COLD)
    factor = c.TEMPERATURE_A / (1.0 + np.exp(c.TEMPERATURE_B / (warm + c.TEMPERATURE_C)))
    return np.where(tmean >= c.COLD, factor, 0.0)


def next_deficit(deficit: Array, balance: Array, covered: NDArray[np.bool_], ground: Soil) -> Array:
    """Deficit after a month whose rain less evaporation is `balance`."""
    floor = np.where(covered, ground.greatest, np.minimum(ground.bare, deficit))
    return np.maximum(floor, np.minimum(0.0, deficit + balance))


def moisture_factor(deficit: Array, ground: Soil) -> Array:
    slope = (1.0 - ground.driest) / (ground.fifteen_bar - ground.one_bar)
    line = ground.driest + (ground.fifteen_bar - deficit) * slope
    return np.where(deficit > ground.one_bar, 1.0, np.maximum(line, ground.driest))


def cover_factor(covered: NDArray[np.bool_]) -> Array:
    return np.where(covered, c.COVERED_FACTOR, 1.0)


def decompose(pools: Array, rate: Array, given: Shares) -> tuple[Array, Array]:
    """Pools (sites, 5) after a month at `rate` (sites,) and the carbon lost by each of the first four (sites, 4)."""
    left = pools[:, :4] * np.exp(-np.asarray(c.RATES) * rate[:, None] / 12.0)
    lost = pools[:, :4] - left
    total = lost.sum(axis=1)
    after = np.concatenate([left, pools[:, 4:]], axis=1)
    after[:, 2] += given.bio * total
    after[:, 3] += given.hum * total
    return after, lost


def inputs(plant: Array, manure: Array, dpm_rpm: Array) -> Array:
    """Carbon that enters each of the five pools, (sites, 5)."""
    dpm = plant * dpm_rpm / (1.0 + dpm_rpm)
    zero = np.zeros_like(plant)
    return np.stack(
        [dpm + c.MANURE_DPM * manure, (plant - dpm) + c.MANURE_RPM * manure, zero, c.MANURE_HUM * manure, zero], axis=-1
    )


class Run(NamedTuple):
    pools: Array
    soc: Array
    respired: Array
    deficit: Array
    rate: Array


def simulate(
    pools: Array,
    *,
    tmean: Array,
    balance: Array,
    covered: NDArray[np.bool_],
    plant: Array,
    manure: Array,
    dpm_rpm: Array,
    deficit: Array,
    ground: Soil,
    given: Shares,
) -> Run:
    """All drivers (sites, months), fully broadcast; pools (sites, 5); the rest (sites,)."""
    out_pools, out_respired, out_deficit, out_rate = [], [], [], []
    for m in range(tmean.shape[1]):
        deficit = next_deficit(deficit, balance[:, m], covered[:, m], ground)
        rate = temperature_factor(tmean[:, m]) * moisture_factor(deficit, ground) * cover_factor(covered[:, m])
        pools, lost = decompose(pools, rate, given)
        pools = pools + inputs(plant[:, m], manure[:, m], dpm_rpm[:, m])
        out_pools.append(pools)
        out_respired.append(given.respired * lost.sum(axis=1))
        out_deficit.append(deficit)
        out_rate.append(rate)
    stacked = np.stack(out_pools, axis=1)
    months = (np.stack(values, axis=1) for values in (out_respired, out_deficit, out_rate))
    return Run(stacked, stacked.sum(axis=2), *months)
