"""Small pictures for the pages of trouble, drawn into the same ground as everything else."""

from __future__ import annotations

import random
from functools import cache

from django.utils.safestring import SafeString

from humus.kit import plants
from humus.kit.horizon import frame, layers, roots, stones

WIDTH, GROUND, HEIGHT = 480.0, 92.0, 190.0
SPADE = (
    '<path class="line-wood" stroke-width="5" d="M338 22l-13 70M329 21h19"/>'
    '<path class="fill-iron" d="M314 84l26 5-3 22c-3 14-12 18-17 9-4-7-8-18-6-36z"/>'
)
PIT = '<path class="fill-ground" d="M150 90c30 6 70-4 122 2-2 40-10 62-24 68-22 8-52 6-74-1-14-5-22-30-24-69z"/>'
FENCE = "".join(f'<path class="fill-wood" d="M{x} 96V40l7-9 7 9v56z"/>' for x in range(60, 430, 52))
RAILS = '<path class="line-wood" stroke-width="6" d="M44 56h396M44 78h396"/>'
CRACK = '<path class="fill-ground" d="M232 90l14 26-12 16 15 22-9 36h14l4-36-12-24 14-17-12-24z"/>'
CARROT = (
    '<path class="fill-carrot" d="M206 92c20-8 52-8 70 0 4 34-18 74-33 94-17-20-41-60-37-94z"/>'
    '<path class="line-root" stroke-width="2" d="M214 112h22M258 124h-20M224 138h16M250 152h-12"/>'
)
SEEDS = "".join(
    f'<path class="fill-ear" d="M{x} 112q8-7 16 0q-8 7-16 0z"/>'
    f'<path class="line-grass" stroke-width="1.6" d="M{x + 8} 109q-2-9 2-{high}"/>'
    for x, high in ((70, 10), (130, 17), (190, 8), (250, 21), (310, 12), (370, 18))
)
STORE = PIT + "".join(
    f'<path class="fill-ear" d="M{x - 13} {y}c0-8 6-13 13-13s13 5 13 13-6 13-13 13-13-5-13-13z"/>'
    for y, row in ((102, (176, 202, 228, 254)), (125, (190, 216, 242)), (148, (212, 236)))
    for x in row
)


def tangle(rng: random.Random) -> str:
    knots = "".join(
        f"S{rng.randint(190, 300)} {rng.randint(100, 176)} {rng.randint(190, 300)} {rng.randint(100, 176)}"
        for _ in range(9)
    )
    return f'<path class="line-tangle" stroke-width="2.5" d="M240 92{knots}"/>'


@cache
def picture(kind: str) -> SafeString:
    """missing, closed, broken, resting, large, full or bad."""
    rng = random.Random(kind)  # noqa: S311
    soil = layers(rng, WIDTH, [("grass", GROUND - 3), ("o", GROUND + 1), ("a", 108), ("b", 138), ("c", 166)], HEIGHT, 3)
    edges = [x for x in range(10, 470, 17) if kind == "closed" or not 150 < x < 345]
    green = "" if kind == "resting" else "".join(plants.any_plant(rng, x, GROUND - 2) for x in edges)
    below = roots(rng, WIDTH, GROUND, 60, 9) + stones(rng, WIDTH, (112, 184), 14)
    above, inside = {
        "missing": ("", PIT + SPADE),
        "closed": ("", FENCE + RAILS),
        "broken": ("", CRACK),
        "resting": ("", SEEDS),
        "large": (
            plants.legume(rng, 240, 96, 70) + plants.legume(rng, 230, 96, 60) + plants.legume(rng, 251, 96, 62),
            CARROT,
        ),
        "full": ("", STORE),
        "bad": (plants.sprout(rng, 240, GROUND, 26), tangle(rng)),
    }[kind]
    return frame(green + above + soil + below + inside, WIDTH, HEIGHT, "trouble-picture", keep="xMidYMid meet")
