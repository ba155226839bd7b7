from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from soilcarbon import SoilCarbonError, _skewed, inference
from soilcarbon.inference import Estimate

RNG = np.random.default_rng(12)
BEFORE = RNG.normal(50, 10, 12)
AFTER = BEFORE + RNG.normal(2, 3, 12)


def same_interval(estimate: Estimate, low: float, high: float) -> None:
    assert estimate.interval == pytest.approx((low, high), rel=1e-9)


def test_estimate_reads_t() -> None:
    estimate = Estimate(2.0, 1.0, 9.0, level=0.95)
    reach = stats.t.ppf(0.975, 9)
    same_interval(estimate, 2 - reach, 2 + reach)
    assert estimate.probability_positive == pytest.approx(stats.t.cdf(2, 9), rel=1e-12)
    normal = Estimate(2.0, 1.0, math.inf)
    same_interval(normal, 2 - stats.norm.ppf(0.95), 2 + stats.norm.ppf(0.95))
    assert normal.probability_positive == pytest.approx(stats.norm.cdf(2), rel=1e-9)
    assert Estimate(0.0, 0.0, 3).probability_positive == 0.5
    assert Estimate(1.0, 0.0, 3).probability_positive == 1.0
    assert estimate.scaled(-2).interval == pytest.approx((-2 * (2 + reach), -2 * (2 - reach)))


def test_stratified_mean_by_hand() -> None:
    values, strata = [1, 2, 3, 4, 8, 6, 10], ["a", "a", "a", "b", "b", "b", "b"]
    made = inference.stratified_mean(values, strata, weights={"a": 0.25, "b": 0.75})
    a, b = 0.25**2 * 1 / 3, 0.75**2 * np.var([4, 8, 6, 10], ddof=1) / 4
    assert made.value == pytest.approx(0.25 * 2 + 0.75 * 7)
    assert made.standard_error == pytest.approx(np.sqrt(a + b), rel=1e-13)
    assert made.degrees_of_freedom == pytest.approx((a + b) ** 2 / (a**2 / 2 + b**2 / 3), rel=1e-13)
    plain = inference.stratified_mean(values, strata, weights={"a": 0.25, "b": 0.75}, degrees="n_minus_strata")
    assert plain.degrees_of_freedom == 5
    finite = inference.stratified_mean(
        values, strata, weights={"a": 0.25, "b": 0.75}, population={"a": 3, "b": 8}, level=0.95
    )
    assert finite.standard_error == pytest.approx(np.sqrt(b / 2), rel=1e-13)
    assert finite.degrees_of_freedom == pytest.approx(3)
    assert finite.level == 0.95


def test_labels_may_be_numbers_or_arrays() -> None:
    made = inference.stratified_mean([1, 2, 3, 4], np.array([1, 1, 2, 2]), weights={1: 0.5, 2: 0.5})
    assert made.value == 2.5


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"values": [1, np.nan, 3, 4]}, r"values\[1\]"),
        ({"strata": ["a", "a", "b"]}, "strata has 3 labels; allowed: 4"),
        ({"strata": ["a", "a", "a", "b"]}, r"values\[stratum 'b'\] has 1 value"),
        ({"weights": {"a": 1.0}}, "no share for stratum 'b'"),
        ({"weights": {"a": 0.5, "b": 0.6}}, "weights sum to 1.1"),
        ({"weights": {"a": 0.5, "b": 0.4, "c": 0.1}}, "a share for 'c', which has no value"),
        ({"weights": [0.5, 0.5]}, "a mapping"),
        ({"population": {"a": 1, "b": 10}}, "population"),
        ({"population": {"a": 10}}, "no entry for 'b'"),
        ({"degrees": "welch"}, "degrees"),
        ({"level": 90}, "level is 90"),
        ({"strata": ["a", "a", None, "b"]}, r"strata\[2\]"),
    ],
)
def test_stratified_mean_names_bad_entries(change: dict[str, Any], message: str) -> None:
    good: dict[str, Any] = {"values": [1, 2, 3, 4], "strata": ["a", "a", "b", "b"], "weights": {"a": 0.5, "b": 0.5}}
    with pytest.raises(SoilCarbonError, match=message):
        inference.stratified_mean(**{**good, **change})


