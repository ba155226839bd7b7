"""What a survey can detect: noncentral t, two-sided alpha with the far tail ignored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from soilcarbon import _checks as check

FloatArray = NDArray[np.float64]

# Groups whose variances add in the difference.
DESIGNS = {"two_sample": 2, "paired": 1}
SMALLEST_N = 1.001
POWER = 0.80
# Noncentrality from which the tail is integrated: there the nodes' normal variate is far from turning its sign.
FAR = 30.0
NODES = 64
QUANTILE_ERROR = 1e-6
# Four is doubled so often to pass 1e30; no root takes so many steps.
DOUBLINGS, STEPS = 100, 120
ROUNDING = 4 * np.finfo(np.float64).eps


def power(
    difference: ArrayLike, n: ArrayLike, standard_deviation: ArrayLike, *, design: str, alpha: float = 0.05
) -> Any:
    """Probability that a t test of level `alpha` sees a true difference.

    ``power = P(T > t_{1-alpha/2, v})`` for a noncentral T with ``v = g (n - 1)`` and
    ``nc = |difference| sqrt(n/g) / sd``, g = 2 for ``"two_sample"`` (n a group, sd of one group), 1 for ``"paired"``
    (n pairs, sd of their differences). Rejection in the wrong direction does not count (R's
    ``power.t.test(strict = FALSE)``).

    Parameters
    ----------
    difference:
        The true difference, in the unit of the deviation, any number (its sign does not matter); broadcasts with the
        others.
    n, standard_deviation, design, alpha:
        As for `minimum_detectable_difference`.

    Returns
    -------
    Probability, 0 to 1: a float for single numbers, else an array in the broadcast shape.

    Raises
    ------
    SoilCarbonError
        n not above 1, a deviation not above 0, NaN, an unknown design, a level outside 0 to 1.

    References
    ----------
    The noncentral t of R's ``power.t.test``; Cohen (1988), Statistical Power Analysis, chapter 2,
    doi:10.4324/9780203771587 (from the literature).
    """
    groups, values = _arguments(design, alpha, n=n, standard_deviation=standard_deviation)
    effect = np.abs(check.array("difference", difference))
    check.together({"difference": effect, **values})
    count = values["n"]
    return _plain(
        _upper_tail(groups * (count - 1), effect / values["standard_deviation"] * np.sqrt(count / groups), alpha)
    )


def minimum_detectable_difference(
    n: ArrayLike, standard_deviation: ArrayLike, *, design: str, alpha: float = 0.05, power: float = 0.80
) -> Any:
    """Smallest true difference that a survey of size `n` detects with the given power, in the unit of the deviation.

    Solves ``power(difference, n, sd) = power`` for the difference, exactly (no normal approximation).

    Parameters
    ----------
    n:
        ``"two_sample"``: number of units in each group; ``"paired"``: of pairs. Above 1; may be fractional. One number
        or an array of any shape; broadcasts.
    standard_deviation:
        ``"two_sample"``: of one group; ``"paired"``: of the differences. Above 0, in any unit such as t/ha; broadcasts
        with `n`.
    design:
        ``"two_sample"`` or ``"paired"``.
    alpha:
        Two-sided level, above 0 and below 1.
    power:
        Probability to see the difference, above alpha/2, below 1.

    Returns
    -------
    In the unit of the deviation: a float for single numbers, else an array in the broadcast shape.

    Raises
    ------
    SoilCarbonError
        n not above 1, or so near 1 that no difference below 1e30 deviations is seen; a deviation not above 0, an
        unknown design, a level or power out of range.

    Notes
    -----
    Agrees with R's ``power.t.test`` to its root tolerance (1e-4 relative).

    References
    ----------
    As `power`: Cohen (1988), doi:10.4324/9780203771587.
    """
    groups, values = _arguments(design, alpha, power, n=n, standard_deviation=standard_deviation)
    count, spread = values["n"], values["standard_deviation"]
    sizes, place = np.unique(count, return_inverse=True)
    freedom = groups * (sizes - 1)
    roots = _solve(lambda nc, rows: _upper_tail(freedom[rows], nc, alpha), power, np.zeros(sizes.size))
    shift = roots[place].reshape(count.shape)
    _reached("n", count, shift, "larger: at this level and power no difference below 1e30 deviations is seen")
    return _plain(shift * spread * np.sqrt(groups / count))


def sample_size(
    difference: ArrayLike, standard_deviation: ArrayLike, *, design: str, alpha: float = 0.05, power: float = 0.80
) -> Any:
    """Sample size, a real number, at which `difference` is detected with the given power.

    The n with ``power(difference, n, sd) = power``, the inverse of `minimum_detectable_difference`; round up for a
    plan, and take at least 2. Differences so large that fewer than two units would do give a number between 1 and 2.

    Parameters
    ----------
    difference:
        In the unit of the deviation, not 0; its sign does not matter. One number or an array of any shape; broadcasts.
    standard_deviation, design, alpha, power:
        As for `minimum_detectable_difference`.

    Returns
    -------
    Number of units a group (``"two_sample"``) or of pairs (``"paired"``), above 1: a float for single numbers, else an
    array in the broadcast shape.

    Raises
    ------
    SoilCarbonError
        A difference of 0, or so small that it takes more than 1e30 units; a deviation not above 0, NaN, an unknown
        design, a level or power out of range.

    References
    ----------
    As `power`: Cohen (1988), doi:10.4324/9780203771587.
    """
    groups, values = _arguments(design, alpha, power, standard_deviation=standard_deviation)
    given = check.array("difference", difference)
    _not_zero("difference", given)
    check.together({"difference": given, **values})
    effect = np.asarray(np.abs(given) / values["standard_deviation"])
    effects, place = np.unique(effect, return_inverse=True)

    def reached(n: FloatArray, rows: NDArray[np.intp]) -> FloatArray:
        return _upper_tail(groups * (n - 1), effects[rows] * np.sqrt(n / groups), alpha)

    found = _solve(reached, power, np.full(effects.size, SMALLEST_N))[place].reshape(effect.shape)
    _reached("difference", given, found, "further from 0: it would take more than 1e30 units to see it")
    return _plain(found)


def years_to_detect(
    rate: ArrayLike,
    n: ArrayLike,
    standard_deviation: ArrayLike,
    *,
    design: str,
    alpha: float = 0.05,
    power: float = 0.80,
) -> Any:
    """Years until a constant yearly change is as large as the minimum detectable difference.

    ``years = minimum_detectable_difference(n, sd) / |rate|``, the deviation taken not to grow with time.

    Parameters
    ----------
    rate:
        Yearly change, t/ha a year (the unit of the deviation a year), not 0; its sign does not matter. One number or an
        array of any shape; broadcasts.
    n, standard_deviation, design, alpha, power:
        As for `minimum_detectable_difference`.

    Returns
    -------
    Years, a real number above 0: a float for single numbers, else an array in the broadcast shape.

    Raises
    ------
    SoilCarbonError
        A rate of 0; as `minimum_detectable_difference`.

    References
    ----------
    By definition of the difference. Its power: Cohen (1988), doi:10.4324/9780203771587, as `power`.
    """
    yearly = check.array("rate", rate)
    _not_zero("rate", yearly)
    found = minimum_detectable_difference(n, standard_deviation, design=design, alpha=alpha, power=power)
    check.together({"rate": yearly, "n": np.asarray(found)})
    return _plain(found / np.abs(yearly))


def _not_zero(name: str, values: FloatArray) -> None:
    nothing = np.abs(values) <= 1 / check.LARGEST
    if nothing.any():
        raise check.refuse(name, 0.0, "any number but 0", check.first_bad(nothing))


def _arguments(
    design: str, alpha: float, wanted: float = POWER, **values: ArrayLike
) -> tuple[int, dict[str, FloatArray]]:
    groups = DESIGNS[check.choice("design", design, DESIGNS)]
    level = check.scalar("alpha", alpha, low=0, high=1, low_open=True, high_open=True)
    check.scalar("power", wanted, low=level / 2, high=1, low_open=True, high_open=True)
    lows = {"n": 1, "standard_deviation": 0}
    checked = {name: check.array(name, v, low=lows[name], low_open=True) for name, v in values.items()}
    check.together(checked)
    return groups, checked


def _plain(values: Any) -> Any:
    return float(values) if np.ndim(values) == 0 else np.asarray(values)


def _upper_tail(freedom: FloatArray, noncentrality: FloatArray, alpha: float) -> FloatArray:
    from scipy.special import nctdtr, ndtr, stdtr, stdtrit

    v, shift = np.broadcast_arrays(freedom, noncentrality)
    critical = stdtrit(v, 1 - alpha / 2)
    far = shift > FAR
    below = nctdtr(v, np.where(far, 0.0, shift), np.where(far, 0.0, critical))
    # Where the series gives no number, the statistic is surely on its own side of the critical value.
    above = np.array(1 - np.where(np.isnan(below), shift < critical, below))
    if far.any():
        above[far] = _far_tail(v[far], shift[far], critical[far])
    # With hardly a degree of freedom the critical value passes all floats; the limit at none is known.
    lost = stdtr(v, critical) < 1 - alpha / 2 - QUANTILE_ERROR
    return np.where(lost, alpha * ndtr(shift), above)


def _far_tail(freedom: FloatArray, noncentrality: FloatArray, critical: FloatArray) -> FloatArray:
    """P(T > critical) where the series of nctdtr is long: chi-square's distribution in the mean over the normal."""
    from scipy.special import gammainc

    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    with np.errstate(over="ignore"):
        reach = freedom[:, None] / 2 * ((noncentrality[:, None] + nodes) / critical[:, None]) ** 2
    return np.asarray(gammainc(freedom[:, None] / 2, reach) @ weights / weights.sum())


