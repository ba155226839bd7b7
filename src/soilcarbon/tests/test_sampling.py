from __future__ import annotations

import time
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from soilcarbon import SoilCarbonError, _power, sampling
from soilcarbon.tests import vectors

DESIGNS = {"two.sample": "two_sample", "paired": "paired"}


def test_neyman_is_proportional_to_weight_times_deviation() -> None:
    found = sampling.neyman_allocation(100, weights=[0.5, 0.3, 0.2], standard_deviations=[1, 2, 3], integer=False)
    assert found == pytest.approx(100 * np.array([0.5, 0.6, 0.6]) / 1.7, rel=1e-14)
    costly = sampling.neyman_allocation(
        100, weights=[0.5, 0.5], standard_deviations=[1, 1], costs=[1, 4], integer=False
    )
    assert costly == pytest.approx([200 / 3, 100 / 3], rel=1e-14)


@settings(deadline=None, max_examples=150)
@given(st.integers(0, 100_000))
def test_neyman_is_optimal_among_integers(seed: int) -> None:
    rng = np.random.default_rng(seed)
    strata, minimum = int(rng.integers(1, 5)), int(rng.integers(1, 4))
    total = minimum * strata + int(rng.integers(0, 12))
    weights, spread = rng.uniform(0.05, 1, strata), rng.exponential(1, strata) * (rng.random(strata) < 0.9)
    found = sampling.neyman_allocation(total, weights=weights, standard_deviations=spread, minimum=minimum)

    def variance(sizes: object) -> float:
        return float(np.sum((weights * spread) ** 2 / np.asarray(sizes)))

    choices = product(range(minimum, total + 1), repeat=strata)
    best = min(variance(sizes) for sizes in choices if sum(sizes) == total)
    assert found.sum() == total
    assert found.min() >= minimum
    assert np.issubdtype(found.dtype, np.integer)
    assert variance(found) <= best * (1 + 1e-12)


def test_neyman_holds_strata_at_the_minimum() -> None:
    real = sampling.neyman_allocation(
        20, weights=[0.9, 0.05, 0.05], standard_deviations=[10, 1, 0], integer=False, minimum=3
    )
    assert real.tolist() == [14.0, 3.0, 3.0]
    assert sampling.neyman_allocation(9, weights=[1, 1, 1], standard_deviations=[0, 0, 0]).tolist() == [3, 3, 3]
    large = sampling.neyman_allocation(10**6, weights=np.ones(30), standard_deviations=np.arange(30) + 1.0)
    assert large.sum() == 10**6


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"total": 5}, "total is 5; allowed: at least 6"),
        ({"total": 10.5}, "total"),
        ({"weights": [0.5, -0.1, 0.6]}, r"weights\[1\]"),
        ({"standard_deviations": [1, 2]}, "standard_deviations"),
        ({"costs": [1, 0, 1]}, r"costs\[1\]"),
    ],
)
def test_neyman_names_bad_entries(change: dict[str, object], message: str) -> None:
    good = {"total": 30, "weights": [0.5, 0.3, 0.2], "standard_deviations": [1, 2, 3]}
    with pytest.raises(SoilCarbonError, match=message):
        sampling.neyman_allocation(**{**good, **change})  # type: ignore[arg-type]


def test_detectable_difference_of_r() -> None:
    for row in vectors.rows("r_power/mdd_power_t_test.csv"):
        for power, column in ((0.8, "mdd_power80"), (0.9, "mdd_power90")):
            found = sampling.minimum_detectable_difference(
                int(row["n"]), float(row["sd"]), design=DESIGNS[row["type"]], alpha=float(row["alpha"]), power=power
            )
            assert found == pytest.approx(float(row[column]), rel=1e-4)


def test_sample_size_of_r() -> None:
    for row in vectors.rows("r_power/n_for_delta.csv"):
        found = sampling.sample_size(float(row["delta"]), float(row["sd"]), design=DESIGNS[row["type"]])
        assert isinstance(found, float)
        assert found == pytest.approx(float(row["n_power80"]), rel=1e-4)


