"""How often each interval holds the truth: simulated surveys of known populations.

    python bench/coverage.py [--quick] [--surveys 10000] [--seed 4] [--json]

Exit code 1 if a 90 % interval misses its bar. The bars hold for 10,000 surveys, whose Monte Carlo error is 0.30 points.
Fewer surveys scatter more, and each bar is then wider by three times what their error is greater: at the 4,000 of
``--quick`` by 0.5 points.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from soilcarbon import inference
from soilcarbon.inference import Estimate

FloatArray = NDArray[np.float64]
Survey = Callable[[np.random.Generator], Estimate]

LEVEL = 0.90
STRATA = {
    "valley": (400, 70.0, 14.0),
    "slope": (300, 52.0, 10.0),
    "plateau": (200, 45.0, 8.0),
    "sand": (100, 25.0, 6.0),
}
ALLOCATION = {"valley": 14, "slope": 10, "plateau": 7, "sand": 5}
CLUSTERS, CLUSTERS_DRAWN, UNITS_DRAWN = 60, 15, 5
STRATUM_CLUSTERS = 8
POINTS = 5000
SHAPE, SKEWED_N = 1.5, 20
SURVEYS, QUICK = 10_000, 4_000


class Case(NamedTuple):
    """A way to survey, the truth, and the coverage it must reach."""

    name: str
    truth: float
    survey: Survey
    low: float
    high: float


def stratified_cases(rng: np.random.Generator) -> list[Case]:
    sizes = {name: spec[0] for name, spec in STRATA.items()}
    weights = {name: size / sum(sizes.values()) for name, size in sizes.items()}
    before = {name: rng.normal(mean, sd, size) for name, (size, mean, sd) in STRATA.items()}
    gain = {name: rng.normal(2.0 + 0.02 * STRATA[name][1], 4.0, size) for name, size in sizes.items()}
    truth = sum(weights[name] * before[name].mean() for name in STRATA)
    truth_gain = sum(weights[name] * gain[name].mean() for name in STRATA)
    labels = [name for name, n in ALLOCATION.items() for _ in range(n)]

    def draw(generator: np.random.Generator) -> list[NDArray[np.intp]]:
        return [generator.choice(sizes[name], n, replace=False) for name, n in ALLOCATION.items()]

    def pick(source: dict[str, FloatArray], rows: list[NDArray[np.intp]]) -> FloatArray:
        return np.concatenate([source[name][chosen] for name, chosen in zip(ALLOCATION, rows, strict=True)])

    def mean(generator: np.random.Generator) -> Estimate:
        values = pick(before, draw(generator))
        return inference.stratified_mean(values, labels, weights=weights, population=sizes, level=LEVEL)

    def paired(generator: np.random.Generator) -> Estimate:
        rows = draw(generator)
        first, change = pick(before, rows), pick(gain, rows)
        return inference.change_paired(
            first, first + change, strata=labels, weights=weights, population=sizes, level=LEVEL
        )

    def independent(generator: np.random.Generator) -> Estimate:
        rows = draw(generator), draw(generator)
        after = pick(before, rows[1]) + pick(gain, rows[1])
        return inference.change_independent(
            pick(before, rows[0]), after, before_strata=labels, after_strata=labels, weights=weights, level=LEVEL
        )

    def overlap(generator: np.random.Generator) -> Estimate:
        # Of the n places of a stratum, half are kept and as many new ones drawn.
        rows = [generator.choice(sizes[name], n + n // 2, replace=False) for name, n in ALLOCATION.items()]
        one = [chosen[:n] for chosen, n in zip(rows, ALLOCATION.values(), strict=True)]
        two = [chosen[n // 2 :] for chosen, n in zip(rows, ALLOCATION.values(), strict=True)]
        points = [[f"{name} {i}" for name, part in zip(sizes, rows, strict=True) for i in part] for rows in (one, two)]
        after = pick(before, two) + pick(gain, two)
        later = [name for name, part in zip(ALLOCATION, two, strict=True) for _ in part]
        return inference.change_partial_overlap(
            pick(before, one), after, before_points=points[0], after_points=points[1], before_strata=labels,
            after_strata=later, weights=weights, level=LEVEL,
        )  # fmt: skip

    def control(generator: np.random.Generator) -> Estimate:
        # The control fields are of the same strata and gain nothing but noise.
        rows, still = draw(generator), draw(generator)
        first, other = pick(before, rows), pick(before, still)
        later = other + pick(noise, still)
        return inference.change_against_control(
            first, first + pick(gain, rows), other, later, strata=labels, control_strata=labels, weights=weights,
            level=LEVEL,
        )  # fmt: skip

    noise = {name: rng.normal(0.0, 3.0, size) for name, size in sizes.items()}
    truth_beyond = truth_gain - sum(weights[name] * noise[name].mean() for name in STRATA)
    return [
        Case("stratified_mean", truth, mean, 0.89, 0.91),
        Case("change_paired, by strata", truth_gain, paired, 0.89, 0.91),
        Case("change_independent, by strata", truth_gain, independent, 0.89, 0.91),
        Case("change_partial_overlap, by strata", truth_gain, overlap, 0.89, 0.91),
        Case("change_against_control, by strata", truth_beyond, control, 0.89, 0.91),
    ]


def two_stage_cases(rng: np.random.Generator) -> list[Case]:
    centre = rng.normal(55, 9, CLUSTERS)
    sizes = rng.integers(20, 61, CLUSTERS)
    equal = [centre[i] + rng.normal(0, 12, 40) for i in range(CLUSTERS)]
    unequal = [centre[i] + rng.normal(0, 12, sizes[i]) for i in range(CLUSTERS)]

    def survey(fields: list[FloatArray], known: bool) -> Survey:
        def run(generator: np.random.Generator) -> Estimate:
            drawn = generator.choice(CLUSTERS, CLUSTERS_DRAWN, replace=False)
            values = np.concatenate([generator.choice(fields[c], UNITS_DRAWN, replace=False) for c in drawn])
            size = {int(c): fields[c].size for c in drawn} if known else None
            return inference.two_stage_mean(
                values, np.repeat(drawn, UNITS_DRAWN), population_clusters=CLUSTERS, cluster_sizes=size, level=LEVEL
            )

        return run

    def by_strata(generator: np.random.Generator) -> Estimate:
        drawn = [half[generator.choice(half.size, STRATUM_CLUSTERS, replace=False)] for half in halves]
        clusters = np.repeat(np.concatenate(drawn), UNITS_DRAWN)
        values = [generator.choice(equal[c], UNITS_DRAWN, replace=False) for c in np.concatenate(drawn)]
        return inference.two_stage_mean(
            np.concatenate(values), clusters, population_clusters={0: halves[0].size, 1: halves[1].size},
            cluster_sizes=40, strata=np.repeat([0, 1], STRATUM_CLUSTERS * UNITS_DRAWN), weights=shares, level=LEVEL,
        )  # fmt: skip

    ranked = np.argsort(centre)
    halves = ranked[: CLUSTERS // 2], ranked[CLUSTERS // 2 :]
    shares = {0: 0.5, 1: 0.5}
    ratio = float(np.concatenate(unequal).mean())
    return [
        Case("two_stage_mean, by strata", float(np.concatenate(equal).mean()), by_strata, 0.89, 0.91),
        Case("two_stage_mean, equal clusters", float(np.concatenate(equal).mean()), survey(equal, True), 0.89, 0.91),
        Case("two_stage_mean, unequal clusters", ratio, survey(unequal, True), 0.89, 0.91),
    ]


def change_cases(rng: np.random.Generator) -> list[Case]:
    before = rng.normal(55, 10, POINTS)
    after = before + rng.normal(2, 5, POINTS)
    still = rng.normal(50, 10, POINTS)
    later = still + rng.normal(0.5, 4, POINTS)
    change, against = float((after - before).mean()), float((after - before).mean() - (later - still).mean())

    def paired(generator: np.random.Generator) -> Estimate:
        rows = generator.choice(POINTS, 15, replace=False)
        return inference.change_paired(before[rows], after[rows], level=LEVEL)

    def independent(generator: np.random.Generator) -> Estimate:
        one, two = generator.choice(POINTS, 20, replace=False), generator.choice(POINTS, 12, replace=False)
        return inference.change_independent(before[one], after[two], level=LEVEL)

    def pooled(generator: np.random.Generator) -> Estimate:
        one, two = generator.choice(POINTS, 15, replace=False), generator.choice(POINTS, 15, replace=False)
        return inference.change_independent(before[one], after[two], equal_variance=True, level=LEVEL)

    def overlap(generator: np.random.Generator) -> Estimate:
        rows = generator.choice(POINTS, 28, replace=False)
        one, two = rows[:20], rows[8:]
        return inference.change_partial_overlap(
            before[one], after[two], before_points=one, after_points=two, level=LEVEL
        )

    def control(generator: np.random.Generator) -> Estimate:
        one, two = generator.choice(POINTS, 15, replace=False), generator.choice(POINTS, 10, replace=False)
        return inference.change_against_control(before[one], after[one], still[two], later[two], level=LEVEL)

    return [
        Case("change_paired", change, paired, 0.89, 0.91),
        Case("change_independent (Welch)", change, independent, 0.89, 0.91),
        Case("change_independent (pooled)", change, pooled, 0.89, 0.91),
        Case("change_partial_overlap", change, overlap, 0.89, 0.91),
        Case("change_against_control", against, control, 0.89, 0.91),
    ]


def skewed_cases() -> list[Case]:
    def draw(generator: np.random.Generator) -> FloatArray:
        return generator.gamma(SHAPE, 10.0, SKEWED_N)

    def bootstrap(generator: np.random.Generator) -> Estimate:
        return inference.skewed_mean(draw(generator), method="bootstrap_t", resamples=999, seed=11, level=LEVEL)

    truth = SHAPE * 10.0
    return [
        Case("simple_mean, gamma 1.5", truth, lambda g: inference.simple_mean(draw(g), level=LEVEL), 0.875, 1.0),
        Case("skewed_mean hall, gamma 1.5", truth, lambda g: inference.skewed_mean(draw(g), level=LEVEL), 0.89, 1.0),
        Case("skewed_mean bootstrap_t, gamma 1.5", truth, bootstrap, 0.89, 1.0),
    ]


def monte_carlo_error(surveys: int) -> float:
    return float(np.sqrt(LEVEL * (1 - LEVEL) / surveys))


def coverage(case: Case, surveys: int, seed: int) -> dict[str, float | str | bool]:
    generator = np.random.default_rng(seed)
    held, below, width, error = 0, 0, 0.0, 0.0
    for _ in range(surveys):
        estimate = case.survey(generator)
        low, high = estimate.interval
        held += low <= case.truth <= high
        below += high < case.truth
        width += high - low
        error += estimate.value - case.truth
    share = held / surveys
    slack = 3 * max(monte_carlo_error(surveys) - monte_carlo_error(SURVEYS), 0.0)
    bar = case.low - slack, min(case.high + slack, 1.0)
    return {
        "estimator": case.name,
        "coverage": share,
        "interval_below_truth": below / surveys,
        "mean_width": width / surveys,
        "bias": error / surveys,
        "low_bar": bar[0],
        "high_bar": bar[1],
        "reached": bool(bar[0] <= share <= bar[1]),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--surveys", type=int, default=SURVEYS)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} surveys, bars wider by their Monte Carlo error")
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    surveys = QUICK if args.quick else args.surveys
    rng = np.random.default_rng(args.seed)
    cases = [*stratified_cases(rng), *two_stage_cases(rng), *change_cases(rng), *skewed_cases()]
    begun = time.process_time()
    rows = [coverage(case, surveys, args.seed + index) for index, case in enumerate(cases)]
    if args.json:
        print(json.dumps({"surveys": surveys, "seed": args.seed, "results": rows}, indent=2))
    else:
        error = 100 * monte_carlo_error(surveys)
        wider = "" if surveys >= SURVEYS else f"; bars of {SURVEYS} surveys, wider by that error"
        print(f"{surveys} surveys each, level {LEVEL:.0%}, Monte Carlo error {error:.2f} points{wider}")
        for row in rows:
            bar = f"{100 * float(row['low_bar']):.1f}-{100 * float(row['high_bar']):.1f}"
            mark = "ok" if row["reached"] else "MISSED"
            print(f"{row['estimator']:<36} {100 * float(row['coverage']):6.2f} %  bar {bar:<11} {mark}")
        print(f"{time.process_time() - begun:.0f} s CPU")
    return 0 if all(row["reached"] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
