"""Design-based changes between two surveys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from soilcarbon import _checks as check
from soilcarbon._estimate import (
    Estimate,
    Part,
    checked_level,
    combined,
    labels,
    mean_part,
    sample,
    shares,
)
from soilcarbon._means import simple_mean, stratified_mean
from soilcarbon.errors import SoilCarbonError

FloatArray = NDArray[np.float64]
Weights = Mapping[Any, float]

# With fewer shared points a correlation says nothing: two points always lie on a line.
LEAST_SHARED = 3
WHOLE = "the whole"


def change_paired(
    before: ArrayLike,
    after: ArrayLike,
    *,
    level: float = 0.90,
    strata: Any = None,
    weights: Weights | None = None,
    population: Any = None,
) -> Estimate:
    """Mean change at points sampled twice: the mean of the differences, ``V = s_d^2/n``, n - 1 degrees of freedom.

    The same as ``(s1^2 + s2^2 - 2 r s1 s2)/n``: re-visiting pays by the correlation r between the visits.

    Parameters
    ----------
    before, after:
        (points,), the same points in the same order, 2 or more, any finite numbers in one unit (t/ha on one reference
        mass).
    level:
        Confidence level of the interval, above 0 and below 1.
    strata, weights:
        The stratum of each point and the strata's shares of area, summing to 1: the differences then go through
        `stratified_mean`.
    population:
        Number of units, or stratum -> number; None: unlimited.

    Returns
    -------
    inference.Estimate
        Mean of after - before, in the unit of the data.

    Raises
    ------
    SoilCarbonError
        NaN, samples of unequal length or under 2 points; strata without a share.

    Notes
    -----
    Needs differences roughly symmetric, or n of about 30. Returning to within a few metres is a pair; returning to the
    same field is not.

    References
    ----------
    Student (1908), Biometrika 6, 1-25, doi:10.1093/biomet/6.1.1; by strata Cochran (1977), Sampling Techniques, chapter
    5 (no DOI).
    """
    change = _differences("before", before, "after", after)
    if strata is None:
        made = simple_mean(change, population=population, level=level)
        return _named(made, "paired change, t")
    made = stratified_mean(
        change, strata, weights={} if weights is None else weights, population=population, level=level
    )
    return _named(made, "stratified paired change, t (satterthwaite)")


def change_independent(
    before: ArrayLike,
    after: ArrayLike,
    *,
    equal_variance: bool = False,
    level: float = 0.90,
    before_strata: Any = None,
    after_strata: Any = None,
    weights: Weights | None = None,
) -> Estimate:
    """Change between two independent samples: ``V = s1^2/n1 + s2^2/n2`` with Welch's degrees of freedom.

    ``df = V^2 / ((s1^2/n1)^2/(n1 - 1) + (s2^2/n2)^2/(n2 - 1))``.

    Parameters
    ----------
    before, after:
        (n1,) and (n2,), drawn independently, 2 or more each, any finite numbers in one unit (t/ha on one reference
        mass).
    equal_variance:
        True: one pooled variance and n1 + n2 - 2 degrees of freedom (Student); needs equal variances.
    level:
        Confidence level of the interval, above 0 and below 1.
    before_strata, after_strata, weights:
        Strata of the values and their shares, the same strata at both dates; shares sum to 1.

    Returns
    -------
    inference.Estimate
        Mean of `after` less mean of `before`, in the unit of the data.

    Raises
    ------
    SoilCarbonError
        NaN, a sample (or stratum of one) under 2 values; strata that differ between the dates.

    Notes
    -----
    Needs samples of 10 or more that are not strongly skewed the opposite way; like skewness cancels in the difference.

    References
    ----------
    Welch (1947), Biometrika 34, 28-35, doi:10.1093/biomet/34.1-2.28; Student (1908), Biometrika 6, 1-25,
    doi:10.1093/biomet/6.1.1.
    """
    first, second = sample("before", before), sample("after", after)
    equal = check.switch("equal_variance", equal_variance)
    value, parts = 0.0, []
    for share, one, two in _strata_pairs(first, before_strata, second, after_strata, weights):
        value += share * float(two.mean() - one.mean())
        parts += [Part(share**2 * p.variance, p.freedom) for p in _two_samples(one, two, equal)]
    kind = "Student" if equal else "Welch"
    return combined(value, parts, level=checked_level(level), method=f"independent change, t ({kind})")


def _two_samples(one: FloatArray, two: FloatArray, equal: bool) -> list[Part]:
    parts = [mean_part("before", one, None), mean_part("after", two, None)]
    if not equal:
        return parts
    freedom = one.size + two.size - 2
    pooled = ((one.size - 1) * one.var(ddof=1) + (two.size - 1) * two.var(ddof=1)) / freedom
    return [Part(float(pooled) * (1 / one.size + 1 / two.size), freedom)]


def change_partial_overlap(
    before: ArrayLike,
    after: ArrayLike,
    *,
    before_points: Any,
    after_points: Any,
    level: float = 0.90,
    before_strata: Any = None,
    after_strata: Any = None,
    weights: Weights | None = None,
) -> Estimate:
    """Change between surveys that share some of their points.

    Difference of the two means, ``V = s1^2/n1 + s2^2/n2 - 2 r s1 s2 n12/(n1 n2)`` with r estimated on the n12 shared
    points. Degrees of freedom ``df = 2 V^2/var(V)``, var(V) to first order from the sampling variances and covariances
    of s1^2, s2^2 and r of a bivariate normal distribution: n - 1 where all points are shared, Welch's where none is.

    Parameters
    ----------
    before, after:
        (n1,) and (n2,), 2 or more each, any finite numbers in one unit (t/ha on one reference mass).
    before_points, after_points:
        Name of the point of each value; no name twice in one survey. Equal names are the same point.
    level:
        Confidence level of the interval, above 0 and below 1.
    before_strata, after_strata, weights:
        Strata of the values and their shares; shares sum to 1.

    Returns
    -------
    inference.Estimate
        Mean of `after` less mean of `before`, in the unit of the data.

    Raises
    ------
    SoilCarbonError
        NaN, a point twice in one survey, 1 or 2 shared points; strata that differ between the dates.

    Notes
    -----
    Needs none or at least 3 shared points (in each stratum), about 10 points a survey, and no strong skewness. The
    degrees of freedom are derived here. Those of Derrick, Toher and White (2017) are fewer where r is high: their
    90 % interval then covers 91 %.

    References
    ----------
    Derrick, Russ, Toher and White (2017), Journal of Modern Applied Statistical Methods 16, 137-157,
    doi:10.22237/jmasm/1493597280, for the variance.
    """
    first, second = sample("before", before), sample("after", after)
    names = _points("before_points", before_points, first.size), _points("after_points", after_points, second.size)
    values: dict[str, dict[Any, float]] = {
        "before": dict(zip(names[0], first.tolist(), strict=True)),
        "after": dict(zip(names[1], second.tolist(), strict=True)),
    }
    value, parts = 0.0, []
    groups = _strata_pairs(np.arange(first.size), before_strata, np.arange(second.size), after_strata, weights)
    for share, one, two in groups:
        earlier = {names[0][int(i)]: values["before"][names[0][int(i)]] for i in one}
        later = {names[1][int(i)]: values["after"][names[1][int(i)]] for i in two}
        change, part = _overlap(earlier, later)
        value += share * change
        parts.append(Part(share**2 * part.variance, part.freedom))
    return combined(value, parts, level=checked_level(level), method="partly overlapping change, t")


def _points(name: str, given: Any, size: int) -> list[Any]:
    points = labels(name, given, size)
    seen: set[Any] = set()
    for index, point in enumerate(points):
        if point in seen:
            raise check.refuse(name, repr(point), "each point once a survey (take the mean of duplicates)", (index,))
        seen.add(point)
    return points


def _overlap(earlier: dict[Any, float], later: dict[Any, float]) -> tuple[float, Part]:
    one, two = np.array(list(earlier.values())), np.array(list(later.values()))
    shared = [point for point in earlier if point in later]
    if 0 < len(shared) < LEAST_SHARED:
        raise SoilCarbonError(
            f"after_points shares {len(shared)} points with before_points; allowed: none, or {LEAST_SHARED} or more",
            argument="after_points",
        )
    parts = [mean_part("before", one, None), mean_part("after", two, None)]
    value = float(two.mean() - one.mean())
    if not shared:
        made = combined(value, parts, level=0.9, method="")
        return value, Part(made.standard_error**2, made.degrees_of_freedom)
    pairs = np.array([[earlier[p], later[p]] for p in shared])
    r = float(np.corrcoef(pairs.T)[0, 1]) if pairs.std(axis=0).all() else 0.0
    return value, _overlap_part(one, two, len(shared), r)


def _overlap_part(one: FloatArray, two: FloatArray, shared: int, r: float) -> Part:
    n1, n2, s1, s2 = one.size, two.size, float(one.std(ddof=1)), float(two.std(ddof=1))
    c = shared / (n1 * n2)
    variance = max(s1**2 / n1 + s2**2 / n2 - 2 * c * r * s1 * s2, 0.0)
    slope = np.array(
        [1 / n1 - c * r * (s2 / s1 if s1 else 0), 1 / n2 - c * r * (s1 / s2 if s2 else 0), -2 * c * s1 * s2]
    )
    f1, f2, f12, free = n1 - 1, n2 - 1, shared - 1, 1 - r**2
    both = 2 * r**2 * s1**2 * s2**2 * f12 / (f1 * f2)
    spread = np.array(
        [
            [2 * s1**4 / f1, both, r * free * s1**2 / f1],
            [both, 2 * s2**4 / f2, r * free * s2**2 / f2],
            [r * free * s1**2 / f1, r * free * s2**2 / f2, free**2 / f12],
        ]
    )
    uncertainty = float(slope @ spread @ slope)
    certain = variance == 0 or uncertainty <= 0
    return Part(variance, f12 if certain else min(2 * variance**2 / uncertainty, f1 + f2))


def change_against_control(
    before: ArrayLike,
    after: ArrayLike,
    control_before: ArrayLike,
    control_after: ArrayLike,
    *,
    level: float = 0.90,
    strata: Any = None,
    control_strata: Any = None,
    weights: Weights | None = None,
) -> Estimate:
    """Change of the project beyond the change of its control sites: Welch on the paired differences.

    ``value = mean(after - before) - mean(control_after - control_before)``, ``V = s_d^2/n + s_c^2/m``.

    Parameters
    ----------
    before, after:
        (points,), project points sampled twice, 2 or more, any finite numbers in one unit (t/ha on one reference mass).
    control_before, control_after:
        (control points,), control points sampled twice (the dynamic baseline), 2 or more, in the same unit.
    level:
        Confidence level of the interval, above 0 and below 1.
    strata, control_strata, weights:
        Strata of project and control points and their shares, the same strata in both; shares sum to 1.

    Returns
    -------
    inference.Estimate
        In the unit of the data, with Welch's degrees of freedom (by strata: Satterthwaite's over both).

    Raises
    ------
    SoilCarbonError
        NaN, pairs of unequal length, under 2 points; strata that differ between project and control.

    Notes
    -----
    Needs differences roughly symmetric or some 10 points in each; that the control is a fair picture of the project
    without its practice is a matter of design, which no interval can show.

    References
    ----------
    Welch (1947), Biometrika 34, 28-35, doi:10.1093/biomet/34.1-2.28; Satterthwaite (1946), Biometrics Bulletin 2,
    110-114, doi:10.2307/3002019.
    """
    project = _differences("before", before, "after", after)
    control = _differences("control_before", control_before, "control_after", control_after)
    value, parts = 0.0, []
    for share, one, two in _strata_pairs(
        control, control_strata, project, strata, weights, ("control_strata", "strata")
    ):
        value += share * float(two.mean() - one.mean())
        parts += [Part(share**2 * p.variance, p.freedom) for p in _two_samples(one, two, False)]
    return combined(value, parts, level=checked_level(level), method="change against control, t (Welch)")


def _differences(first_name: str, first: ArrayLike, second_name: str, second: ArrayLike) -> FloatArray:
    one, two = sample(first_name, first), sample(second_name, second)
    if one.size != two.size:
        raise SoilCarbonError(
            f"{second_name} has shape {two.shape}; allowed: {one.shape}, the points of {first_name}",
            argument=second_name,
        )
    return two - one


def _strata_pairs(
    first: NDArray[Any],
    first_strata: Any,
    second: NDArray[Any],
    second_strata: Any,
    weights: Weights | None,
    names: tuple[str, str] = ("before_strata", "after_strata"),
) -> list[tuple[float, NDArray[Any], NDArray[Any]]]:
    """(share, first values, second values) of each stratum; the whole as one stratum where none are given."""
    if first_strata is None and second_strata is None and weights is None:
        return [(1.0, first, second)]
    keys = labels(names[0], first_strata, first.size), labels(names[1], second_strata, second.size)
    if set(keys[0]) != set(keys[1]):
        odd = sorted(map(str, set(keys[0]) ^ set(keys[1])))[0]
        raise SoilCarbonError(f"{names[1]}: stratum {odd} is in one sample only; allowed: in both", argument=names[1])
    area = shares(weights, dict.fromkeys(keys[0]))
    out = []
    for stratum, share in area.items():
        chosen = [np.array([key == stratum for key in side]) for side in keys]
        out.append((share, first[chosen[0]], second[chosen[1]]))
    return out


def _named(made: Estimate, method: str) -> Estimate:
    return Estimate(made.value, made.standard_error, made.degrees_of_freedom, made.level, method)