def test_two_stage_mean_by_hand() -> None:
    values, clusters = [1, 3, 4, 8, 6, 10], [1, 1, 2, 2, 3, 3]
    means = np.array([2, 6, 8.0])
    between, within = means.var(ddof=1), np.mean([2, 8, 8])
    plain = inference.two_stage_mean(values, clusters)
    assert plain.value == pytest.approx(means.mean())
    assert plain.standard_error == pytest.approx(np.sqrt(between / 3), rel=1e-13)
    assert plain.degrees_of_freedom == 2
    full = inference.two_stage_mean(values, clusters, population_clusters=12, cluster_sizes=10)
    variance = (1 - 3 / 12) * between / 3 + (3 / 12) * (1 - 2 / 10) * within / (3 * 2)
    assert full.standard_error == pytest.approx(np.sqrt(variance), rel=1e-13)
    open_ended = inference.two_stage_mean(values, clusters, population_clusters=12)
    assert open_ended.standard_error == pytest.approx(np.sqrt(0.75 * between / 3 + 0.25 * within / 6), rel=1e-13)


def test_two_stage_ratio_for_unequal_clusters() -> None:
    values, clusters, sizes = [1, 3, 4, 8, 6, 10], list("xxyyzz"), {"x": 10, "y": 20, "z": 60}
    made = inference.two_stage_mean(values, clusters, cluster_sizes=sizes)
    mean = (10 * 2 + 20 * 6 + 60 * 8) / 90
    assert made.value == pytest.approx(mean)
    relative = np.array([10, 20, 60]) / 30
    residual = relative * (np.array([2, 6, 8]) - mean) * (2 / 3) / (1 - np.array([10, 20, 60]) / 90)
    assert made.standard_error == pytest.approx(np.sqrt((residual**2).sum() / 2 / 3), rel=1e-13)
    left_out = [(20 * 6 + 60 * 8) / 80, (10 * 2 + 60 * 8) / 70, (10 * 2 + 20 * 6) / 30]
    jackknife = 2 / 3 * sum((ratio - mean) ** 2 for ratio in left_out)
    assert made.standard_error == pytest.approx(np.sqrt(jackknife), rel=1e-12)


def test_two_stage_edge_cases() -> None:
    single = inference.two_stage_mean([1, 2, 4], [1, 2, 3], population_clusters=4)
    assert single.standard_error == pytest.approx(np.std([1, 2, 4], ddof=1) / np.sqrt(3))
    census = inference.two_stage_mean([1, 2, 4, 6], [1, 1, 2, 2], population_clusters=2, cluster_sizes=2)
    assert census.standard_error == 0
    with pytest.raises(SoilCarbonError, match="clusters has 1 cluster"):
        inference.two_stage_mean([1, 2], ["a", "a"])
    with pytest.raises(SoilCarbonError, match="population_clusters is 1"):
        inference.two_stage_mean([1, 2], ["a", "b"], population_clusters=1)
    with pytest.raises(SoilCarbonError, match="cluster_sizes"):
        inference.two_stage_mean([1, 2, 3], ["a", "a", "b"], cluster_sizes=1)


def test_two_stage_by_strata_adds_parts() -> None:
    values, clusters, strata = [1, 3, 4, 8, 6, 10, 7, 7], [1, 1, 2, 2, 3, 3, 4, 4], ["u"] * 4 + ["v"] * 4
    made = inference.two_stage_mean(values, clusters, strata=strata, weights={"u": 0.3, "v": 0.7})
    u = inference.two_stage_mean(values[:4], clusters[:4])
    v = inference.two_stage_mean(values[4:], clusters[4:])
    assert made.value == pytest.approx(0.3 * u.value + 0.7 * v.value)
    assert made.standard_error == pytest.approx(np.hypot(0.3 * u.standard_error, 0.7 * v.standard_error))