def test_figures_of_r_typed_in() -> None:
    # R: power.t.test(n = 10, sd = 5, power = .8)$delta, the same paired, and (delta = 5, sd = 5, power = .8)$n.
    assert sampling.minimum_detectable_difference(10, 5, design="two_sample") == pytest.approx(
        6.62472819572275, rel=1e-4
    )
    assert sampling.minimum_detectable_difference(10, 5, design="paired") == pytest.approx(4.98000951048143, rel=1e-4)
    assert sampling.sample_size(5, 5, design="two_sample") == pytest.approx(16.7147681423283, rel=1e-4)


def test_size_and_difference_are_inverse_and_broadcast() -> None:
    n = np.array([[3, 10, 1000.0]])
    sd = np.array([[1.0], [7.0]])
    for design in ("two_sample", "paired"):
        found = sampling.minimum_detectable_difference(n, sd, design=design)
        assert found.shape == (2, 3)
        assert sampling.sample_size(-found, sd, design=design) == pytest.approx(np.broadcast_to(n, (2, 3)), rel=1e-9)
        assert sampling.power(found, n, sd, design=design) == pytest.approx(0.8, abs=1e-9)


def test_power_ignores_the_far_tail() -> None:
    assert sampling.power(0, 10, 5, design="paired") == pytest.approx(0.025, abs=1e-12)


def test_power_agrees_with_simulation() -> None:
    rng = np.random.default_rng(1)
    draws = rng.normal(4, 8, (40_000, 12))
    t = draws.mean(axis=1) / (draws.std(axis=1, ddof=1) / np.sqrt(12))
    from scipy.stats import t as student

    assert sampling.power(4, 12, 8, design="paired") == pytest.approx((t > student.ppf(0.975, 11)).mean(), abs=0.01)


def test_extreme_designs_stay_finite() -> None:
    assert np.isfinite(sampling.minimum_detectable_difference([1.5, 2, 1e6], 1, design="paired")).all()
    assert 1 < sampling.sample_size(1000, 1, design="two_sample") < 2
    assert sampling.sample_size(1e-3, 1, design="two_sample") == pytest.approx(15_697_760, rel=1e-4)
    for n in (1.01, 1.00001, 1 + 1e-12):
        with pytest.raises(SoilCarbonError, match=r"n\[1\] is 1(\.\d+)?; allowed: larger"):
            sampling.minimum_detectable_difference([2, n], 1, design="paired")
    assert sampling.power([0, 3], 1 + 1e-7, 1, design="paired") == pytest.approx([0.025, 0.05], rel=0.01)
    with pytest.raises(SoilCarbonError, match=r"difference is 1e-25; allowed: further from 0"):
        sampling.sample_size(1e-25, 1e20, design="paired")


@pytest.mark.parametrize("design", ["two_sample", "paired"])
def test_the_integrated_tail_is_the_series_where_both_are_good(design: str) -> None:
    from scipy.special import nctdtr, stdtrit

    groups = {"two_sample": 2, "paired": 1}[design]
    for n in (1.5, 2, 3, 10, 1000):
        freedom, effect = groups * (n - 1), 35 * np.sqrt(groups / n)
        series = 1 - nctdtr(freedom, 35, stdtrit(freedom, 0.975))
        assert sampling.power(effect, n, 1, design=design) == pytest.approx(series, rel=1e-12)


def test_no_allowed_size_takes_long() -> None:
    started = time.process_time()
    for effect in (1e-12, 1e-3, 1, 100, 1e5, 1e9, 1e30):
        for options in ({}, {"power": 1 - 1e-12}, {"alpha": 1e-12}, {"alpha": 0.99, "power": 0.999}):
            assert sampling.sample_size(effect, 1, design="paired", **options) > 1
    assert time.process_time() - started < 14


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((1, 5, "paired", 0.8), "n is 1; allowed: above 1"),
        ((10, 0, "paired", 0.8), "standard_deviation"),
        ((10, 5, "crossed", 0.8), "design"),
        ((10, 5, "paired", 0.01), "power"),
        ((10, np.nan, "paired", 0.8), "standard_deviation"),
    ],
)
def test_power_names_bad_entries(arguments: tuple[float, float, str, float], message: str) -> None:
    n, sd, design, power = arguments
    with pytest.raises(SoilCarbonError, match=message):
        sampling.minimum_detectable_difference(n, sd, design=design, power=power)
    with pytest.raises(SoilCarbonError, match="difference"):
        sampling.sample_size(0, 5, design="paired")


