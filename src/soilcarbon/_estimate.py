"""An estimate with its uncertainty, and how variances and their degrees of freedom add up."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from soilcarbon import _checks as check
from soilcarbon.errors import SoilCarbonError

FloatArray = NDArray[np.float64]
# With fewer, quantiles of Student's t leave the range of floating-point numbers.
LEAST_FREEDOM = 0.1


@dataclass(frozen=True)
class Estimate:
    """A value, its standard error and the degrees of freedom of that error, in the unit of the data.

    NaN, a negative standard error, or a level outside 0 to 1 raises SoilCarbonError.

    Attributes
    ----------
    value:
        In the unit of the data, such as t/ha.
    standard_error:
        In the same unit, 0 or more.
    degrees_of_freedom:
        Number of degrees of freedom of the standard error; may be infinite (the normal distribution).
    level:
        Confidence level of `interval`, between 0 and 1.
    method:
        What produced it, in words.
    bounds:
        An interval in the unit of the data that is not the symmetric t interval, or None.
    """

    value: float
    standard_error: float
    degrees_of_freedom: float
    level: float = 0.90
    method: str = ""
    bounds: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        check.scalar("value", self.value)
        check.scalar("standard_error", self.standard_error, low=0)
        checked_level(self.level)
        freedom = self.degrees_of_freedom
        if not (isinstance(freedom, float) and freedom == np.inf):
            check.scalar("degrees_of_freedom", freedom, low=LEAST_FREEDOM if self.standard_error else 0)
        if self.bounds is not None:
            check.array("bounds", self.bounds, shape=(2,))

    @property
    def interval(self) -> tuple[float, float]:
        """(lower, upper) at `level`: ``value +- t_{(1+level)/2, df} standard_error`` unless `bounds` are given."""
        if self.bounds is not None:
            return self.bounds
        if self.standard_error == 0:
            return self.value, self.value
        reach = student_quantile((1 + self.level) / 2, self.degrees_of_freedom) * self.standard_error
        return self.value - reach, self.value + reach

    @property
    def probability_positive(self) -> float:
        """Probability that the truth is above 0, ``P(T_df < value/standard_error)``: a flat-prior reading of t."""
        if self.standard_error == 0:
            return float(np.heaviside(self.value, 0.5))
        from scipy.special import stdtr

        freedom = min(self.degrees_of_freedom, 1e12)
        return float(stdtr(freedom, self.value / self.standard_error))

    def scaled(self, factor: float) -> Estimate:
        """The estimate of `factor` (a constant) times the quantity."""
        bounds = None if self.bounds is None else sorted((self.bounds[0] * factor, self.bounds[1] * factor))
        return replace(
            self,
            value=self.value * factor,
            standard_error=self.standard_error * abs(factor),
            bounds=None if bounds is None else (bounds[0], bounds[1]),
        )


def student_quantile(probability: float, freedom: float) -> float:
    """Quantile of Student's t; of the normal distribution where `freedom` is infinite."""
    from scipy.special import ndtri, stdtrit

    return float(ndtri(probability) if freedom > 1e12 else stdtrit(freedom, probability))


class Part(NamedTuple):
    """One independent component of a variance, with its degrees of freedom."""

    variance: float
    freedom: float


def checked_level(level: float) -> float:
    return check.scalar("level", level, low=0, high=1, low_open=True, high_open=True)


def combined(
    value: float, parts: Sequence[Part], *, level: float, method: str, degrees: str = "satterthwaite"
) -> Estimate:
    """Sum of independent variance parts; ``df = V^2 / sum(v^2/df)``, or the plain sum of df."""
    variance = sum(part.variance for part in parts)
    freedom: float = sum(part.freedom for part in parts)
    if degrees == "satterthwaite" and variance > 0:
        # Relative to the sum, so that tiny variances do not underflow when squared.
        freedom = 1 / sum((part.variance / variance) ** 2 / part.freedom for part in parts if part.variance > 0)
    return Estimate(float(value), float(np.sqrt(variance)), float(freedom), level, method)


