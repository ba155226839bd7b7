"""ICBM, the Introductory Carbon Balance Model: a young and an old pool, solved in closed form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from soilcarbon import _checks as check
from soilcarbon import _tables
from soilcarbon.errors import SoilCarbonError

__all__ = ["Icbm", "simulate", "ultuna"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Icbm:
    """Pools over time, as `simulate` returns them, in the unit of the inputs (t/ha).

    Attributes
    ----------
    young:
        Young carbon, t/ha, (sites, times).
    old:
        Old carbon, t/ha, (sites, times).
    total:
        Their sum, t/ha, (sites, times).
    respired:
        CO2 carbon since time 0, t/ha, (sites, times).
    """

    young: FloatArray
    old: FloatArray
    total: FloatArray
    respired: FloatArray


def simulate(
    initial_young: ArrayLike,
    initial_old: ArrayLike,
    carbon_input: ArrayLike,
    *,
    times: ArrayLike,
    climate_factor: ArrayLike,
    humification: ArrayLike,
    k_young: ArrayLike = 0.8,
    k_old: ArrayLike = 0.00605,
) -> Icbm:
    """Young and old carbon at any times, exact for inputs and climate that are constant within each year.

    ``dY/dt = i - k_Y r Y``, ``dO/dt = h k_Y r Y - k_O r O``. The solution is written with
    ``phi(x) = (1 - exp(-x))/x`` so that it holds as well where both rates coincide and where r is 0.

    Parameters
    ----------
    initial_young, initial_old:
        t/ha (or kg/m2: the model is linear, so any unit will do as long as it is the input's), 0 or more, one number or
        one a site.
    carbon_input:
        The same unit a year, 0 or more. One number, one a site, or (sites, years): the value of year j holds from time
        j to j+1.
    times:
        Years since the initial state, (times,), 0 or more, in any order; with yearly values at most their number.
    climate_factor:
        r, dimensionless, 0 or more; one number, one a site, or (sites, years), as `carbon_input`.
    humification:
        h, the share of the young pool's decay that becomes old, 0 to 1; one number or one a site.
    k_young, k_old:
        Rates at r = 1, per year, above 0; one number or one a site.

    Returns
    -------
    Icbm
        Each (sites, times); (times,) where every input was a single number. In the unit of the initial pools.

    Raises
    ------
    SoilCarbonError
        An entry out of range; shapes that do not fit; a time beyond the yearly values.

    References
    ----------
    Andren and Katterer (1997), Ecological Applications 7, 1226-1236,
    doi:10.1890/1051-0761(1997)007[1226:ITICBM]2.0.CO;2, whose Ultuna treatments (``tables/icbm_ultuna.csv``) are
    reproduced.
    """
    fixed = {
        "initial_young": check.array("initial_young", initial_young, low=0, unit="t/ha", ndim=(0, 1)),
        "initial_old": check.array("initial_old", initial_old, low=0, unit="t/ha", ndim=(0, 1)),
        "humification": check.array("humification", humification, low=0, high=1, ndim=(0, 1)),
        "k_young": check.array("k_young", k_young, low=0, low_open=True, unit="per year", ndim=(0, 1)),
        "k_old": check.array("k_old", k_old, low=0, low_open=True, unit="per year", ndim=(0, 1)),
    }
    yearly = {
        "carbon_input": check.array("carbon_input", carbon_input, low=0, unit="t/ha", ndim=(0, 1, 2)),
        "climate_factor": check.array("climate_factor", climate_factor, low=0, ndim=(0, 1, 2)),
    }
    at = np.atleast_1d(check.array("times", times, low=0, unit="years", ndim=(0, 1)))
    years = _years(yearly)
    sites = check.together({**fixed, **{name: v[:, 0] if v.ndim == 2 else v for name, v in yearly.items()}})
    if years is not None and (at > years).any():
        raise check.refuse("times", float(at.max()), f"0 to {years}, the years given", (int(np.argmax(at)),))
    values = {name: np.broadcast_to(v, sites).reshape(-1) for name, v in fixed.items()}
    forcing = [_by_year(v, sites, years or 1) for v in yearly.values()]
    state = _follow(values, forcing[0], forcing[1], at, years)
    young, old, respired = (part.reshape(*sites, at.size) for part in state)
    return Icbm(young, old, young + old, respired)


def _years(yearly: dict[str, FloatArray]) -> int | None:
    for name, values in yearly.items():
        if values.ndim == 2 and values.shape[1] == 0:
            raise SoilCarbonError(f"{name} has shape {values.shape}; allowed: (sites, years)", argument=name)
    counts = {v.shape[1] for v in yearly.values() if v.ndim == 2} - {1}
    if len(counts) > 1:
        raise SoilCarbonError(
            f"climate_factor and carbon_input have {sorted(counts)} years; allowed: the same number",
            argument="climate_factor",
        )
    return counts.pop() if counts else None


def _by_year(value: FloatArray, sites: tuple[int, ...], years: int) -> FloatArray:
    spread = value if value.ndim == 2 else value[..., None]
    return np.broadcast_to(spread, (*sites, years)).reshape(-1, years)


def _follow(
    p: dict[str, FloatArray], inputs: FloatArray, climate: FloatArray, at: FloatArray, years: int | None
) -> list[FloatArray]:
    """Step from year to year, and read each time from the start of its year."""
    young, old = p["initial_young"], p["initial_old"]
    gone = np.zeros_like(young)
    out = [np.empty((young.size, at.size)) for _ in range(3)]
    year_of = np.zeros(at.size, dtype=int) if years is None else np.minimum(at.astype(int), years - 1)
    for year in range(inputs.shape[1]):
        here = year_of == year
        step = (p["k_young"] * climate[:, year], p["k_old"] * climate[:, year], p["humification"], inputs[:, year])
        y, o, a, b, h, i = (part[:, None] for part in (young, old, *step))
        for target, part in zip(out, _advance(y, o, a, b, h, i, at[here] - year), strict=True):
            target[:, here] = part
        out[2][:, here] += gone[:, None]
        young, old, lost = _advance(young, old, *step, 1.0)
        gone = gone + lost
    return out


def _phi(x: Any) -> Any:
    """(1 - exp(-x)) / x, 1 at 0."""
    safe = np.where(x == 0, 1.0, x)
    return np.where(x == 0, 1.0, -np.expm1(-safe) / safe)


def _advance(young: Any, old: Any, a: Any, b: Any, h: Any, i: Any, t: Any) -> tuple[Any, Any, Any]:
    """State and respiration after time t with decay rates a (young) and b (old)."""
    kept_a, kept_b = t * _phi(a * t), t * _phi(b * t)
    both = np.exp(-np.minimum(a, b) * t) * t * _phi(np.abs(a - b) * t)
    decayed = young * -np.expm1(-a * t) + i * (t - kept_a)
    young_then = young * np.exp(-a * t) + i * kept_a
    old_then = old * np.exp(-b * t) + h * a * young * both + h * i * (kept_b - both)
    from_old = old * -np.expm1(-b * t) + h * a * young * (kept_a - both) + h * i * (t - kept_b - kept_a + both)
    return young_then, old_then, (1 - h) * decayed + from_old


def ultuna() -> dict[str, dict[str, float]]:
    """The seven treatments of the Ultuna frame trial, as the model's paper gives them.

    Returns
    -------
    Treatment -> humification and climate_factor (dimensionless), initial_young and initial_old (kg/m2) and carbon_input
    (kg/m2 a year): the arguments of `simulate` but `times`.

    Raises
    ------
    SoilCarbonError
        Never: it reads a table that is shipped, ``tables/icbm_ultuna.csv``.

    References
    ----------
    Andren and Katterer (1997), doi:10.1890/1051-0761(1997)007[1226:ITICBM]2.0.CO;2, by way of the program SoilR.
    """
    return {
        row["treatment"]: {name: float(row[name]) for name in row if name not in ("treatment", "source")}
        for row in _tables.rows("icbm_ultuna.csv")
    }
