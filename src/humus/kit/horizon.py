"""The motif: soil horizons drawn as SVG, always the same for the same name, thicker where the number is larger."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from django.utils.safestring import SafeString, mark_safe

from humus.kit import plants

# Colours from the top down, after soils of the world (named as in the World Reference Base).
SOILS: dict[str, tuple[str, ...]] = {
    "chernozem": ("black", "o", "a", "e", "c"),
    "podzol": ("o", "ash", "b", "ochre", "c"),
    "ferralsol": ("a", "red", "red-deep", "ochre", "c"),
    "andosol": ("black", "o", "ochre", "e", "ash"),
    "calcisol": ("e", "c", "pale", "r", "pale"),
    "gleysol": ("o", "a", "gley", "e", "gley"),
    "cambisol": ("o", "a", "b", "c", "r"),
    "luvisol": ("a", "e", "red", "b", "c"),
}
Points = list[tuple[float, float]]


def boundary(rng: random.Random, depth: float, width: float, swing: float, steps: int) -> Points:
    """A boundary between two horizons: knots around a depth, held inside the swing."""
    return [(round(width * i / steps, 1), round(depth + rng.uniform(-swing, swing), 1)) for i in range(steps + 1)]


def curve(points: Points) -> str:
    """A smooth path through the knots, with level tangents at each of them."""
    parts = [f"{points[0][0]:g} {points[0][1]:g}"]
    for (x0, y0), (x1, y1) in pairwise(points):
        middle = round((x0 + x1) / 2, 1)
        parts.append(f"C{middle:g} {y0:g} {middle:g} {y1:g} {x1:g} {y1:g}")
    return "".join(parts)


def band(points: Points, width: float, floor: float, name: str) -> str:
    return f'<path class="fill-{name}" d="M{curve(points)}V{floor:g}H0z"/>'


def layers(rng: random.Random, width: float, tops: Sequence[tuple[str, float]], floor: float, swing: float) -> str:
    """Bands painted downwards, each over the one above it, so that no gap can show."""
    steps = max(3, round(width / 45))
    return "".join(band(boundary(rng, top, width, swing, steps), width, floor, name) for name, top in tops)


def frame(body: str, width: float, height: float, classes: str, keep: str = "none") -> SafeString:
    head = f'<svg class="{classes}" viewBox="0 0 {width:g} {height:g}" preserveAspectRatio="{keep}" aria-hidden="true">'
    return mark_safe(head + body + "</svg>")  # noqa: S308


@lru_cache(maxsize=256)
def stripe(kind: str, seed: str = "") -> SafeString:
    """A stripe across the page: ``edge`` under the header, ``rule`` between sections, ``deep`` at the very bottom."""
    rng = random.Random(f"{kind}{seed}")  # noqa: S311
    shapes: dict[str, tuple[float, list[tuple[str, float]], float]] = {
        "edge": (12, [("grass", 1.5), ("a", 4), ("b", 7.5), ("c", 10)], 0.9),
        "rule": (24, [("grass", 4), ("a", 7), ("b", 13), ("c", 18), ("paper", 21)], 1.7),
        "deep": (52, [("b", 8), ("c", 24), ("r", 40)], 4),
        "a": (14, [("a", 6)], 5),
        "b": (14, [("strata-b", 6)], 5),
        "c": (14, [("c", 6)], 5),
        "r": (14, [("r", 6)], 5),
    }
    height, tops, swing = shapes[kind]
    return frame(layers(rng, 600, tops, height, swing), 600, height, f"horizon horizon--{kind}")


def roots(rng: random.Random, width: float, ground: float, depth: float, count: int) -> str:
    parts = []
    for _ in range(count):
        x, long, lean = rng.uniform(10, width - 10), rng.uniform(depth / 3, depth), rng.uniform(-0.45, 0.45)
        side = rng.choice((-1, 1)) * long * 0.3
        down = f"q{side / 2:.1f} {long * 0.4:.1f} {long * lean:.1f} {long:.1f}"
        fork = f"m{-long * lean * 0.5:.1f} {-long * 0.52:.1f}"
        twig = f"{fork}q{-side / 3:.1f} {long * 0.1:.1f} {-side:.1f} {long * 0.34:.1f}"
        parts.append(f'<path class="line-root" stroke-width="1" d="M{x:.1f} {ground:g}{down}{twig}"/>')
    return "".join(parts)


@lru_cache(maxsize=64)
def garden(seed: str = "") -> SafeString:
    """A row of plants on a horizon, to stand on top of counters or a hero."""
    rng = random.Random(f"garden{seed}")  # noqa: S311
    width, ground, x, parts = 480.0, 96.0, 10.0, []
    while x < width - 10:
        parts.append(plants.any_plant(rng, x, ground))
        x += rng.uniform(9, 24)
    soil = layers(rng, width, [("grass", ground - 2), ("o", ground + 2)], 108, 1.4)
    return frame("".join(parts) + soil, width, 108, "horizon horizon--garden", keep="xMidYMax slice")


@lru_cache(maxsize=64)
def surface(seed: str = "") -> SafeString:
    """Where the page meets the ground: plants above, litter, and roots going down."""
    rng = random.Random(f"surface{seed}")  # noqa: S311
    blades = "".join(plants.tuft(rng, rng.uniform(4, 1196), 34, rng.uniform(8, 22)) for _ in range(17))
    ground = layers(rng, 1200, [("grass", 31), ("o", 34), ("a", 46)], 56, 1.6)
    return frame(blades + ground, 1200, 56, "horizon horizon--surface", keep="xMidYMax slice")


@lru_cache(maxsize=64)
def rooted(seed: str = "") -> SafeString:
    """Roots and stones alone, to lie in a ground that is already coloured."""
    rng = random.Random(f"roots{seed}")  # noqa: S311
    threads = roots(rng, 1200, 0, 130, 17)
    return frame(threads + stones(rng, 1200, (60, 150), 16), 1200, 160, "horizon horizon--roots", keep="xMidYMin slice")


def stones(rng: random.Random, width: float, depths: tuple[float, float], count: int) -> str:
    return "".join(
        f'<ellipse class="stone" cx="{rng.uniform(4, width - 4):.1f}" cy="{rng.uniform(*depths):.1f}" '
        f'rx="{rng.uniform(1, 2.8):.1f}" ry="{rng.uniform(0.8, 1.6):.1f}"/>'
        for _ in range(count)
    )


def thickness(values: Sequence[float], height: float, least: float) -> list[float]:
    """Heights in proportion to the square roots of the values, so that a small one is still seen."""
    weights = [max(value, 0) ** 0.5 for value in values]
    total, room = sum(weights) or 1.0, height - least * len(values)
    return [least + room * weight / total for weight in weights]


@lru_cache(maxsize=1024)
def monolith(seed: str, values: tuple[float, ...] = (), size: str = "") -> SafeString:
    """The soil column of one thing: from its numbers where it has some, else from its name alone."""
    rng = random.Random(seed)  # noqa: S311
    width, height, sky = 44.0, 72.0, 4.0
    heights = thickness(values or [rng.uniform(1, 9) for _ in range(rng.randint(4, 5))], height - sky, 5)
    soil = SOILS[rng.choice(sorted(SOILS))]
    tops, depth = [], sky
    for name, high in zip(soil, heights, strict=False):
        tops.append((name, depth))
        depth += high
    body = f'<path class="fill-grass" d="M0 0h{width:g}v12H0z"/>' + layers(rng, width, tops, height, 1.6)
    pebbles = stones(rng, width, (34, 70), rng.randint(2, 6))
    root = roots(rng, width, sky, 26, rng.randint(1, 3))
    classes = f"monolith monolith--{size}" if size else "monolith"
    return frame(body + pebbles + root, width, height, classes)


def number(value: object) -> float | None:
    try:
        return float(str(value).replace(" ", "").replace("%", ""))
    except ValueError:
        return None


def target(values: Sequence[object], whole: object = None) -> SafeString:
    """A bar of one row: each year a layer that reaches as far as its value, the longest behind."""
    named = [(number(value) or 0.0, name) for name, value in zip("abc", values, strict=False)]
    known = sorted((pair for pair in named if pair[0] > 0), reverse=True)
    reach = number(whole) or (known[0][0] if known else 1.0)
    bars = [
        f'<rect class="fill-year-{name}" width="{max(0.4, min(100, 100 * value / reach)):.2f}" height="10"/>'
        for value, name in known
    ]
    body = '<rect class="fill-sunken" width="100" height="10"/>' + "".join(bars)
    return frame(body, 100, 10, "target__bar")
