"""Optimal allocation of a sample to strata."""

from __future__ import annotations

import heapq
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from soilcarbon import _checks as check
from soilcarbon.errors import SoilCarbonError

FloatArray = NDArray[np.float64]
MOST_UNITS = 10**12
# Logarithm of a gain below that of the last of so many units.
SMALLEST_GAIN = -60.0
HALVINGS = 60


def neyman_allocation(
    total: float,
    *,
    weights: ArrayLike,
    standard_deviations: ArrayLike,
    costs: ArrayLike | None = None,
    minimum: int = 2,
    integer: bool = True,
) -> NDArray[Any]:
    """Sample sizes that minimise the variance of the stratified mean, summing to `total`.

    Minimises ``sum_h a_h^2 / n_h`` subject to ``sum n_h = total`` and ``n_h >= minimum``, with ``a_h = W_h S_h``, or
    ``W_h S_h / sqrt(c_h)`` where costs are given (Cochran's rule for a linear cost function). Without rounding and
    away from the minimum this is ``n_h = total a_h / sum a``. In whole numbers each further unit goes where it lowers
    the sum most, ``a_h^2/(n_h (n_h + 1))``: the sum is convex and separable, so this is the optimum itself.

    Parameters
    ----------
    total:
        Number of units in all, above 0 and at least strata x minimum; whole, and at most 1e12, where `integer`.
    weights:
        W_h, shares of area (any positive scale), (strata,).
    standard_deviations:
        S_h within each stratum, any one unit, 0 or more, (strata,) or one number. A stratum believed to be uniform gets
        the minimum.
    costs:
        c_h, cost of one unit in each stratum, above 0, (strata,) or one number.
    minimum:
        At least this many in each stratum, 0 or more; 2 keeps a variance estimable.
    integer:
        False: real numbers.

    Returns
    -------
    Number of units, (strata,), integers or floats.

    Raises
    ------
    SoilCarbonError
        `total` is below strata x minimum; an entry out of range.

    References
    ----------
    Neyman (1934), Journal of the Royal Statistical Society 97, 558-606, doi:10.2307/2342192; Cochran (1977), Sampling
    Techniques, section 5.5; Wright (2017), Statistics & Probability Letters 129, 50-57, doi:10.1016/j.spl.2017.04.026
    (exact whole-number allocation); from the literature.
    """
    share = check.array("weights", weights, low=0, low_open=True, ndim=1)
    spread = check.array("standard_deviations", standard_deviations, low=0, ndim=(0, 1))
    price = check.array("costs", 1.0 if costs is None else costs, low=0, low_open=True, ndim=(0, 1))
    for name, values in (("standard_deviations", spread), ("costs", price)):
        check.together({name: values}, share.shape)
    least = check.integer("minimum", minimum, low=0)
    whole = check.switch("integer", integer)
    units = (
        check.integer("total", total, low=1, high=MOST_UNITS)
        if whole
        else check.scalar("total", total, low=0, low_open=True)
    )
    if units < least * share.size:
        raise check.refuse("total", units, f"at least {least * share.size} ({share.size} strata of {least})")
    if share.size == 0:
        raise SoilCarbonError("weights is empty; allowed: at least one stratum", argument="weights")
    pull = share * spread / np.sqrt(price)
    if not pull.any():
        pull = share / np.sqrt(price)
    pull = pull / pull.max()
    return _whole(int(units), pull, least) if whole else _real(float(units), pull, float(least))


def _real(total: float, pull: FloatArray, least: float) -> FloatArray:
    """Proportional to `pull`, with strata that would fall below `least` held there."""
    held = np.zeros(pull.size, dtype=bool)
    while True:
        sizes = np.where(held, least, 0.0)
        free = pull * ~held
        if free.any():
            sizes = np.where(held, least, free * (total - least * held.sum()) / free.sum())
        below = (sizes < least) & ~held
        if not below.any():
            return sizes
        held |= below


def _whole(total: int, pull: FloatArray, least: int) -> NDArray[np.int64]:
    """Each unit where it gains most: all units that gain more than a common threshold, then the rest one by one."""
    high, low = 0.0, SMALLEST_GAIN
    sizes = np.full(pull.size, least, dtype=np.int64)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        found = _above(np.exp(middle), pull, least)
        if found.sum() <= total:
            sizes, high = found, middle
        else:
            low = middle
    # One back, for the rounding of the square root: the greedy from below ends at the optimum all the same.
    sizes = np.maximum(least, sizes - 1)
    heap = [(-_gain(pull[h], int(n)), h) for h, n in enumerate(sizes)]
    heapq.heapify(heap)
    for _ in range(total - int(sizes.sum())):
        _, h = heap[0]
        sizes[h] += 1
        heapq.heapreplace(heap, (-_gain(pull[h], int(sizes[h])), h))
    return sizes


def _above(threshold: float, pull: FloatArray, least: int) -> NDArray[np.int64]:
    """Sizes at which each further unit gains less than the threshold: n (n + 1) > pull^2 / threshold."""
    enough = np.ceil((np.sqrt(1 + 4 * pull**2 / threshold) - 1) / 2)
    return np.maximum(least, enough.astype(np.int64))


def _gain(pull: float, size: int) -> float:
    if size == 0:
        return float("inf") if pull > 0 else 0.0
    return float(pull) ** 2 / (size * (size + 1))