def test_years_to_detect_divides_by_the_rate() -> None:
    found = sampling.minimum_detectable_difference(50, 10, design="paired")
    assert sampling.years_to_detect(-0.3, 50, 10, design="paired") == pytest.approx(found / 0.3)


def test_balanced_sample_keeps_inclusion_probabilities() -> None:
    rng = np.random.default_rng(8)
    places = rng.random((30, 2))
    wanted = rng.uniform(0.05, 0.9, 30)
    wanted *= 9 / wanted.sum()
    runs = 1200
    counts = np.zeros(30)
    for seed in range(runs):
        drawn = sampling.balanced_sample(places, probabilities=wanted, seed=seed)
        assert drawn.size == 9
        counts[drawn] += 1
    error = np.sqrt(wanted * (1 - wanted) / runs)
    assert (np.abs(counts / runs - wanted) < 4 * error).all()


def test_balanced_sample_is_spread_out_and_reproducible() -> None:
    rng = np.random.default_rng(3)
    places = rng.random((2000, 2))
    drawn = sampling.balanced_sample(places, size=50, seed=7)
    assert drawn.size == np.unique(drawn).size == 50
    assert (drawn == sampling.balanced_sample(places, size=50, seed=7)).all()
    assert not np.array_equal(drawn, sampling.balanced_sample(places, size=50, seed=8))
    balance = [sampling.spatial_balance(sampling.balanced_sample(places, size=50, seed=s), places) for s in range(5)]
    random = [sampling.spatial_balance(rng.choice(2000, 50, replace=False), places) for _ in range(5)]
    assert max(balance) < min(random) / 2


def test_balanced_sample_handles_certain_impossible_and_twin_units() -> None:
    places = np.zeros((6, 2))
    drawn = sampling.balanced_sample(places, probabilities=[1, 0, 0.5, 0.5, 0.5, 0.5], seed=1)
    assert 0 in drawn
    assert 1 not in drawn
    assert drawn.size == 3
    sizes = {sampling.balanced_sample(np.arange(5.0), probabilities=[0.3] * 5, seed=s).size for s in range(60)}
    assert sizes == {1, 2}
    assert sampling.balanced_sample([1.0, 2.0], size=2, seed=0).tolist() == [0, 1]
    with pytest.raises(SoilCarbonError, match="give one of the two"):
        sampling.balanced_sample(places, seed=1)
    with pytest.raises(SoilCarbonError, match="size"):
        sampling.balanced_sample(places, size=7, seed=1)


def test_strata_are_compact_and_reproducible() -> None:
    grid = np.stack(np.meshgrid(np.arange(20.0), np.arange(10.0)), axis=-1).reshape(-1, 2)
    found = sampling.stratify(grid, strata=8, seed=2)
    assert found.weights.sum() == pytest.approx(1)
    assert np.unique(found.labels).size == 8
    within = sum(((grid[found.labels == h] - found.centres[h]) ** 2).sum() for h in range(8))
    assert within < ((grid - grid.mean(axis=0)) ** 2).sum() / 5
    assert (sampling.stratify(grid, strata=8, seed=2).labels == found.labels).all()
    assert (np.diff(found.centres[:, 0]) >= 0).all()


def test_strata_of_equal_size_and_by_covariate() -> None:
    grid = np.stack(np.meshgrid(np.arange(20.0), np.arange(10.0)), axis=-1).reshape(-1, 2)
    equal = sampling.stratify(grid, strata=7, equal_size=True)
    sizes = np.bincount(equal.labels)
    assert sizes.max() - sizes.min() <= 1
    clay = (grid[:, 1] >= 5).astype(float)
    by_clay = sampling.stratify(grid, strata=2, covariates=clay, covariate_weight=10)
    assert np.unique(clay[by_clay.labels == 0]).size == 1
    with pytest.raises(SoilCarbonError, match="strata is 9; allowed: 1 to 4"):
        sampling.stratify(np.array([[0, 0], [0, 1], [1, 0], [1, 1], [1, 1.0]]), strata=9)


