"""Monte Carlo of the Tier 2 method over its parameters and the error of the carbon inputs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from soilcarbon import _checks as check
from soilcarbon import _tables, _tier2
from soilcarbon._draws import latin_hypercube, truncated_normal

FloatArray = NDArray[np.float64]
# Draws are worked off in blocks so that the monthly factors of a block stay near 100 MB.
BLOCK = 4_000_000


@dataclass(frozen=True)
class Tier2Draws:
    """Drawn stocks and the parameters behind them, as `tier2_monte_carlo` returns them.

    Attributes
    ----------
    soc:
        t/ha, (draws, sites, years - run_in_years + 1).
    parameters:
        Name -> (draws,), in the units of ``tables/ipcc2019_tier2.csv``.
    """

    soc: FloatArray
    parameters: dict[str, FloatArray]

    @property
    def mean(self) -> FloatArray:
        """Mean over the draws, t/ha, (sites, years - run_in_years + 1)."""
        return np.asarray(self.soc.mean(axis=0))

    @property
    def standard_deviation(self) -> FloatArray:
        """Standard deviation over the draws, t/ha, (sites, years - run_in_years + 1)."""
        return np.asarray(self.soc.std(axis=0, ddof=1))

    def interval(self, level: float = 0.95) -> tuple[FloatArray, FloatArray]:
        """Equal-tailed interval of the draws, t/ha: lower and upper, each (sites, years - run_in_years + 1)."""
        tail = (1 - check.scalar("level", level, low=0, high=1, low_open=True, high_open=True)) / 2
        low, high = np.quantile(self.soc, [tail, 1 - tail], axis=0)
        return low, high


def tier2_monte_carlo(
    *,
    tmean: ArrayLike,
    rain: ArrayLike,
    pet: ArrayLike,
    irrigated: ArrayLike,
    sand: ArrayLike,
    carbon_input: ArrayLike,
    lignin: ArrayLike,
    nitrogen: ArrayLike,
    tillage: Any,
    run_in_years: int = 5,
    carbon_input_error: float = 0.0,
    lignin_error: float = 0.0,
    nitrogen_error: float = 0.0,
    draws: int = 1000,
    seed: int = 0,
) -> Tier2Draws:
    """`tier2` with its parameters drawn from their published truncated normal distributions.

    ``SOC_d = tier2(theta_d, e_d x)`` for draw d, theta_d the parameters and e_d the inputs' errors, by Latin hypercube.
    Parameters are drawn independently (their published covariance is not shipped), and a draw holds for all sites and
    years. The standard deviation of k_slow is in doubt: see ``tables/ipcc2019_tier2.csv``.

    Parameters
    ----------
    tmean, rain, pet, irrigated, sand, carbon_input, lignin, nitrogen, tillage, run_in_years:
        As for `tier2`.
    carbon_input_error, lignin_error, nitrogen_error:
        Half-widths of 95 % intervals as fractions of the value, 0 or more (IPCC: lignin 0.50, nitrogen 0.75 for default
        contents); each input is multiplied by one draw of a normal distribution about 1, cut off at 0.05 and 1.95.
    draws:
        Number of draws, 2 to 10 million.
    seed:
        A whole number, 0 or more; the same seed gives the same draws.

    Returns
    -------
    Tier2Draws
        ``.soc`` in t/ha, (draws, sites, years - run_in_years + 1), and ``.parameters``.

    Raises
    ------
    SoilCarbonError
        As `tier2`; a negative error; draws or a seed that are not whole or out of range.

    References
    ----------
    IPCC 2019 Refinement, volume 4, table 5.5A; no DOI. Latin hypercube: McKay, Beckman and Conover (1979),
    doi:10.1080/00401706.1979.10489755.
    """
    site = _tier2.checked(tmean, rain, pet, irrigated, sand, carbon_input, lignin, nitrogen, tillage)
    run_in = check.integer("run_in_years", run_in_years, low=1, high=site.sand.shape[1])
    errors = {"carbon": carbon_input_error, "lignin": lignin_error, "nitrogen": nitrogen_error}
    halves = {
        name: check.scalar(f"{name}_error" if name != "carbon" else "carbon_input_error", value, low=0)
        for name, value in errors.items()
    }
    drawn = _draw(halves, check.integer("draws", draws, low=2), seed)
    blocks = [_tier2.run(site, run_in, block)[3] for block in _blocks(drawn, site.tmean.size)]
    return Tier2Draws(np.concatenate(blocks), drawn)


def _draw(errors: dict[str, float], draws: int, seed: int) -> dict[str, FloatArray]:
    centre = _tables.tier2_parameters()
    spreads = {name: (centre[name], *spread) for name, spread in _tables.tier2_spreads().items()}
    for name, error in errors.items():
        spreads[f"{name}_multiplier"] = (1.0, error / 1.96, 0.05, 1.95)
    uniform = latin_hypercube(draws, len(spreads), seed=seed)
    return {
        name: truncated_normal(uniform[:, column], *spread) for column, (name, spread) in enumerate(spreads.items())
    }


def _blocks(drawn: dict[str, FloatArray], cells: int) -> Iterator[dict[str, Any]]:
    count = next(iter(drawn.values())).size
    step = max(1, BLOCK // max(cells, 1))
    for start in range(0, count, step):
        part = {name: values[start : start + step, None, None] for name, values in drawn.items()}
        yield {**_tables.tier2_parameters(), **part}
