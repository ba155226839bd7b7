from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from soilcarbon import SoilCarbonError, accounting
from soilcarbon.accounting import KINDS, four_per_mille_rate
from soilcarbon.inference import Estimate

HOW = {"depth": (0, 30), "basis": "equivalent_soil_mass"}


def test_twenty_years_at_four_per_mille() -> None:
    assert four_per_mille_rate(50, 50 * 1.08, years=20, kind="simple", **HOW).value == pytest.approx(4.0)
    assert four_per_mille_rate(50, 50 * 1.004**20, years=20, kind="compound", **HOW).value == pytest.approx(4.0)
    growth = 100 * (1.004**20 - 1)
    assert growth == pytest.approx(8.31, abs=0.005)
    relative = four_per_mille_rate(50, 52, years=10, kind=KINDS[2], business_as_usual=48, **HOW)
    assert relative.value == pytest.approx(1000 * 4 / 500)


def test_depth_and_basis_are_part_of_the_result() -> None:
    made = four_per_mille_rate(50, 54, years=20, kind="simple", **HOW)
    assert (made.kind, made.basis, made.depth, made.years) == ("simple", "equivalent_soil_mass", (0.0, 30.0), 20.0)
    assert made.standard_error is None
    assert str(made) == "4.0 per mille a year (simple; 0-30 cm, equivalent soil mass; over 20.0 years)"
    with pytest.raises(TypeError):
        four_per_mille_rate(50, 54, years=20, **HOW)  # type: ignore[call-arg]


def test_standard_errors_to_first_order() -> None:
    made = four_per_mille_rate(
        50, 54, years=20, kind="simple", initial_error=2, final_error=2.5, correlation=0.7, **HOW
    )
    cv1, cv2 = 2 / 50, 2.5 / 54
    assert made.standard_error == pytest.approx(
        50 * 54 / 50 * np.sqrt(cv1**2 + cv2**2 - 2 * 0.7 * cv1 * cv2), rel=1e-12
    )
    for kind in KINDS:
        extra = {"business_as_usual": 51.0, "business_as_usual_error": 1.0} if kind == KINDS[2] else {}
        made = four_per_mille_rate(50, 54, years=20, kind=kind, initial_error=0.02, final_error=0.03, **extra, **HOW)
        h = 1e-4

        def at(s1: float, s2: float, s3: float = 51.0, kind: str = kind) -> float:
            more = {"business_as_usual": s3} if kind == KINDS[2] else {}
            return float(four_per_mille_rate(s1, s2, years=20, kind=kind, **more, **HOW).value)

        by_first = (at(50 + h, 54) - at(50 - h, 54)) / (2 * h) * 0.02
        by_last = (at(50, 54 + h) - at(50, 54 - h)) / (2 * h) * 0.03
        by_bau = (at(50, 54, 51 + h) - at(50, 54, 51 - h)) / (2 * h) * 1.0
        assert made.standard_error == pytest.approx(math.sqrt(by_first**2 + by_last**2 + by_bau**2), rel=1e-6)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"initial": 0}, "initial"),
        ({"years": 0}, "years"),
        ({"kind": "absolute"}, "kind"),
        ({"basis": "mass"}, "basis"),
        ({"depth": (30, 0)}, r"depth\[1\]"),
        ({"depth": 30}, "depth"),
        ({"kind": KINDS[2]}, "business_as_usual is None"),
        ({"business_as_usual": 50}, "business_as_usual is given"),
        ({"kind": "compound", "final": 0}, "final"),
    ],
)
def test_rates_name_bad_entries(change: dict[str, object], message: str) -> None:
    good = {"initial": 50, "final": 54, "years": 20, "kind": "simple", **HOW}
    with pytest.raises(SoilCarbonError, match=message):
        four_per_mille_rate(**{**good, **change})  # type: ignore[arg-type]


def test_deduction_is_the_one_third_quantile() -> None:
    normal = accounting.uncertainty_deduction(Estimate(2.0, 0.5, math.inf))
    assert normal.quantile == pytest.approx(0.4307, abs=5e-5)
    assert normal.percent == pytest.approx(100 * normal.quantile * 0.5 / 2)
    assert normal.credited == pytest.approx(2 - normal.quantile * 0.5)
    student = accounting.uncertainty_deduction(Estimate(2.0, 0.5, 7))
    assert student.quantile == pytest.approx(stats.t.ppf(2 / 3, 7), rel=1e-12)
    strict = accounting.uncertainty_deduction(Estimate(2.0, 0.5, 7), probability=0.95)
    assert strict.credited == pytest.approx(Estimate(2.0, 0.5, 7, level=0.9).interval[0])


def test_deduction_is_bounded_and_conservative_for_losses() -> None:
    noisy = accounting.uncertainty_deduction(Estimate(1.0, 10.0, 5))
    assert (noisy.percent, noisy.credited) == (100, 0)
    loss = accounting.uncertainty_deduction(Estimate(-2.0, 1.0, 10))
    assert loss.credited < -2
    assert accounting.uncertainty_deduction(Estimate(2.0, 0.0, 10)).credited == 2
    with pytest.raises(SoilCarbonError, match="probability"):
        accounting.uncertainty_deduction(Estimate(2.0, 0.0, 10), probability=0.3)
    with pytest.raises(SoilCarbonError, match=r"estimate is 3\.0"):
        accounting.uncertainty_deduction(3.0)  # type: ignore[arg-type]


def test_deduction_is_not_the_lower_end_of_a_95_percent_interval() -> None:
    estimate = Estimate(2.0, 0.5, 30, level=0.95)
    assert accounting.uncertainty_deduction(estimate).credited > estimate.interval[0] + 0.5


def test_carbon_dioxide_is_44_twelfths() -> None:
    assert accounting.carbon_dioxide(12) == pytest.approx(44)
    assert accounting.carbon_dioxide([-3, 6]).tolist() == pytest.approx([-11, 22])
    made = accounting.carbon_dioxide(Estimate(3.0, 0.6, 10))
    assert (made.value, made.standard_error, made.degrees_of_freedom) == pytest.approx((11, 2.2, 10))


def test_buffer_and_reversal_keep_the_sum() -> None:
    buffer = accounting.permanence_buffer(100, share=0.2)
    assert buffer == (80, 20, 0.2)
    assert accounting.reversal(20, loss=5) == (5, 0, 15)
    assert accounting.reversal(20, loss=30) == (20, 10, 0)
    with pytest.raises(SoilCarbonError, match="share"):
        accounting.permanence_buffer(100, share=20)