PLAN = {
    "mean": 20,
    "standard_deviation": 5,
    "assay_error": 0.05,
    "core_cost": 20,
    "composite_cost": 5,
    "assay_cost": 15,
}


def test_composites_for_a_budget_are_the_best_of_all() -> None:
    plan = sampling.composite_plan(3000, **PLAN)
    a, b = 25 * (1 + 0.05**2), (20 * 0.05) ** 2
    best = min(a / (k * m) + b / k for k in range(2, 76) for m in range(1, 150) if k * m * 20 + k * 20 <= 3000)
    assert plan.standard_error == pytest.approx(np.sqrt(best), rel=1e-12)
    assert plan.cost <= 3000
    assert plan.cores == plan.composites * plan.cores_per_composite
    # Spertus (2021): n/k = s sqrt(1+d^2) sqrt(cP+cA) / (m d sqrt(cc)).
    ratio = 5 * np.sqrt(1 + 0.05**2) * np.sqrt(20) / (20 * 0.05 * np.sqrt(20))
    assert plan.optimal_cores / plan.optimal_composites == pytest.approx(ratio, rel=1e-12)
    assert plan.optimal_cores * 20 + plan.optimal_composites * 20 == pytest.approx(3000)


def test_composites_for_an_error_are_the_cheapest_of_all() -> None:
    plan = sampling.composite_plan(standard_error=0.6, **PLAN)
    a, b = 25 * (1 + 0.05**2), (20 * 0.05) ** 2
    cheapest = min(
        k * m * 20 + k * 20 for k in range(2, 200) for m in range(1, 60) if a / (k * m) + b / k <= 0.36 + 1e-12
    )
    assert plan.standard_error <= 0.6 + 1e-12
    assert plan.cost == pytest.approx(cheapest)
    real = a / plan.optimal_cores + b / plan.optimal_composites
    assert real == pytest.approx(0.36, rel=1e-12)


def test_composite_plan_names_bad_entries() -> None:
    with pytest.raises(SoilCarbonError, match="budget is 50; allowed: at least 80"):
        sampling.composite_plan(50, **PLAN)
    with pytest.raises(SoilCarbonError, match="give one of the two"):
        sampling.composite_plan(**PLAN)
    exact = sampling.composite_plan(500, **{**PLAN, "assay_error": 0})
    assert exact.optimal_composites == 0
    assert exact.composites == 2


def test_many_surveys_are_solved_together_and_as_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(5)
    n, sd = draw.uniform(2.1, 400, 2000), draw.uniform(1, 20, 2000)
    calls = []
    tail = _power._upper_tail
    monkeypatch.setattr(_power, "_upper_tail", lambda *given: calls.append(1) or tail(*given))
    found = sampling.minimum_detectable_difference(n, sd, design="paired")
    sizes = sampling.sample_size(found, sd, design="paired")
    assert len(calls) < 60
    assert sizes == pytest.approx(n, rel=1e-9)
    for i in range(0, 2000, 400):
        assert sampling.minimum_detectable_difference(n[i], sd[i], design="paired") == pytest.approx(
            found[i], rel=1e-12
        )
        assert sampling.power(found[i], n[i], sd[i], design="paired") == pytest.approx(0.8, rel=1e-11)


def test_surveys_of_one_size_are_solved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    widths = []
    tail = _power._upper_tail
    monkeypatch.setattr(
        _power, "_upper_tail", lambda v, nc, alpha: widths.append(max(np.size(v), np.size(nc))) or tail(v, nc, alpha)
    )
    found = sampling.minimum_detectable_difference(np.full((300, 2), 20), [[5.0, 10.0]], design="two_sample")
    assert max(widths) == 1
    assert found.shape == (300, 2)
    assert found[:, 1] == pytest.approx(2 * found[:, 0], rel=1e-14)
