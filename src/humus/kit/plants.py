"""Plants for the drawings: a few strokes each, none twice the same."""

from __future__ import annotations

import random


def stalk(x: float, ground: float, tall: float, lean: float, width: float = 1.6) -> str:
    path = f"M{x:.1f} {ground:g}q{lean / 6:.1f} {-tall / 1.6:.1f} {lean:.1f} {-tall:.1f}"
    return f'<path class="line-grass" stroke-width="{width:g}" d="{path}"/>'


def leaf(x: float, y: float, reach: float, rise: float, name: str) -> str:
    """A pointed leaf from its base to its tip."""
    there = f"q{reach * 0.1:.1f} {-rise:.1f} {reach:.1f} {-rise:.1f}"
    back = f"q{-reach * 0.2:.1f} {rise * 0.95:.1f} {-reach:.1f} {rise:.1f}"
    path = f"M{x:.1f} {y:.1f}{there}{back}z"
    return f'<path class="fill-{name}" d="{path}"/>'


def tuft(rng: random.Random, x: float, ground: float, tall: float) -> str:
    blades = rng.randint(3, 5)
    path = "".join(
        f"M{x + (i - blades / 2) * 1.6:.1f} {ground:g}"
        f"q{lean / 6:.1f} {-tall * high / 1.5:.1f} {lean:.1f} {-tall * high:.1f}"
        for i in range(blades)
        for lean, high in [((i - blades / 2 + 0.5) * tall / 4 + rng.uniform(-2, 2), rng.uniform(0.6, 1))]
    )
    return f'<path class="line-grass" stroke-width="1.4" d="{path}"/>'


def wheat(rng: random.Random, x: float, ground: float, tall: float) -> str:
    lean = rng.uniform(-9, 9)
    top, grains = ground - tall, []
    for i in range(6):
        for side in (-1, 1):
            grains.append(leaf(x + lean * (1 + i / 26), top + 9 - i * 3.4, side * 3.6, 5.2, "ear"))
    return stalk(x, ground, tall + 12, lean * 1.25, 1.3) + "".join(grains)


def sprout(rng: random.Random, x: float, ground: float, tall: float) -> str:
    lean, size = rng.uniform(-3, 3), tall / 2.2
    tip_x, tip_y = x + lean, ground - tall
    pair = leaf(tip_x, tip_y + 1, -size, size * 0.9, "leaf-dark") + leaf(tip_x, tip_y + 1, size, size * 1.05, "grass")
    return stalk(x, ground, tall, lean, 1.8) + pair


def legume(rng: random.Random, x: float, ground: float, tall: float) -> str:
    lean, parts = rng.uniform(-6, 6), []
    for i in range(1, 5):
        share = i / 4.6
        y, at = ground - tall * share, x + lean * share**2
        reach = 9.5 - i * 1.3
        parts += [leaf(at, y, side * reach, reach * 0.55, "leaf-dark" if side < 0 else "grass") for side in (-1, 1)]
    return stalk(x, ground, tall, lean, 1.6) + "".join(parts)


def any_plant(rng: random.Random, x: float, ground: float) -> str:
    draw, low, high = rng.choices(
        [(tuft, 10, 26), (wheat, 46, 70), (sprout, 14, 26), (legume, 26, 44)], weights=[5, 3, 2, 3]
    )[0]
    return draw(rng, x, ground + 2, rng.uniform(low, high))
