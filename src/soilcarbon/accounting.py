"""From a measured change to a claim: rates per mille, uncertainty deduction, carbon dioxide, permanence buffer.

Nothing here decides what is enough: each function returns the figures a reader needs to judge, with the rule's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from soilcarbon import _checks as check
from soilcarbon._estimate import Estimate, student_quantile
from soilcarbon.errors import SoilCarbonError

__all__ = [
    "Buffer",
    "Deduction",
    "Rate",
    "Reversal",
    "carbon_dioxide",
    "four_per_mille_rate",
    "permanence_buffer",
    "reversal",
    "uncertainty_deduction",
]

CO2_PER_CARBON = 44 / 12
KINDS = ("simple", "compound", "relative_to_business_as_usual")
STOCK_BASES = ("equivalent_soil_mass", "fixed_depth")


@dataclass(frozen=True)
class Rate:
    """A rate in per mille a year, inseparable from how, to what depth and on which basis it was reckoned.

    Attributes
    ----------
    value:
        Per mille a year; one number, or an array in the broadcast shape.
    standard_error:
        Per mille a year, shaped as `value`; None where no error of a stock was given.
    kind, basis:
        The words given to `four_per_mille_rate`.
    depth:
        (upper, lower), cm.
    years:
        Length of the period in years, as given.
    """

    value: Any
    standard_error: Any
    kind: str
    basis: str
    depth: tuple[float, float]
    years: Any

    def __str__(self) -> str:
        top, bottom = self.depth
        where = f"{top:g}-{bottom:g} cm, {self.basis.replace('_', ' ')}"
        return f"{self.value} per mille a year ({self.kind.replace('_', ' ')}; {where}; over {self.years} years)"


def four_per_mille_rate(
    initial: ArrayLike,
    final: ArrayLike,
    *,
    years: ArrayLike,
    kind: str,
    depth: tuple[float, float],
    basis: str,
    business_as_usual: ArrayLike | None = None,
    initial_error: ArrayLike | None = None,
    final_error: ArrayLike | None = None,
    correlation: ArrayLike = 0.0,
    business_as_usual_error: ArrayLike | None = None,
) -> Rate:
    """Yearly change of a stock in per mille, to be read beside the aspiration of 4 per mille a year.

    * ``"simple"``: ``r = 1000 (S2 - S1)/(S1 T)``; 20 years at 4 per mille are 8.00 %.
    * ``"compound"``: ``r = 1000 ((S2/S1)^(1/T) - 1)``; 20 years at 4 per mille are 8.31 %.
    * ``"relative_to_business_as_usual"``: ``r = 1000 (S2 - S_bau)/(S1 T)``, S_bau the stock of the same year without
      the practice.

    Standard error to first order: ``1000/T (S2/S1) sqrt(cv1^2 + cv2^2 - 2 r cv1 cv2)`` for simple, times
    ``(S2/S1)^(1/T - 1)`` for compound; against business as usual the errors of the three stocks add, with r between S1
    and S2 only.

    Parameters
    ----------
    initial, final:
        Stocks S1 and S2, t/ha on one basis, S1 above 0, S2 0 or more (for compound above 0). One number or an array of
        any shape; all stocks, errors and years broadcast.
    years:
        T in years, above 0; broadcasts.
    kind:
        One of the three names; there is no default, as they differ and are often confused.
    depth:
        (upper, lower) in cm, 0 or more and lower below upper: a rate of 0-30 cm is not one of 0-100 cm.
    basis:
        ``"equivalent_soil_mass"`` or ``"fixed_depth"``.
    business_as_usual, business_as_usual_error:
        S_bau and its standard error, t/ha, 0 or more; required by, and only allowed with, the third kind. They
        broadcast.
    initial_error, final_error:
        Standard errors, t/ha, 0 or more; what is not given counts as 0, and without any the rate has no standard error.
        They broadcast.
    correlation:
        r of the errors of S1 and S2, dimensionless, -1 to 1; positive where points were re-visited. It broadcasts.

    Returns
    -------
    Rate
        ``.value`` and ``.standard_error`` in per mille a year, with kind, basis, depth and years.

    Raises
    ------
    SoilCarbonError
        An entry out of range or NaN, an unknown kind or basis, a baseline missing or given without its kind.

    References
    ----------
    Minasny et al. (2017), Geoderma 292, 59-86, doi:10.1016/j.geoderma.2017.01.002; Soussana et al. (2019), Soil and
    Tillage Research 188, 3-15: the aspiration is meant relative to a baseline. From the literature.
    """
    check.choice("kind", kind, KINDS)
    check.choice("basis", basis, STOCK_BASES)
    above = kind == "compound"
    errors = {
        "initial_error": initial_error,
        "final_error": final_error,
        "business_as_usual_error": business_as_usual_error,
    }
    known = {n: check.array(n, 0.0 if e is None else e, low=0, unit="t/ha") for n, e in errors.items()}
    values = {
        "initial": check.array("initial", initial, low=0, low_open=True, unit="t/ha"),
        "final": check.array("final", final, low=0, low_open=above, unit="t/ha"),
        "years": check.array("years", years, low=0, low_open=True, unit="years"),
        "correlation": check.array("correlation", correlation, low=-1, high=1),
        "business_as_usual": _baseline(business_as_usual, kind),
        **known,
    }
    check.together(values)
    with np.errstate(over="ignore", invalid="ignore"):
        rate, slopes = _rate(kind, values)
        one, two = slopes[0] * values["initial_error"], slopes[1] * values["final_error"]
        third = slopes[2] * values["business_as_usual_error"]
        error = np.sqrt(np.maximum(one**2 + two**2 + 2 * values["correlation"] * one * two + third**2, 0.0))
    given = any(e is not None for e in errors.values())
    if not (np.isfinite(rate).all() and np.isfinite(error).all()):
        raise SoilCarbonError(
            "the rate overflows; allowed: years, initial and final that give a finite rate", argument="years"
        )
    return Rate(_plain(rate), _plain(error) if given else None, kind, basis, _depth(depth), _plain(values["years"]))


def _baseline(value: ArrayLike | None, kind: str) -> NDArray[np.float64]:
    if (value is None) != (kind != KINDS[2]):
        raise SoilCarbonError(
            f"business_as_usual is {'None' if value is None else 'given'}; allowed: a stock, with kind={KINDS[2]!r}",
            argument="business_as_usual",
        )
    return check.array("business_as_usual", 0.0 if value is None else value, low=0, unit="t/ha")


def _rate(kind: str, v: dict[str, NDArray[np.float64]]) -> tuple[Any, tuple[Any, Any, Any]]:
    """The rate and its slopes by initial, final and business-as-usual stock."""
    s1, s2, per = v["initial"], v["final"], 1000 / v["years"]
    if kind == "simple":
        return per * (s2 - s1) / s1, (-per * s2 / s1**2, per / s1, 0.0)
    if kind == "compound":
        growth = (s2 / s1) ** (1 / v["years"])
        return 1000 * np.expm1(np.log(s2 / s1) / v["years"]), (-per * growth / s1, per * growth / s2, 0.0)
    gain = s2 - v["business_as_usual"]
    return per * gain / s1, (-per * gain / s1**2, per / s1, -per / s1)


def _depth(depth: tuple[float, float]) -> tuple[float, float]:
    edges = check.array("depth", depth, low=0, unit="cm", shape=(2,))
    if edges[1] <= edges[0]:
        raise check.refuse("depth", float(edges[1]), f"below its upper edge, {edges[0]:g} cm", (1,))
    return float(edges[0]), float(edges[1])


def _plain(values: Any) -> Any:
    return float(values) if np.ndim(values) == 0 else np.asarray(values)


class Deduction(NamedTuple):
    """What an estimate's uncertainty takes from the claim.

    Attributes
    ----------
    value, standard_error, degrees_of_freedom:
        Of the estimate, in its unit.
    probability:
        The probability p with which the truth exceeds `credited`.
    quantile:
        t_{p, df}, dimensionless.
    amount:
        What is taken, in the estimate's unit, 0 or more.
    percent:
        The same in % of the value's size, 0 to 100.
    credited:
        What may be claimed, in the estimate's unit.
    rule:
        The rule in words.
    """

    value: float
    standard_error: float
    degrees_of_freedom: float
    probability: float
    quantile: float
    amount: float
    percent: float
    credited: float
    rule: str


def uncertainty_deduction(estimate: Estimate, *, probability: float = 2 / 3) -> Deduction:
    """The claim that the truth exceeds with the given probability: ``credited = value - t_{p, df} SE``.

    ``percent = 100 t SE/|value|``, held within 0 to 100. A gain is never credited below 0; no change or a loss is
    counted as the larger loss that the same quantile gives.

    Parameters
    ----------
    estimate:
        An `inference.Estimate` of a change, in t/ha or any unit.
    probability:
        p, 0.5 to below 1. Two thirds is the probability of exceedance of Verra's VM0042 v2 (the VCS module's appendix
        on uncertainty, known here from an adapted script of it): with infinite degrees of freedom t is 0.4307. Whether
        the published rule uses t or the normal quantile was not verified; pass an estimate with infinite degrees of
        freedom for the latter. 0.95 gives the lower end of a two-sided 90 % interval.

    Returns
    -------
    Deduction
        With value, standard error, degrees of freedom, probability and the rule's name, so that it can be re-reckoned.

    Raises
    ------
    SoilCarbonError
        What is not an `inference.Estimate`; a probability below 0.5 or not below 1.

    References
    ----------
    Verra, VM0042 version 2 and its module on uncertainty; no DOI, and not seen in Verra's own text.
    """
    if not isinstance(estimate, Estimate):
        raise check.refuse("estimate", repr(estimate), "an Estimate, as the functions of inference return")
    wanted = check.scalar("probability", probability, low=0.5, high=1, high_open=True)
    quantile = student_quantile(wanted, estimate.degrees_of_freedom)
    amount = quantile * estimate.standard_error
    if estimate.value > 0:
        amount = min(amount, estimate.value)
    share = amount / abs(estimate.value) if estimate.value else float(amount > 0)
    return Deduction(
        value=estimate.value,
        standard_error=estimate.standard_error,
        degrees_of_freedom=estimate.degrees_of_freedom,
        probability=wanted,
        quantile=quantile,
        amount=amount,
        percent=100 * min(share, 1.0),
        credited=estimate.value - amount,
        rule=f"probability of exceedance {wanted:.4g}, t with {estimate.degrees_of_freedom:.4g} degrees of freedom",
    )


@overload
def carbon_dioxide(carbon: Estimate) -> Estimate: ...


@overload
def carbon_dioxide(carbon: ArrayLike) -> Any: ...


def carbon_dioxide(carbon: ArrayLike | Estimate) -> Any:
    """Carbon as carbon dioxide: ``co2 = 44/12 carbon``.

    Parameters
    ----------
    carbon:
        t C/ha or any unit of carbon, any finite number, gains and losses alike: one number, an array of any shape
        (one a site), or an `inference.Estimate`.

    Returns
    -------
    The same unit of CO2: a float for a number, an array for an array, and for an estimate an
    `inference.Estimate` whose value, standard error and bounds are multiplied.

    Raises
    ------
    SoilCarbonError
        NaN, infinite, or not numbers.

    References
    ----------
    Molar masses rounded to 44 and 12 g/mol, as the IPCC guidelines do; no DOI.
    """
    if isinstance(carbon, Estimate):
        return carbon.scaled(CO2_PER_CARBON)
    return _plain(check.array("carbon", carbon) * CO2_PER_CARBON)


class Buffer(NamedTuple):
    """Credits issued and credits held back, as `permanence_buffer` returns them.

    Attributes
    ----------
    issued:
        Credits issued, in the unit given.
    withheld:
        Credits held back, in the unit given.
    share:
        The share held back, 0 to 1.
    """

    issued: float
    withheld: float
    share: float


def permanence_buffer(credited: float, *, share: float) -> Buffer:
    """Hold back a share of the credits against later loss.

    ``withheld = share * credited``, ``issued = credited - withheld``.

    Parameters
    ----------
    credited:
        Credits, t CO2 or any unit, 0 or more.
    share:
        The share to hold back, 0 to 1, set by the standard's risk rating: there is no default.

    Returns
    -------
    Buffer
        ``.issued`` and ``.withheld`` in the unit given, and ``.share``.

    Raises
    ------
    SoilCarbonError
        A negative amount, a share outside 0 to 1, or NaN.

    References
    ----------
    A pooled buffer as carbon standards keep (Verra's non-permanence risk tool among them); no DOI.
    """
    amount = check.scalar("credited", credited, low=0)
    held = check.scalar("share", share, low=0, high=1) * amount
    return Buffer(amount - held, held, float(share))


class Reversal(NamedTuple):
    """How a loss is borne, as `reversal` returns it.

    Attributes
    ----------
    cancelled:
        Credits cancelled from the buffer, in the unit given.
    uncovered:
        What the buffer cannot bear, in the unit given.
    remaining:
        What is left in the buffer, in the unit given.
    """

    cancelled: float
    uncovered: float
    remaining: float


def reversal(buffer: float, *, loss: float) -> Reversal:
    """Cancel buffer credits for a loss of stored carbon.

    ``cancelled = min(buffer, loss)``, ``uncovered = loss - cancelled``, ``remaining = buffer - cancelled``.

    Parameters
    ----------
    buffer:
        Credits in the buffer, t CO2 or any unit, 0 or more.
    loss:
        Carbon that was credited and is lost, in the same unit, 0 or more.

    Returns
    -------
    Reversal
        ``.cancelled``, ``.uncovered`` and ``.remaining`` in the unit given; ``cancelled + uncovered = loss``.

    Raises
    ------
    SoilCarbonError
        A negative amount or NaN.

    References
    ----------
    The bookkeeping of a pooled buffer, by definition; no DOI. Who makes good what is uncovered, the standard says.
    """
    held, lost = check.scalar("buffer", buffer, low=0), check.scalar("loss", loss, low=0)
    cancelled = min(held, lost)
    return Reversal(cancelled, lost - cancelled, held - cancelled)
