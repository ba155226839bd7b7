"""Where RothC comes to rest: the periodic deficit, the year as one linear map, and FAO's continuous form."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from soilcarbon import _constants as c
from soilcarbon import _rothc_twin as twin
from soilcarbon.errors import SoilCarbonError

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
_MOST_YEARS = 20_000


def periodic_deficit(balance: Array, covered: Flags, ground: twin.Soil, start: Array) -> Array:
    """Deficits (sites, 12) of the year that repeats itself when the same twelve months recur from `start`."""
    sites, months = balance.shape
    result = np.empty((sites, months))
    active = np.arange(sites)
    deficit = start.copy()
    for _ in range(_MOST_YEARS):
        rows = ground.at(active, sites)
        now = deficit[active]
        for m in range(months):
            now = twin.next_deficit(now, balance[active, m], covered[active, m], rows)
            result[active, m] = now
        moved = np.abs(now - deficit[active]) > 1e-9
        deficit[active] = now
        active = active[moved]
        if active.size == 0:
            break
    return result


def year_rates(tmean: Array, balance: Array, covered: Flags, ground: twin.Soil, start: Array) -> Array:
    """Rate modifier (sites, 12) of the periodic year."""
    deficit = periodic_deficit(balance, covered, ground, start)
    return twin.temperature_factor(tmean) * twin.moisture_factor(deficit, ground.columns()) * twin.cover_factor(covered)


class YearMap(NamedTuple):
    """One year as v -> matrix v + added for (DPM, RPM, BIO, HUM): (sites, 4, 4) and (sites, 4)."""

    matrix: Array
    added: Array


def year_map(rates: Array, fresh: Array, given: twin.Shares) -> YearMap:
    """Compose the months: rates (sites, 12), carbon that enters after each month's decay (sites, 12, 4)."""
    sites = rates.shape[0]
    matrix = np.broadcast_to(np.eye(4), (sites, 4, 4)).copy()
    added = np.zeros((sites, 4))
    bio, hum = (np.broadcast_to(share, (sites,))[:, None] for share in given[:2])
    for m in range(rates.shape[1]):
        left = np.exp(-np.asarray(c.RATES) * rates[:, m, None] / 12.0)
        month = np.zeros((sites, 4, 4))
        month[:, range(4), range(4)] = left
        month[:, 2] += bio * (1.0 - left)
        month[:, 3] += hum * (1.0 - left)
        matrix = month @ matrix
        added = np.einsum("sij,sj->si", month, added) + fresh[:, m]
    return YearMap(matrix, added)


def rest(year: YearMap) -> Array:
    """The fixed point (I - M)^-1 w, (sites, 4). Refused where nothing decays all year: there carbon has no rest."""
    bare = np.linalg.det(np.eye(4) - year.matrix) == 0.0
    held = np.where(bare[:, None, None], 0.0, year.matrix)
    solved: Array = np.linalg.solve(np.eye(4) - held, year.added[..., None])[..., 0].astype(np.float64, copy=False)
    endless = bare | ~np.isfinite(solved).all(axis=1)
    if endless.any():
        site = int(np.argmax(endless))
        words = f"tmean[{site}] leaves no month in which carbon decays; allowed: a year with some decay"
        raise SoilCarbonError(words, argument="tmean", index=(site,))
    return solved


def continuous(clay: Array, dpm_rpm: Array) -> Array:
    """Pools (sites, 4) in t/ha that 1 t C/ha/y sustains at a mean rate modifier of 1 (they scale with 1 / modifier)."""
    x = 1.67 * (1.85 + 1.60 * np.exp(-0.0786 * clay))
    efficiency = 1.0 / (1.0 + x)
    bio, hum = c.TO_BIO * efficiency, c.TO_HUM * efficiency
    share = dpm_rpm / (1.0 + dpm_rpm)
    # Balance of BIO and HUM, with u = k B and v = k H: u = bio (1 + u + v), v = hum (1 + u + v).
    turned = 1.0 / (1.0 - bio - hum)
    return np.stack([share / c.K_DPM, (1.0 - share) / c.K_RPM, bio * turned / c.K_BIO, hum * turned / c.K_HUM], axis=-1)