def test_paired_change_is_the_paired_t_test() -> None:
    made = inference.change_paired(BEFORE, AFTER, level=0.9)
    reference = stats.ttest_rel(AFTER, BEFORE).confidence_interval(0.9)
    same_interval(made, reference.low, reference.high)
    assert made.probability_positive == pytest.approx(stats.ttest_rel(AFTER, BEFORE, alternative="less").pvalue)
    s1, s2, r = BEFORE.std(ddof=1), AFTER.std(ddof=1), np.corrcoef(BEFORE, AFTER)[0, 1]
    assert made.standard_error == pytest.approx(np.sqrt((s1**2 + s2**2 - 2 * r * s1 * s2) / 12), rel=1e-10)


def test_independent_change_is_welch_or_student() -> None:
    for equal in (False, True):
        made = inference.change_independent(BEFORE, AFTER[:7], equal_variance=equal)
        reference = stats.ttest_ind(AFTER[:7], BEFORE, equal_var=equal).confidence_interval(0.9)
        same_interval(made, reference.low, reference.high)


def test_change_against_control_is_welch_on_differences() -> None:
    control = BEFORE[:9] + 1, AFTER[:9] - 0.5
    made = inference.change_against_control(BEFORE, AFTER, *control, level=0.8)
    reference = stats.ttest_ind(AFTER - BEFORE, control[1] - control[0], equal_var=False).confidence_interval(0.8)
    same_interval(made, reference.low, reference.high)


def test_partial_overlap_lies_between_its_ends() -> None:
    names = list(range(12))
    paired = inference.change_paired(BEFORE, AFTER)
    whole = inference.change_partial_overlap(BEFORE, AFTER, before_points=names, after_points=names)
    assert (whole.value, whole.standard_error) == pytest.approx((paired.value, paired.standard_error), rel=1e-10)
    assert whole.degrees_of_freedom == pytest.approx(11)
    welch = inference.change_independent(BEFORE, AFTER)
    apart = inference.change_partial_overlap(BEFORE, AFTER, before_points=names, after_points=range(20, 32))
    assert apart.standard_error == pytest.approx(welch.standard_error)
    assert apart.degrees_of_freedom == pytest.approx(welch.degrees_of_freedom)
    shared = inference.change_partial_overlap(BEFORE[:10], AFTER[2:], before_points=names[:10], after_points=names[2:])
    s1, s2 = BEFORE[:10].std(ddof=1), AFTER[2:].std(ddof=1)
    r = np.corrcoef(BEFORE[2:10], AFTER[2:10])[0, 1]
    variance = s1**2 / 10 + s2**2 / 10 - 2 * r * s1 * s2 * 8 / 100
    assert shared.standard_error == pytest.approx(np.sqrt(variance), rel=1e-12)
    with pytest.raises(SoilCarbonError, match="shares 2 points"):
        inference.change_partial_overlap([1, 2, 3], [1, 2, 4], before_points=[1, 2, 3], after_points=[2, 3, 4])
    with pytest.raises(SoilCarbonError, match=r"before_points\[1\]"):
        inference.change_partial_overlap([1, 2], [1, 2], before_points=[1, 1], after_points=[1, 2])