def sample(name: str, values: ArrayLike, *, least: int = 2) -> FloatArray:
    """A checked 1-D sample."""
    checked = check.array(name, values, ndim=1)
    if checked.size < least:
        count = f"{checked.size} value{'' if checked.size == 1 else 's'}"
        raise SoilCarbonError(f"{name} has {count}; allowed: {least} or more", argument=name)
    return checked


def labels(name: str, given: Any, size: int) -> list[Any]:
    """One label for each value."""
    if isinstance(given, list | tuple):
        found = list(given)  # an array would take labels that are tuples apart
    else:
        found = [] if isinstance(given, str) else list(check.objects(name, given).ravel())
    if len(found) != size:
        raise SoilCarbonError(f"{name} has {len(found)} labels; allowed: {size}, one a value", argument=name)
    for index, label in enumerate(found):
        # NaN is the one label unequal to itself.
        if label is None or not isinstance(label, Hashable) or label != label:
            raise check.refuse(name, repr(label), "a label for every value", (index,))
    return found


def grouped(values: FloatArray, keys: Iterable[Any]) -> dict[Any, FloatArray]:
    """Values by key, in the order of first appearance."""
    groups: dict[Any, list[float]] = {}
    for key, value in zip(keys, values, strict=True):
        groups.setdefault(key, []).append(float(value))
    return {key: np.array(group) for key, group in groups.items()}


def shares(weights: Mapping[Any, float] | None, found: Iterable[Any], name: str = "weights") -> dict[Any, float]:
    """Stratum -> share of area, checked: one for each stratum found, none besides, summing to 1."""
    mapped = check.mapping(name, weights, "a mapping of stratum to share of area")
    given = {key: check.scalar(f"{name}[{key!r}]", share, low=0, high=1) for key, share in mapped.items()}
    found = list(found)
    missing, extra = [k for k in found if k not in given], [k for k in given if k not in found and given[k] > 0]
    if missing or extra:
        what = f"no share for stratum {missing[0]!r}" if missing else f"a share for {extra[0]!r}, which has no value"
        raise SoilCarbonError(f"{name} has {what}; allowed: one share for each stratum sampled", argument=name)
    if abs(sum(given.values()) - 1) > 1e-6:
        raise SoilCarbonError(f"{name} sum to {sum(given.values()):g}; allowed: shares that sum to 1", argument=name)
    return {key: given[key] for key in found}


def units_of(population: Any, key: Any, name: str = "population") -> float | None:
    """Number of units of stratum `key`, or None where the population is taken as unlimited."""
    if population is None:
        return None
    if hasattr(population, "keys"):
        if key not in population:
            raise SoilCarbonError(f"{name} has no entry for {key!r}; allowed: one for each stratum", argument=name)
        return check.scalar(f"{name}[{key!r}]", population[key], low=1)
    if isinstance(population, list | tuple) or (isinstance(population, np.ndarray) and population.ndim):
        raise SoilCarbonError(
            f"{name} is {population!r}; allowed: one number, or a mapping of names to numbers", argument=name
        )
    return check.scalar(name, population, low=1)


def mean_part(name: str, values: FloatArray, units: float | None, where: str = "") -> Part:
    """Variance of a simple random sample's mean, ``s^2/n (1 - n/N)``, with n - 1 degrees of freedom."""
    n = values.size
    if units is not None and n > units:
        raise SoilCarbonError(
            f"population{where} is {units:g}; allowed: at least the {n} sampled", argument="population"
        )
    if units == n:
        return Part(0.0, n - 1)
    if n < 2:
        raise SoilCarbonError(f"{name}{where} has {n} value; allowed: 2 or more in each stratum", argument=name)
    return Part(float(values.var(ddof=1)) / n * (1 - n / units if units else 1.0), n - 1)
