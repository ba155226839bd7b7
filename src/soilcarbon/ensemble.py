"""Several models on the same site, and Monte Carlo over any of their inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from soilcarbon import _checks as check
from soilcarbon._draws import latin_hypercube, truncated_normal
from soilcarbon.errors import SoilCarbonError

__all__ = ["Distribution", "Ensemble", "Normal", "Triangular", "Uniform", "latin_hypercube", "run"]

FloatArray = NDArray[np.float64]
Model = Callable[..., ArrayLike]


class Distribution(Protocol):
    """Anything with an inverse distribution function."""

    def quantile(self, u: FloatArray) -> FloatArray:
        """Values at probabilities u in (0, 1)."""
        ...


def _end(name: str, value: float) -> float:
    """An end of an interval: a number, or infinite."""
    if isinstance(value, float) and np.isinf(value):
        return value
    return check.scalar(name, value)


@dataclass(frozen=True)
class Normal:
    """Normal distribution of an input, cut off at both ends.

    ``x(u) = mean + sd Phi^-1(Phi(l) + u (Phi(h) - Phi(l)))`` with l and h the ends in standard deviations.

    Attributes
    ----------
    mean:
        Of the distribution before it is cut, in the input's unit.
    sd:
        Standard deviation before it is cut, in the input's unit, 0 or more; 0 gives the mean always.
    low, high:
        Ends in the input's unit, low below high; infinite by default.
    """

    mean: float
    sd: float
    low: float = -np.inf
    high: float = np.inf

    def __post_init__(self) -> None:
        check.scalar("mean", self.mean)
        check.scalar("sd", self.sd, low=0)
        low, high = _end("low", self.low), _end("high", self.high)
        if not low < high:
            raise SoilCarbonError(f"low is {low:g}; allowed: below high, {high:g}", argument="low")
        if low == np.inf or high == -np.inf:
            raise SoilCarbonError("low or high leaves nothing between them; allowed: an interval", argument="low")

    def quantile(self, u: FloatArray) -> FloatArray:
        """Values at probabilities u in (0, 1), in the input's unit and the shape of u."""
        return truncated_normal(u, self.mean, self.sd, self.low, self.high)


@dataclass(frozen=True)
class Uniform:
    """Every value between two ends alike: ``x(u) = low + (high - low) u``.

    Attributes
    ----------
    low, high:
        Ends in the input's unit, low at most high.
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        check.scalar("high", self.high, low=check.scalar("low", self.low))

    def quantile(self, u: FloatArray) -> FloatArray:
        """Values at probabilities u in (0, 1), in the input's unit and the shape of u."""
        return self.low + (self.high - self.low) * u


@dataclass(frozen=True)
class Triangular:
    """Between two ends, most often near a mode: for an expert's least, likeliest and greatest.

    Attributes
    ----------
    low, mode, high:
        In the input's unit, low <= mode <= high and low below high.
    """

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        low = check.scalar("low", self.low)
        high = check.scalar("high", self.high, low=low, low_open=True)
        check.scalar("mode", self.mode, low=low, high=high)

    def quantile(self, u: FloatArray) -> FloatArray:
        """Values at probabilities u in (0, 1), in the input's unit and the shape of u."""
        width, rise, fall = self.high - self.low, self.mode - self.low, self.high - self.mode
        left = self.low + np.sqrt(u * width * rise)
        right = self.high - np.sqrt((1 - u) * width * fall)
        return np.where(u * width < rise, left, right)


@dataclass(frozen=True)
class Ensemble:
    """Results of every model, the first axis the draws.

    The variance of the mixture of models is the mean of the variances within models plus the variance between their
    means: ``total_sd^2 = within_sd^2 + between_sd^2``, each model with its weight.

    Attributes
    ----------
    results:
        Model -> (draws, ...), in the models' unit.
    inputs:
        Input -> (draws,), as drawn, each in its unit; inputs without a distribution are not among them.
    weights:
        Model -> weight, summing to 1.
    """

    results: dict[str, FloatArray]
    inputs: dict[str, FloatArray]
    weights: dict[str, float]

    def model_mean(self) -> dict[str, FloatArray]:
        """Mean over draws of each model."""
        return {name: np.asarray(values.mean(axis=0)) for name, values in self.results.items()}

    @property
    def mean(self) -> FloatArray:
        """Weighted mean of the models' means."""
        return self._weighted({name: values.mean(axis=0) for name, values in self.results.items()})

    @property
    def between_sd(self) -> FloatArray:
        """Spread of the models' means: what we do not know about the soil's working."""
        centre = self.mean
        return np.sqrt(self._weighted({k: (v.mean(axis=0) - centre) ** 2 for k, v in self.results.items()}))

    @property
    def within_sd(self) -> FloatArray:
        """Spread over draws: what we do not know about the inputs."""
        return np.sqrt(self._weighted({name: values.var(axis=0) for name, values in self.results.items()}))

    @property
    def total_sd(self) -> FloatArray:
        """Spread of a draw of a model drawn by its weight."""
        return np.sqrt(self.between_sd**2 + self.within_sd**2)

    def interval(self, level: float = 0.90) -> tuple[FloatArray, FloatArray]:
        """Equal-tailed interval of the weighted mixture of all models' draws."""
        tail = (1 - check.scalar("level", level, low=0, high=1, low_open=True, high_open=True)) / 2
        stacked = np.concatenate(list(self.results.values()))
        weight = np.concatenate([np.full(len(v), self.weights[k] / len(v)) for k, v in self.results.items()])
        order = np.argsort(stacked, axis=0)
        ranked, below = np.take_along_axis(stacked, order, axis=0), np.cumsum(weight[order], axis=0)
        picks = (np.argmax(below >= goal - 1e-12, axis=0) for goal in (tail, 1 - tail))
        low, high = (np.take_along_axis(ranked, pick[None], axis=0)[0] for pick in picks)
        return low, high

    def _weighted(self, parts: Mapping[str, Any]) -> FloatArray:
        return np.asarray(sum(self.weights[name] * np.asarray(part) for name, part in parts.items()))