def _solve(reached: Callable[[FloatArray, NDArray[np.intp]], FloatArray], goal: float, low: FloatArray) -> FloatArray:
    """Where each of many increasing functions reaches the goal: at `low` or above, infinite where none does.

    ``reached(x, rows)`` are the values of the functions `rows` at x. The upper end is doubled until it brackets; the
    root is then found by inverse quadratic steps, halving where these would not help (Chandrupatla 1997).
    """
    low, high = low.copy(), np.full(low.shape, 4.0)
    above = np.zeros(low.shape)
    rows = np.arange(low.size)
    for _ in range(DOUBLINGS + 1):
        above[rows] = reached(high[rows], rows) - goal
        rows = rows[above[rows] < 0]
        if not rows.size:
            break
        low[rows], high[rows] = high[rows], 2 * high[rows]
    root = low.copy()
    root[rows] = np.inf
    below = reached(low, np.arange(low.size)) - goal
    open_ = np.flatnonzero(np.isfinite(root) & (below < 0))
    root[open_] = _between(reached, goal, open_, (low[open_], high[open_]), (below[open_], above[open_]))
    return root


def _between(
    reached: Callable[[FloatArray, NDArray[np.intp]], FloatArray],
    goal: float,
    rows: NDArray[np.intp],
    ends: tuple[FloatArray, FloatArray],
    values: tuple[FloatArray, FloatArray],
) -> FloatArray:
    """Roots of the functions `rows` between ends whose values differ in sign (Chandrupatla's method)."""
    root, place = np.empty(rows.size), np.arange(rows.size)
    (b, a), (fb, fa) = ends, values
    t = np.full(rows.size, 0.5)
    for _ in range(STEPS):
        x = a + t * (b - a)
        fx = reached(x, rows[place]) - goal
        same = np.sign(fx) == np.sign(fa)
        c, fc = np.where(same, a, b), np.where(same, fa, fb)
        b, fb = np.where(same, b, a), np.where(same, fb, fa)
        a, fa = x, fx
        root[place] = np.where(np.abs(fa) < np.abs(fb), a, b)
        least = ROUNDING * np.abs(root[place]) / np.abs(b - a)
        going = (least < 0.5) & (fa != 0)
        if not going.any():
            break
        place = place[going]
        a, b, c, fa, fb, fc, least = (v[going] for v in (a, b, c, fa, fb, fc, least))
        t = np.clip(_fraction((a, b, c), (fa, fb, fc)), least, 1 - least)
    return root


def _fraction(points: tuple[FloatArray, ...], values: tuple[FloatArray, ...]) -> FloatArray:
    """Share of the way from a to b to go: to the inverse parabola's root where it can be trusted, else half."""
    (a, b, c), (fa, fb, fc) = points, values
    with np.errstate(divide="ignore", invalid="ignore"):
        xi, phi = (a - b) / (c - b), (fa - fb) / (fc - fb)
        good = (phi**2 < xi) & ((1 - phi) ** 2 < 1 - xi)
        curve = fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
    return np.where(good, curve, 0.5)


def _reached(name: str, given: FloatArray, found: FloatArray, rule: str) -> None:
    if np.isinf(found).any():
        index = check.first_bad(np.isinf(found))
        raise check.refuse(name, float(np.broadcast_to(given, found.shape)[index]), rule, index)
