"""How many stand in which country, as circles on an outline of the world. Nothing is fetched from elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from humus.people.countries import country_name

HERE = Path(__file__).resolve().parent
LEAST, MOST = 4.5, 24.0


@cache
def world() -> dict[str, Any]:
    """Width, height and the centre of every country, in the plane of the outline (see ``scripts/make_world.py``)."""
    return dict(json.loads((HERE / "world.json").read_text(encoding="utf-8")))


@cache
def outline() -> SafeString:
    """The path of all land; digits, letters and blanks only."""
    text = (HERE / "static" / "organisations" / "world.svg").read_text(encoding="utf-8")
    found = re.search(r'd="([MlLz0-9 .-]+)"', text)
    return mark_safe(found[1] if found else "")  # noqa: S308


def dots(counts: list[tuple[str, int]], url: Callable[[str], str], chosen: str = "") -> list[dict[str, Any]]:
    """One circle per country, its area in proportion to the number, small ones drawn last so that they stay on top."""
    centres = world()["centres"]
    largest = max((number for _code, number in counts), default=1)
    drawn = []
    for code, number in sorted(counts, key=lambda pair: -pair[1]):
        if code in centres:
            x, y = centres[code]
            radius = LEAST + (MOST - LEAST) * sqrt(number / largest) if largest > 1 else LEAST + 2
            place = {"code": code, "name": country_name(code), "count": number, "x": x, "y": y, "r": round(radius, 1)}
            drawn.append(place | {"url": url(code), "current": code == chosen})
    return drawn


def context(counts: list[tuple[str, int]], url: Callable[[str], str], chosen: str = "") -> dict[str, Any]:
    found = world()
    return {
        "dots": dots(counts, url, chosen),
        "outline": outline(),
        "width": int(found["width"]),
        "height": int(found["height"]),
    }
