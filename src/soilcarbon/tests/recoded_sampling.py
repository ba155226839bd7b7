"""Sampling methods once more, by enumeration and in exact fractions: nothing of the library is used here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import inf

Point = tuple[float, ...]


def apart(a: Point, b: Point) -> float:
    """Squared distance."""
    return sum((x - y) ** 2 for x, y in zip(a, b, strict=True))


def within(points: Sequence[Point], labels: Sequence[int]) -> float:
    """Sum of squared distances of the points to the mean of their group."""
    total = 0.0
    for label in set(labels):
        group = [p for p, at in zip(points, labels, strict=True) if at == label]
        centre = tuple(sum(axis) / len(group) for axis in zip(*group, strict=True))
        total += sum(apart(p, centre) for p in group)
    return total


def best_partition(points: Sequence[Point], groups: int, equal: bool) -> float:
    """The least `within` of all partitions into non-empty groups (whose sizes differ by at most one if `equal`)."""
    least = inf
    for labels in product(range(groups), repeat=len(points)):
        sizes = [labels.count(group) for group in range(groups)]
        if min(sizes) > 0 and (not equal or max(sizes) - min(sizes) <= 1):
            least = min(least, within(points, labels))
    return least


def pivotal(points: Sequence[Point], chances: Sequence[Fraction]) -> dict[frozenset[int], Fraction]:
    """Probability of every sample under the local pivotal method 2, exactly; ties among neighbours are even."""
    found: dict[frozenset[int], Fraction] = {}
    for state, chance in _settled(points, tuple(chances)):
        sample = frozenset(i for i, value in enumerate(state) if value == 1)
        found[sample] = found.get(sample, Fraction(0)) + chance
    return found


def _settled(points: Sequence[Point], state: tuple[Fraction, ...]) -> Iterator[tuple[tuple[Fraction, ...], Fraction]]:
    alive = [i for i, value in enumerate(state) if 0 < value < 1]
    if not alive:
        yield state, Fraction(1)
    elif len(alive) == 1:
        for value in (0, 1):
            chance = state[alive[0]] if value else 1 - state[alive[0]]
            yield _put(state, {alive[0]: Fraction(value)}), chance
    else:
        for first in alive:
            others = [j for j in alive if j != first]
            near = min(apart(points[first], points[j]) for j in others)
            tied = [j for j in others if apart(points[first], points[j]) <= near * (1 + 1e-9)]
            for second in tied:
                for step, chance in _duel(state, first, second):
                    for end, rest in _settled(points, step):
                        yield end, chance * rest / len(alive) / len(tied)


def _duel(state: tuple[Fraction, ...], i: int, j: int) -> list[tuple[tuple[Fraction, ...], Fraction]]:
    p, q = state[i], state[j]
    if p + q < 1:
        ends = [({i: p + q, j: Fraction(0)}, p / (p + q)), ({i: Fraction(0), j: p + q}, q / (p + q))]
    else:
        over = p + q - 1
        ends = [({i: Fraction(1), j: over}, (1 - q) / (1 - over)), ({i: over, j: Fraction(1)}, (1 - p) / (1 - over))]
    return [(_put(state, end), chance) for end, chance in ends if chance]


def _put(state: tuple[Fraction, ...], changed: dict[int, Fraction]) -> tuple[Fraction, ...]:
    return tuple(changed.get(i, value) for i, value in enumerate(state))


def voronoi(points: Sequence[Point], chances: Sequence[float], sample: Sequence[int]) -> float:
    """Stevens and Olsen's measure of balance; a unit as near to two sampled ones is shared."""
    held = dict.fromkeys(sample, 0.0)
    for point, chance in zip(points, chances, strict=True):
        near = min(apart(point, points[i]) for i in sample)
        tied = [i for i in sample if apart(point, points[i]) <= near * (1 + 1e-9)]
        for i in tied:
            held[i] += chance / len(tied)
    return sum((value - 1) ** 2 for value in held.values()) / len(sample)


def plans(costs: dict[str, float], most: int, most_each: int) -> Iterator[tuple[int, int, float, float]]:
    """Composites, cores in each, variance and cost of every plan up to so many."""
    for k in range(int(costs["minimum"]), most + 1):
        for each in range(1, most_each + 1):
            n, d = k * each, costs["assay_error"]
            variance = costs["sd"] ** 2 * (1 + d**2) / n + (costs["mean"] * d) ** 2 / k
            yield k, each, variance, n * costs["core"] + k * (costs["composite"] + costs["assay"])
