"""Spatially balanced sampling by the local pivotal method."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from soilcarbon import _checks as check
from soilcarbon.errors import SoilCarbonError

FloatArray = NDArray[np.float64]
EDGE = 1e-9
TIE = 1e-12
LISTED = 8


def balanced_sample(
    coordinates: ArrayLike, *, size: int | None = None, probabilities: ArrayLike | None = None, seed: int
) -> NDArray[np.intp]:
    """A well-spread random sample whose inclusion probabilities are exactly those asked for.

    Local pivotal method 2 (Grafstrom, Lundstrom and Schelin 2012): a unit drawn at random and its nearest undecided
    neighbour settle their two probabilities p and q so that at least one becomes 0 or 1, without changing either's
    expectation: with ``s = p + q`` below 1 one takes s and the other 0, the first with chance ``p/s``; else one takes 1
    and the other ``s - 1``, the first with chance ``(1 - q)/(2 - s)``. Neighbours therefore seldom enter together, and
    the Horvitz-Thompson estimator stays unbiased.

    Parameters
    ----------
    coordinates:
        (units, dimensions), finite: places, or places and scaled covariates, in one unit of length; (units,) is one
        dimension.
    size:
        Number of units to draw with equal probability, at least 1 and at most all; or
    probabilities:
        inclusion probabilities, (units,), 0 to 1. Where they sum to a whole number the size is always that number,
        else it is one of the two nearest.
    seed:
        A whole number, 0 or more: the same seed, coordinates and probabilities give the same sample.

    Returns
    -------
    Sorted indices of the sampled units, (sampled,).

    Raises
    ------
    SoilCarbonError
        Neither or both of size and probabilities; an entry out of range or NaN; a seed that is no whole number.

    References
    ----------
    Biometrics 68, 514-520 (2012), doi:10.1111/j.1541-0420.2011.01699.x (from the literature; the inclusion
    probabilities are tested by simulation and by enumeration).
    """
    places = _places(coordinates)
    chance = _chances(size, probabilities, places.shape[0])
    generator = np.random.default_rng(check.seed("seed", seed))
    undecided = (chance > EDGE) & (chance < 1 - EDGE)
    search = _Neighbours(places, undecided)
    alive = [int(i) for i in np.flatnonzero(undecided)]
    where = {unit: slot for slot, unit in enumerate(alive)}
    while len(alive) > 1:
        first = alive[int(generator.integers(len(alive)))]
        second = search.nearest(first, generator)
        chance[first], chance[second] = _settle(chance[first], chance[second], generator.random())
        for unit in (first, second):
            if not EDGE < chance[unit] < 1 - EDGE:
                chance[unit] = round(chance[unit])
                search.drop(unit)
                _remove(alive, where, unit)
    for unit in alive:
        chance[unit] = float(generator.random() < chance[unit])
    return np.flatnonzero(chance > 0.5)


def _places(coordinates: ArrayLike) -> FloatArray:
    places = check.array("coordinates", coordinates, ndim=(1, 2))
    places = places[:, None] if places.ndim == 1 else places
    if places.size == 0:
        raise SoilCarbonError("coordinates is empty; allowed: at least one unit", argument="coordinates")
    return places


def _chances(size: int | None, probabilities: ArrayLike | None, units: int) -> FloatArray:
    if size is not None and probabilities is None:
        return np.full(units, check.integer("size", size, low=1, high=units) / units)
    if probabilities is None or size is not None:
        raise SoilCarbonError("size and probabilities: give one of the two", argument="size")
    return check.array("probabilities", probabilities, low=0, high=1, shape=(units,)).copy()


def _settle(p: float, q: float, u: float) -> tuple[float, float]:
    total = p + q
    if total < 1:
        return (0.0, total) if u < q / total else (total, 0.0)
    return (1.0, total - 1) if u < (1 - q) / (2 - total) else (total - 1, 1.0)


def _remove(alive: list[int], where: dict[int, int], unit: int) -> None:
    slot, last = where.pop(unit), alive.pop()
    if last != unit:
        alive[slot] = last
        where[last] = slot


class _Neighbours:
    """Nearest undecided unit, from lists that are made anew each time half of the units have been decided."""

    def __init__(self, places: FloatArray, undecided: NDArray[np.bool_]) -> None:
        self.places, self.undecided = places, undecided
        self.left = int(undecided.sum())
        self._build()

    def _build(self) -> None:
        from scipy.spatial import cKDTree

        self.units = np.flatnonzero(self.undecided)
        if not self.units.size:
            return
        self.tree: Any = cKDTree(self.places[self.units])
        listed = range(1, min(LISTED, self.units.size) + 1)
        self.distances, found = self.tree.query(self.places[self.units], k=listed)
        self.others = self.units[found]
        self.slot = dict(zip(self.units.tolist(), range(self.units.size), strict=True))

    def drop(self, unit: int) -> None:
        self.undecided[unit] = False
        self.left -= 1
        if self.left < self.units.size / 2:
            self._build()

    def nearest(self, unit: int, generator: np.random.Generator) -> int:
        slot = self.slot[unit]
        distance, others = self.distances[slot], self.others[slot]
        while True:
            open_ = self.undecided[others] & (others != unit)
            if open_.any() or others.size == self.units.size:
                break
            count = min(2 * others.size, self.units.size)
            distance, found = self.tree.query(self.places[unit], k=range(1, count + 1))
            others = self.units[found]
        near, others = distance[open_], others[open_]
        ties = others[near <= near[0] * (1 + TIE) + TIE * np.finfo(np.float64).tiny]
        return int(ties[generator.integers(ties.size)])


def spatial_balance(sample: ArrayLike, coordinates: ArrayLike, *, probabilities: ArrayLike | None = None) -> float:
    """Voronoi measure of balance: 0 is perfect, simple random sampling is near 0.3 to 0.5.

    ``B = sum_i (v_i - 1)^2 / n``, v_i the summed inclusion probabilities of the units nearest to sampled unit i.

    Parameters
    ----------
    sample:
        Indices into `coordinates`, (sampled,), whole numbers, at least 0 and below the number of units, each once, as
        `balanced_sample` returns them: numbers without a unit.
    coordinates, probabilities:
        As for `balanced_sample`; equal probabilities where none are given.

    Returns
    -------
    B, dimensionless, 0 or more.

    Raises
    ------
    SoilCarbonError
        An empty sample, an index that is no unit's or stands twice, entries out of range or NaN.

    References
    ----------
    Stevens and Olsen (2004), Journal of the American Statistical Association 99, 262-278,
    doi:10.1198/016214504000000250.
    """
    from scipy.spatial import cKDTree

    places = _places(coordinates)
    units = places.shape[0]
    given = check.array("sample", sample, low=0, high=units - 1, ndim=1)
    drawn = given.astype(np.intp)
    if (drawn != given).any():
        index = check.first_bad(drawn != given)
        raise check.refuse("sample", float(given[index]), "whole numbers, indices of units", index)
    if drawn.size == 0:
        raise SoilCarbonError("sample is empty; allowed: at least one unit", argument="sample")
    chance = _chances(drawn.size, None, units) if probabilities is None else _chances(None, probabilities, units)
    _, owner = cKDTree(places[drawn]).query(places)
    return float(np.mean((np.bincount(owner, weights=chance, minlength=drawn.size) - 1) ** 2))
