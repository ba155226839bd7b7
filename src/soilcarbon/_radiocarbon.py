"""Radiocarbon through RothC: each pool carries an activity that decays, moves and is renewed with the carbon."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from soilcarbon import _rothc_twin as twin

Array = NDArray[np.float64]

DECAY = math.log(2.0) / 5568.0
MEAN_LIFE = 8035.0
IOM_AGE = 50_000.0


class Traced(NamedTuple):
    delta14c: Array
    ages: Array


def delta(age: Array) -> Array:
    """Delta 14C in per mille of a radiocarbon age in years."""
    return 1000.0 * (np.exp(-age / MEAN_LIFE) - 1.0)


def _age(pool: Array, activity: Array) -> Array:
    some = (pool > 0.0) & (activity > 0.0)
    return np.where(some, np.log(np.where(some, pool, 1.0) / np.where(some, activity, 1.0)) / DECAY, 0.0)


def _mixed(pools: Array, lost: Array, share: Array, given: twin.Shares) -> tuple[Array, Array]:
    """Activity of the first four pools after decomposition, and of the carbon that stayed in each."""
    stays = (pools[:, :4] - lost) * share[:, :4]
    moved = (lost * share[:, :4]).sum(axis=1)
    stays[:, 2] += given.bio * moved
    stays[:, 3] += given.hum * moved
    return stays, moved


def trace(
    pools: Array,
    ages: Array,
    modern: Array,
    *,
    rate: Array,
    plant: Array,
    manure: Array,
    dpm_rpm: Array,
    given: twin.Shares,
) -> Traced:
    """Ages (sites, months, 5) and Delta 14C of all carbon (sites, months); modern in percent, (sites, months)."""
    fade = math.exp(-DECAY / 12.0)
    ages = ages.copy()
    out_ages, out_delta = [], []
    for m in range(rate.shape[1]):
        after, lost = twin.decompose(pools, rate[:, m], given)
        activity, _ = _mixed(pools, lost, np.exp(-DECAY * ages), given)
        fresh = twin.inputs(plant[:, m], manure[:, m], dpm_rpm[:, m])
        activity = activity * fade + modern[:, m, None] / 100.0 * fresh[:, :4]
        pools = after + fresh
        ages[:, :4] = _age(pools[:, :4], activity)
        total = activity.sum(axis=1) + pools[:, 4] * np.exp(-DECAY * ages[:, 4])
        out_ages.append(ages.copy())
        out_delta.append(delta(_age(pools.sum(axis=1), total)))
    return Traced(np.stack(out_delta, axis=1), np.stack(out_ages, axis=1))
