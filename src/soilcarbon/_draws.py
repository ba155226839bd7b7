"""Latin-hypercube draws and the inverse distribution functions that turn them into inputs."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from soilcarbon import _checks as check

FloatArray = NDArray[np.float64]
MOST_DRAWS = 10_000_000


def latin_hypercube(draws: int, dimensions: int, *, seed: int) -> FloatArray:
    """(draws, dimensions) numbers in (0, 1): each column has exactly one in each of `draws` equal intervals.

    McKay, Beckman and Conover (1979), Technometrics 21, 239-245. Columns are shuffled independently.
    """
    count = check.integer("draws", draws, low=1, high=MOST_DRAWS)
    generator = np.random.default_rng(check.seed("seed", seed))
    order = np.argsort(generator.random((count, dimensions)), axis=0)
    inside = generator.uniform(1e-12, 1 - 1e-12, (count, dimensions))
    return (order + inside) / count


def truncated_normal(u: FloatArray, mean: ArrayLike, sd: ArrayLike, low: float, high: float) -> FloatArray:
    """Quantile u of a normal distribution cut off at [low, high]; the mean itself where sd is 0."""
    from scipy.special import ndtr, ndtri

    centre, spread = np.asarray(mean, dtype=np.float64), np.asarray(sd, dtype=np.float64)
    safe = np.where(spread > 0, spread, 1.0)
    below, above = ndtr((low - centre) / safe), ndtr((high - centre) / safe)
    values = centre + safe * ndtri(below + u * (above - below))
    return np.where(spread > 0, np.clip(values, low, high), centre)
