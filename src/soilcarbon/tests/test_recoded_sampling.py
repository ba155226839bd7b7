"""Sampling and ensembles against a second coding: enumeration, exact fractions, brute force."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from scipy.stats import chi2

from soilcarbon import ensemble, sampling
from soilcarbon.tests import recoded_sampling as again

SEED = 20261129


@pytest.mark.parametrize("equal", [False, True])
def test_strata_of_few_units_are_the_best_of_all_partitions(equal: bool) -> None:
    draw = np.random.default_rng(SEED)
    reached = 0
    for _ in range(12):
        places = draw.uniform(0, 100, (8, 2))
        strata = int(draw.integers(2, 4))
        found = sampling.stratify(places, strata=strata, starts=40, equal_size=equal, seed=3)
        points = [tuple(p) for p in places]
        least = again.best_partition(points, strata, equal)
        mine = again.within(points, found.labels.tolist())
        assert mine >= least * (1 - 1e-12)
        reached += mine <= least * (1 + 1e-9)
        for stratum in range(strata):
            np.testing.assert_allclose(found.centres[stratum], places[found.labels == stratum].mean(axis=0))
    # Equal sizes are filled greedily from the free optimum: near the best, not always at it.
    assert reached >= (5 if equal else 12)


def test_no_unit_is_nearer_to_another_stratum_and_no_swap_helps_much() -> None:
    draw = np.random.default_rng(SEED)
    places, clay = draw.uniform(0, 1000, (60, 2)), draw.normal(20, 8, 60)
    found = sampling.stratify(places, strata=5, covariates=clay, covariate_weight=0.5, starts=20, seed=1)
    scale = np.sqrt(np.mean(places.var(axis=0)))
    table = np.column_stack([places / scale, 0.5 * clay / clay.std()])
    points = [tuple(p) for p in table]
    best = again.within(points, found.labels.tolist())
    centres = [tuple(table[found.labels == stratum].mean(axis=0)) for stratum in range(5)]
    for point, label in zip(points, found.labels, strict=True):
        own = again.apart(point, centres[label])
        assert own <= min(again.apart(point, centre) for centre in centres) * (1 + 1e-12)
    others = (draw.permutation(found.labels) for _ in range(200))
    assert all(again.within(points, labels.tolist()) > best for labels in others)


POINTS = [(0.0, 0.0), (1.0, 0.1), (0.2, 2.0), (3.0, 3.2), (3.1, 1.0)]
SQUARE = [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)]


@pytest.mark.parametrize(
    ("points", "chances"),
    [
        (POINTS, ["2/5"] * 5),
        (POINTS, ["1/10", "7/10", "3/5", "1/5", "2/5"]),
        (POINTS, ["3/10", "3/10", "3/10", "3/10", "3/10"]),
        (SQUARE, ["1/2"] * 4),
    ],
    ids=["equal", "unequal", "sum not whole", "tied neighbours"],
)
def test_samples_come_as_often_as_enumeration_says(points: list[Any], chances: list[str]) -> None:
    wanted = [Fraction(value) for value in chances]
    exact = again.pivotal(points, wanted)
    assert sum(exact.values()) == 1
    # Exactly, in fractions: the method keeps every inclusion probability.
    for unit, chance in enumerate(wanted):
        assert sum(p for sample, p in exact.items() if unit in sample) == chance
    seeds = 3000
    drawn = Counter(
        frozenset(sampling.balanced_sample(points, probabilities=[float(c) for c in wanted], seed=seed).tolist())
        for seed in range(seeds)
    )
    assert set(drawn) <= set(exact)
    expected = {sample: float(p) * seeds for sample, p in exact.items()}
    often = {sample: count for sample, count in expected.items() if count >= 5}
    statistic = sum((drawn[sample] - count) ** 2 / count for sample, count in often.items())
    assert statistic < chi2.ppf(0.999, len(often) - 1)


def test_inclusion_probabilities_of_many_units() -> None:
    draw = np.random.default_rng(SEED)
    places, seeds = draw.random((40, 2)), 1000
    chances = draw.uniform(0.05, 0.6, 40)
    chances *= 12 / chances.sum()
    counts = np.zeros(40)
    for seed in range(seeds):
        sample = sampling.balanced_sample(places, probabilities=chances, seed=seed)
        assert sample.size == 12
        counts[sample] += 1
    z = (counts / seeds - chances) / np.sqrt(chances * (1 - chances) / seeds)
    assert np.abs(z).max() < 4
    assert np.mean(z**2) == pytest.approx(1, abs=0.7)


def test_spatial_balance() -> None:
    draw = np.random.default_rng(SEED)
    for _ in range(50):
        places, chances = draw.random((30, 2)), draw.uniform(0.1, 0.9, 30)
        sample = sampling.balanced_sample(places, probabilities=chances, seed=int(draw.integers(1000)))
        found = sampling.spatial_balance(sample, places, probabilities=chances)
        expected = again.voronoi([tuple(p) for p in places], chances.tolist(), sample.tolist())
        assert found == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("seed", range(40))
def test_composite_plans_are_the_best_of_all(seed: int) -> None:
    draw = np.random.default_rng(SEED + seed)
    costs = {
        "mean": draw.uniform(5, 40), "sd": draw.uniform(1, 15), "assay_error": draw.uniform(0.02, 0.25),
        "core": draw.uniform(2, 30), "composite": draw.uniform(0, 10), "assay": draw.uniform(5, 60), "minimum": 2,
    }  # fmt: skip
    arguments: dict[str, Any] = {
        "mean": costs["mean"], "standard_deviation": costs["sd"], "assay_error": costs["assay_error"],
        "core_cost": costs["core"], "composite_cost": costs["composite"], "assay_cost": costs["assay"],
    }  # fmt: skip
    budget = 12.3 * (costs["core"] + costs["composite"] + costs["assay"])
    every = list(again.plans(costs, 30, 500))
    plan = sampling.composite_plan(budget, **arguments)
    affordable = [variance for *_, variance, cost in every if cost <= budget]
    assert plan.standard_error == pytest.approx(min(affordable) ** 0.5, rel=1e-12)
    assert plan.cost <= budget
    error = plan.standard_error * 1.01
    cheapest = min(cost for *_, variance, cost in every if variance <= error**2)
    wanted = sampling.composite_plan(standard_error=error, **arguments)
    assert wanted.cost == pytest.approx(cheapest, rel=1e-12)
    assert wanted.standard_error <= error


@pytest.mark.parametrize(("draws", "dimensions"), [(1, 1), (7, 3), (1000, 4)])
def test_latin_hypercube_has_one_draw_a_stratum(draws: int, dimensions: int) -> None:
    for seed in range(20):
        u = ensemble.latin_hypercube(draws, dimensions, seed=seed)
        for column in u.T:
            assert sorted(int(value * draws) for value in column) == list(range(draws))
    if draws == 1000:
        assert np.abs(np.corrcoef(u.T) - np.eye(dimensions)).max() < 0.12


def test_the_mean_of_latin_hypercube_draws_is_far_steadier_than_that_of_plain_draws() -> None:
    inputs = {"x": ensemble.Normal(10, 2), "y": ensemble.Uniform(0, 4)}
    models = {"sum": lambda x, y: x + y}
    means = [float(ensemble.run(models, inputs, draws=50, seed=seed).mean) for seed in range(200)]
    plain = np.sqrt((4 + 16 / 12) / 50)
    assert np.mean(means) == pytest.approx(12, abs=0.01)
    assert np.std(means) < plain / 5


def test_spread_of_an_ensemble_is_that_of_its_pooled_draws() -> None:
    draw = np.random.default_rng(SEED)
    for _ in range(20):
        shares = draw.uniform(0.1, 1, 3)
        slopes = draw.uniform(-2, 2, 3)
        models = {f"m{i}": (lambda x, s=slope, i=i: s * x + i) for i, slope in enumerate(slopes)}
        weights = {f"m{i}": share for i, share in enumerate(shares)}
        run = ensemble.run(models, {"x": ensemble.Triangular(0, 1, 5)}, draws=200, seed=1, weights=weights)
        pooled = [
            (s * x + i, share / shares.sum() / 200)
            for i, (s, share) in enumerate(zip(slopes, shares, strict=True))
            for x in run.inputs["x"]
        ]
        mean = sum(value * p for value, p in pooled)
        variance = sum((value - mean) ** 2 * p for value, p in pooled)
        assert float(run.mean) == pytest.approx(mean, rel=1e-12)
        assert float(run.total_sd) == pytest.approx(variance**0.5, rel=1e-12)
        low, high = run.interval(0.8)
        assert (
            sum(p for value, p in pooled if value < low) < 0.1 <= sum(p for value, p in pooled if value <= low) + 1e-9
        )
        assert sum(p for v, p in pooled if v < high) < 0.9 <= sum(p for v, p in pooled if v <= high) + 1e-9
