"""Latin-hypercube draws and the inverse distribution functions that turn them into inputs."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from soilcarbon import _checks as check

FloatArray = NDArray[np.float64]
MOST_DRAWS = 10_000_000
MOST_NUMBERS = 1_000_000_000


def latin_hypercube(draws: int, dimensions: int, *, seed: int) -> FloatArray:
    """Numbers in (0, 1), of which each column has exactly one in each of `draws` equal intervals.

    ``u_ij = (p_j(i) + v_ij)/draws`` with p_j a random permutation of 0 ... draws - 1, one a column and independent, and
    v_ij uniform in (0, 1).

    Parameters
    ----------
    draws:
        Number of rows, 1 to 10 million.
    dimensions:
        Number of columns, 0 or more; draws x dimensions is at most 1,000 million.
    seed:
        A whole number, 0 or more; the same seed gives the same numbers.

    Returns
    -------
    (draws, dimensions), dimensionless, above 0 and below 1.

    Raises
    ------
    SoilCarbonError
        Numbers that are not whole or out of range.

    References
    ----------
    McKay, Beckman and Conover (1979), Technometrics 21, 239-245, doi:10.1080/00401706.1979.10489755.
    """
    count = check.integer("draws", draws, low=1, high=MOST_DRAWS)
    columns = check.integer("dimensions", dimensions, low=0, high=MOST_NUMBERS // count)
    generator = np.random.default_rng(check.seed("seed", seed))
    order = np.argsort(generator.random((count, columns)), axis=0)
    inside = generator.uniform(1e-12, 1 - 1e-12, (count, columns))
    return (order + inside) / count


def truncated_normal(u: FloatArray, mean: ArrayLike, sd: ArrayLike, low: float, high: float) -> FloatArray:
    """Quantile u of a normal distribution cut off at [low, high]; the mean itself where sd is 0."""
    from scipy.special import ndtr, ndtri

    centre, spread = np.asarray(mean, dtype=np.float64), np.asarray(sd, dtype=np.float64)
    safe = np.where(spread > 0, spread, 1.0)
    below, above = ndtr((low - centre) / safe), ndtr((high - centre) / safe)
    values = centre + safe * ndtri(below + u * (above - below))
    return np.where(spread > 0, np.clip(values, low, high), centre)