def run(
    models: Mapping[str, Model],
    inputs: Mapping[str, Any],
    *,
    draws: int = 1000,
    seed: int = 0,
    weights: Mapping[str, float] | None = None,
    vectorised: bool = True,
) -> Ensemble:
    """Run every model on the same draws of the inputs.

    Each input that is a distribution (`Normal`, `Uniform`, `Triangular`, or any object with ``quantile(u)``) is drawn
    by Latin hypercube (`latin_hypercube`); the others are passed as they are. All models see the same draws, so that
    their differences are theirs and not chance's.

    Parameters
    ----------
    models:
        Name -> function of the inputs by keyword, returning an array (or number). Each takes all inputs: close over, or
        accept ``**_``, what it does not need. All in one unit.
    inputs:
        Name -> distribution or value.
    draws:
        Number of draws, 1 to 10 million (1 is used where no input is a distribution).
    seed:
        A whole number, 0 or more; the same seed gives the same draws.
    weights:
        Model -> weight, 0 or more and not all 0, scaled to sum to 1; equal where None.
    vectorised:
        True: a model is called once with arrays (draws,) in place of the distributions, and returns the draws along its
        first axis, as this library's functions do with sites; False: once a draw, with numbers.

    Returns
    -------
    Ensemble
        ``.results[name]`` (draws, ...), ``.inputs`` as drawn, ``.mean``, ``.between_sd``, ``.within_sd``,
        ``.total_sd``, ``.interval(level)``.

    Raises
    ------
    SoilCarbonError
        No model; models of different shape; a result that is not finite, or without the draws along its first axis.

    References
    ----------
    McKay, Beckman and Conover (1979), doi:10.1080/00401706.1979.10489755, for the draws; the split of the variance is
    the law of total variance.
    """
    models = check.mapping("models", models, "a mapping of names to functions")
    inputs = check.mapping("inputs", inputs, "a mapping of names to values or distributions")
    whole = check.switch("vectorised", vectorised)
    if not models:
        raise SoilCarbonError("models is empty; allowed: at least one", argument="models")
    for name, model in models.items():
        if not callable(model):
            raise check.refuse(f"models[{name!r}]", repr(model), "a function")
    for name in inputs:
        if not isinstance(name, str):
            raise check.refuse("inputs", repr(name), "names, as the models' arguments")
    random = {name: value for name, value in inputs.items() if hasattr(value, "quantile")}
    count = check.integer("draws", draws, low=1) if random else 1
    uniform = latin_hypercube(count, len(random), seed=seed)
    drawn = {name: np.asarray(value.quantile(uniform[:, j])) for j, (name, value) in enumerate(random.items())}
    fixed = {name: value for name, value in inputs.items() if name not in random}
    results = {name: _evaluate(name, model, drawn, fixed, count, whole) for name, model in models.items()}
    shapes = {name: values.shape for name, values in results.items()}
    if len(set(shapes.values())) > 1:
        raise SoilCarbonError(f"models return the shapes {shapes}; allowed: one shape", argument="models")
    return Ensemble(results, drawn, _weights(weights, list(models)))


def _evaluate(
    name: str, model: Model, drawn: dict[str, FloatArray], fixed: dict[str, Any], count: int, vectorised: bool
) -> FloatArray:
    if vectorised and drawn:
        values = np.asarray(model(**drawn, **fixed), dtype=np.float64)
    else:
        each = ({key: float(values[i]) for key, values in drawn.items()} for i in range(count))
        values = np.stack([np.asarray(model(**numbers, **fixed), dtype=np.float64) for numbers in each])
    if values.shape[:1] != (count,):
        raise SoilCarbonError(
            f"models[{name!r}] returns the shape {values.shape}; allowed: ({count}, ...), the draws first",
            argument="models",
        )
    return check.array(f"models[{name!r}]", values)


def _weights(weights: Mapping[str, float] | None, names: list[str]) -> dict[str, float]:
    if weights is None:
        return dict.fromkeys(names, 1 / len(names))
    weights = check.mapping("weights", weights, "a mapping of models to weights")
    if set(weights) != set(names):
        raise SoilCarbonError(
            f"weights has {sorted(map(str, weights))}; allowed: one for each of {names}", argument="weights"
        )
    checked = {name: check.scalar(f"weights[{name!r}]", weights[name], low=0) for name in names}
    total = sum(checked.values())
    if total == 0:
        raise SoilCarbonError("weights are all 0; allowed: at least one above 0", argument="weights")
    return {name: value / total for name, value in checked.items()}
