"""How many cores, in how many composites, for a budget or for a wanted standard error."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from soilcarbon import _checks as check
from soilcarbon.errors import SoilCarbonError

FloatArray = NDArray[np.float64]
MOST_COMPOSITES = 1_000_000
MOST_CORES_EACH = 1_000_000_000


class CompositePlan(NamedTuple):
    """A plan in whole numbers, and beside it the real-valued optimum it is near.

    Attributes
    ----------
    cores:
        Number of cores n, cores_per_composite in each composite.
    composites:
        Number of composites k, each assayed once.
    cores_per_composite:
        n/k.
    standard_error:
        Of the mean, in its unit.
    cost:
        In the unit of money of the costs.
    optimal_cores, optimal_composites:
        The number of cores and of composites, real numbers, at the optimum without rounding and without a least number.
    """

    cores: int
    composites: int
    cores_per_composite: int
    standard_error: float
    cost: float
    optimal_cores: float
    optimal_composites: float


def composite_plan(
    budget: float | None = None,
    *,
    standard_error: float | None = None,
    mean: float,
    standard_deviation: float,
    assay_error: float,
    core_cost: float,
    composite_cost: float = 0.0,
    assay_cost: float,
    minimum_composites: int = 2,
) -> CompositePlan:
    """Cores and composites of equal size that give the smallest standard error for a budget, or cost for an error.

    ``V = s^2 (1 + d^2)/n + m^2 d^2/k`` for n cores mixed into k composites, each assayed once (Spertus 2021), at the
    cost ``n c_core + k (c_composite + c_assay)``. Real-valued optimum, with ``a = s^2 (1 + d^2)``, ``b = m^2 d^2`` and
    c the cost of a composite with its assay: ``n/k = sqrt(a c / (b c_core))``. Every whole k with composites of equal
    size is then tried.

    Parameters
    ----------
    budget:
        Money to spend, above 0 and enough for the least number of composites; or
    standard_error:
        the standard error to reach, in the unit of the mean, above 0.
    mean, standard_deviation:
        m and s: concentration (or stock) and its spread between cores, in one unit, above 0.
    assay_error:
        d, standard deviation of the assay as a fraction of the value, 0 or more, such as 0.03.
    core_cost, composite_cost, assay_cost:
        Money for taking one core, above 0; for preparing one composite, 0 or more; for one assay, above 0.
    minimum_composites:
        Number of composites at least, 1 or more; 2 keeps the variance estimable from the composites themselves.

    Returns
    -------
    CompositePlan
        Whole numbers of cores and composites, their standard error in the unit of the mean, and their cost.

    Raises
    ------
    SoilCarbonError
        Neither or both of budget and standard_error; a budget too small for the minimum; an entry out of range.

    References
    ----------
    Spertus (2021), Open Journal of Soil Science 11, 93-121, doi:10.4236/ojss.2021.112006 (the variance and n/k); the
    optimum for a wanted error is derived here from the same variance.
    """
    named = {"mean": mean, "standard_deviation": standard_deviation, "core_cost": core_cost, "assay_cost": assay_cost}
    m, s, core, assay = (check.scalar(name, value, low=0, low_open=True) for name, value in named.items())
    d = check.scalar("assay_error", assay_error, low=0)
    each = assay + check.scalar("composite_cost", composite_cost, low=0)
    a, b = s**2 * (1 + d**2), (m * d) ** 2
    least = check.integer("minimum_composites", minimum_composites, low=1)
    if (budget is None) == (standard_error is None):
        raise SoilCarbonError("budget and standard_error: give one of the two", argument="budget")
    if budget is not None:
        sizes = _for_budget(check.scalar("budget", budget, low=0, low_open=True), core, each, least)
    else:
        error = check.scalar("standard_error", standard_error, low=0, low_open=True)
        sizes = _for_error(error**2, a, b, core, each, least)
    k, per = sizes
    variance, cost = a / (k * per) + b / k, k * per * core + k * each
    best = int(np.lexsort((cost, variance) if budget is not None else (variance, cost))[0])
    scale = _scale(budget, standard_error, a, b, core, each)
    return CompositePlan(
        cores=int(k[best] * per[best]),
        composites=int(k[best]),
        cores_per_composite=int(per[best]),
        standard_error=float(np.sqrt(variance[best])),
        cost=float(cost[best]),
        optimal_cores=float(scale * np.sqrt(a / core)),
        optimal_composites=float(scale * np.sqrt(b / each)),
    )


def _scale(budget: float | None, error: float | None, a: float, b: float, core: float, each: float) -> float:
    both = float(np.sqrt(a * core) + np.sqrt(b * each))
    if budget is not None:
        return budget / both
    return both / error**2 if error is not None else float("nan")


def _for_budget(budget: float, core: float, each: float, least: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    most = int(budget / (core + each) + 1e-9)
    if most < least:
        raise check.refuse("budget", budget, f"at least {least * (core + each):g}, {least} composites of one core")
    k = _composites("budget", budget, least, most)
    return k, _cores("budget", budget, np.floor((budget / k - each) / core + 1e-9))


def _for_error(
    variance: float, a: float, b: float, core: float, each: float, least: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    optimum = np.sqrt(b / each) * (np.sqrt(a * core) + np.sqrt(b * each)) / variance
    first = max(least, int(b / variance) + 1)
    error = float(np.sqrt(variance))
    k = _composites("standard_error", error, first, int(np.ceil(4 * max(optimum, np.sqrt(a / variance), 1))))
    return k, _cores("standard_error", error, np.ceil(a / (variance - b / k) / k - 1e-9))


def _composites(name: str, given: float, first: int, last: int) -> NDArray[np.int64]:
    """Every number of composites to try, where they are not too many to be meant."""
    if max(first, last) > MOST_COMPOSITES:
        raise check.refuse(name, given, f"what asks for at most {MOST_COMPOSITES:,} composites with these costs")
    return np.arange(first, max(first, last) + 1)


def _cores(name: str, given: float, each: FloatArray) -> NDArray[np.int64]:
    if not (each <= MOST_CORES_EACH).all():
        raise check.refuse(name, given, f"what asks for at most {MOST_CORES_EACH:,} cores a composite with these costs")
    return np.maximum(1, each.astype(np.int64))