def test_changes_by_strata_add_shares() -> None:
    strata, weights = ["a"] * 6 + ["b"] * 6, {"a": 0.3, "b": 0.7}
    parts = [inference.change_paired(BEFORE[s], AFTER[s]) for s in (slice(6), slice(6, 12))]
    value = 0.3 * parts[0].value + 0.7 * parts[1].value
    error = np.hypot(0.3 * parts[0].standard_error, 0.7 * parts[1].standard_error)
    names = list(range(12))
    paired = inference.change_paired(BEFORE, AFTER, strata=strata, weights=weights)
    overlap = inference.change_partial_overlap(
        BEFORE,
        AFTER,
        before_points=names,
        after_points=names,
        before_strata=strata,
        after_strata=strata,
        weights=weights,
    )
    for made in (paired, overlap):
        assert (made.value, made.standard_error) == pytest.approx((value, error), rel=1e-10)
    apart = inference.change_independent(BEFORE, AFTER, before_strata=strata, after_strata=strata, weights=weights)
    assert apart.value == pytest.approx(value)
    assert apart.standard_error > error
    control = inference.change_against_control(
        BEFORE, AFTER, AFTER, AFTER, strata=strata, control_strata=strata, weights=weights
    )
    assert (control.value, control.standard_error) == pytest.approx((value, error))
    with pytest.raises(SoilCarbonError, match="in one sample only"):
        inference.change_independent(BEFORE, AFTER, before_strata=strata, after_strata=["a"] * 12, weights=weights)


def test_pairs_must_match() -> None:
    with pytest.raises(SoilCarbonError, match="after has shape"):
        inference.change_paired(BEFORE, AFTER[:5])
    with pytest.raises(SoilCarbonError, match="before has 1 value;"):
        inference.change_paired([1], [2])


def test_equal_values_have_no_error() -> None:
    made = inference.change_paired([1, 2, 3], [2, 3, 4])
    assert (made.value, made.standard_error, made.degrees_of_freedom) == (1, 0, 2)
    assert made.interval == (1, 1)


def test_skewed_intervals_lean_with_the_data() -> None:
    values = np.random.default_rng(1).gamma(1.5, 10, 20)
    plain = inference.simple_mean(values)
    for method in ("hall", "bootstrap_t"):
        made = inference.skewed_mean(values, method=method)
        assert made.value == plain.value
        assert made.interval[1] > plain.interval[1]
        mirrored = inference.skewed_mean(-values, method="hall").interval
        assert mirrored[0] < -plain.interval[1]
    assert inference.skewed_mean(values, method="bootstrap_t") == inference.skewed_mean(values, method="bootstrap_t")
    even = np.array([1.0, 2, 3, 4, 5])
    assert inference.skewed_mean(even).interval == pytest.approx(inference.simple_mean(even).interval)
    assert inference.skewed_mean([2, 2, 2]).interval == (2, 2)


@pytest.mark.parametrize(("method", "least"), [("hall", 0.885), ("bootstrap_t", 0.885)])
def test_skewed_intervals_cover(method: str, least: float) -> None:
    """A short run of bench/coverage.py, with room for its Monte Carlo error."""
    rng = np.random.default_rng(6)
    surveys = 1200
    held = 0
    for _ in range(surveys):
        low, high = inference.skewed_mean(rng.gamma(1.5, 1, 20), method=method, resamples=299).interval
        held += low <= 1.5 <= high
    assert held / surveys > least - 0.009


def test_a_bootstrap_in_blocks_draws_what_it_would_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(3).gamma(1.5, 10, 23)
    whole = inference.skewed_mean(values, method="bootstrap_t", resamples=499, seed=2)
    monkeypatch.setattr(_skewed, "DRAWN_AT_ONCE", 23 * 7)
    assert inference.skewed_mean(values, method="bootstrap_t", resamples=499, seed=2) == whole


def test_labels_may_be_of_any_kind_that_can_be_a_key() -> None:
    plain = inference.stratified_mean([1, 2, 3, 5], list("aabb"), weights={"a": 0.4, "b": 0.6})
    pairs = [("valley", 1)] * 2 + [("slope", 1)] * 2
    assert inference.stratified_mean([1, 2, 3, 5], pairs, weights={pairs[0]: 0.4, pairs[2]: 0.6}) == plain
    flags = np.array([True, True, False, False])
    assert inference.stratified_mean([1, 2, 3, 5], flags, weights={True: 0.4, False: 0.6}) == plain
