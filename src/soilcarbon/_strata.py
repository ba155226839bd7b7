"""Compact strata from coordinates and covariates."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from soilcarbon import _checks as check
from soilcarbon.errors import SoilCarbonError

FloatArray = NDArray[np.float64]
# Each start goes so far, and only the best of them to its rest.
FIRST_ROUNDS = 30
ROUNDS = 300
EQUAL_ROUNDS = 20
MOST_STARTS = 1000


class Strata(NamedTuple):
    """A division of units into strata, as `stratify` returns it.

    Attributes
    ----------
    labels:
        Stratum of each unit, 0 to strata - 1, whole numbers without a unit, (units,).
    weights:
        Share of the units in each stratum, (strata,), summing to 1.
    centres:
        Mean coordinates of each stratum, in the unit of the coordinates, (strata, dimensions).
    """

    labels: NDArray[np.intp]
    weights: FloatArray
    centres: FloatArray


def stratify(
    coordinates: ArrayLike,
    *,
    strata: int,
    covariates: ArrayLike | None = None,
    covariate_weight: float = 1.0,
    equal_size: bool = False,
    starts: int = 5,
    seed: int = 0,
) -> Strata:
    """Divide units (grid cells, plots) into compact strata by k-means.

    Minimises ``Q = sum_i |x_i - c(stratum of i)|^2`` with c the strata's means and x the coordinates over the root mean
    of their variances, beside them each covariate standardised and times `covariate_weight`. So coordinates share one
    scale, and distances stay true. The best of `starts` runs is kept. Sampling two or more units in each stratum then
    covers the area evenly; strata alike in a covariate of SOC (clay, wetness, yield, an earlier map) lower the variance
    further.

    Parameters
    ----------
    coordinates:
        (units, 2) in a projected system, or (units, dimensions): any finite numbers in one unit of length.
    strata:
        2 or more (or 1), at most the number of distinct units.
    covariates:
        (units, k) or (units,), any finite numbers, each in its unit; constant columns are ignored.
    covariate_weight:
        Dimensionless, 0 or more. 0: none; 1: a covariate's standard deviation counts as much as that of the
        coordinates.
    equal_size:
        True: sizes differ by at most one unit (so equal shares of a grid), at some loss of compactness.
    starts:
        Number of runs from other first centres (k-means++), 1 to 1000.
    seed:
        A whole number, 0 or more: the same seed gives the same strata.

    Returns
    -------
    Strata
        ``.labels``, numbered along the first coordinate of their centres; ``.weights`` for
        `inference.stratified_mean`; ``.centres``.

    Raises
    ------
    SoilCarbonError
        More strata than distinct units; NaN or unlike shapes; a seed that is no whole number.

    References
    ----------
    Walvoort, Brus, de Gruijter (2010), Computers & Geosciences 36, 1261-1267, doi:10.1016/j.cageo.2010.04.005 (the
    idea; not their program).
    """
    places = check.array("coordinates", coordinates, ndim=2)
    if places.size == 0:
        raise SoilCarbonError("coordinates is empty; allowed: at least one unit", argument="coordinates")
    count = check.integer("strata", strata, low=1)
    table = _table(places, covariates, check.scalar("covariate_weight", covariate_weight, low=0))
    distinct = np.unique(table, axis=0).shape[0]
    if count > distinct:
        raise check.refuse("strata", count, f"1 to {distinct}, the distinct units")
    generator = np.random.default_rng(check.seed("seed", seed))
    begins = [
        _spread_out(table, count, generator) for _ in range(check.integer("starts", starts, low=1, high=MOST_STARTS))
    ]
    labels = min((_cluster(table, begin, _nearest, FIRST_ROUNDS) for begin in begins), key=lambda run: run[1])[0]
    labels = _cluster(table, _means(table, labels, count), _nearest, ROUNDS)[0]
    if check.switch("equal_size", equal_size):
        labels = _cluster(table, _means(table, labels, count), _fill, EQUAL_ROUNDS)[0]
    centres = _means(places, labels, count)
    order = np.lexsort(centres.T[::-1])
    labels = np.argsort(order)[labels]
    return Strata(labels, np.bincount(labels, minlength=count) / labels.size, centres[order])


def _table(places: FloatArray, covariates: ArrayLike | None, weight: float) -> FloatArray:
    scale = np.sqrt(places.var(axis=0).mean()) or 1.0
    columns = [(places - places.mean(axis=0)) / scale]
    if covariates is not None:
        extra = check.array("covariates", covariates, ndim=(1, 2))
        extra = extra[:, None] if extra.ndim == 1 else extra
        if extra.shape[0] != places.shape[0]:
            raise SoilCarbonError(
                f"covariates has shape {extra.shape}; allowed: ({places.shape[0]}, any)", argument="covariates"
            )
        spread = extra.std(axis=0)
        varied = spread > 0
        columns.append(weight * (extra[:, varied] - extra[:, varied].mean(axis=0)) / spread[varied])
    return np.hstack(columns)


def _squares(table: FloatArray, centres: FloatArray) -> FloatArray:
    from scipy.spatial.distance import cdist

    return np.asarray(cdist(table, centres, "sqeuclidean"))


def _spread_out(table: FloatArray, count: int, generator: np.random.Generator) -> FloatArray:
    """First centres: each drawn with a chance proportional to its squared distance from those before (k-means++)."""
    chosen = [int(generator.integers(table.shape[0]))]
    nearest = ((table - table[chosen[0]]) ** 2).sum(axis=1)
    while len(chosen) < count:
        chosen.append(int(generator.choice(table.shape[0], p=nearest / nearest.sum())))
        nearest = np.minimum(nearest, ((table - table[chosen[-1]]) ** 2).sum(axis=1))
    return table[chosen]


def _means(table: FloatArray, labels: NDArray[np.intp], count: int) -> FloatArray:
    sums = np.stack([np.bincount(labels, weights=column, minlength=count) for column in table.T], axis=1)
    return np.asarray(sums / np.bincount(labels, minlength=count)[:, None])


def _cluster(
    table: FloatArray, centres: FloatArray, assign: Callable[[FloatArray], NDArray[np.intp]], rounds: int
) -> tuple[NDArray[np.intp], float]:
    """Labels with the smallest sum of squares met while units and centres are assigned in turn, and that sum."""
    best, least = np.full(table.shape[0], -1, dtype=np.intp), np.inf
    labels = best
    for _ in range(rounds):
        squares = _squares(table, centres)
        now = assign(squares)
        within = float(squares[np.arange(now.size), now].sum())
        if within < least:
            best, least = now, within
        if np.array_equal(now, labels):
            break
        labels = now
        centres = _means(table, labels, centres.shape[0])
    return best, least


def _nearest(squares: FloatArray) -> NDArray[np.intp]:
    labels: NDArray[np.intp] = squares.argmin(axis=1)
    for empty in np.flatnonzero(np.bincount(labels, minlength=squares.shape[1]) == 0):
        crowded = np.bincount(labels, minlength=squares.shape[1])[labels] > 1
        far = np.where(crowded, squares[np.arange(labels.size), labels], -1.0)
        labels[int(far.argmax())] = empty
    return labels


def _fill(squares: FloatArray) -> NDArray[np.intp]:
    """Nearest stratum with room left, those with most to lose first."""
    units, count = squares.shape
    room = np.full(count, units // count)
    room[: units % count] += 1
    labels = np.full(units, -1, dtype=np.intp)
    ranked = np.argsort(squares, axis=1)
    for unit in np.argsort(squares.min(axis=1) - squares.max(axis=1), kind="stable"):
        for stratum in ranked[unit]:
            if room[stratum]:
                labels[unit] = stratum
                room[stratum] -= 1
                break
    return labels
