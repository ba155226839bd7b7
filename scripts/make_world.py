#!/usr/bin/env python3
"""Draws the outline of the world and the centre of every country from Natural Earth (public domain).

    npm pack world-atlas && tar xzf world-atlas-*.tgz
    python scripts/make_world.py package/

writes ``static/organisations/world.svg`` (land at 1:110 million, in the Equal Earth projection) and
``organisations/world.json`` (the centre of each country's largest part, in the same plane).
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

from babel.core import get_global

APP = Path(__file__).resolve().parent.parent / "src" / "humus" / "organisations"
WIDTH, LEAST_AREA = 1000.0, 2.0
# Parts of other countries on that map, with an ISO code of their own.
APART = {
    "BQ": (-68.3, 12.2),
    "BV": (3.4, -54.4),
    "CC": (96.9, -12.2),
    "CX": (105.6, -10.5),
    "GF": (-53.1, 3.9),
    "GP": (-61.5, 16.2),
    "MQ": (-61.0, 14.7),
    "RE": (55.5, -21.1),
    "SJ": (20.0, 78.5),
    "TK": (-171.9, -9.2),
    "YT": (45.2, -12.8),
}
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
Point = tuple[float, float]
Ring = list[Point]


def equal_earth(longitude: float, latitude: float) -> Point:
    """Equal Earth (Savric, Patterson and Jenny 2018, doi:10.1080/13658816.2018.1504949): areas stay comparable."""
    t = asin(sqrt(3) / 2 * sin(radians(latitude)))
    x = 2 * sqrt(3) * radians(longitude) * cos(t) / (3 * (9 * A4 * t**8 + 7 * A3 * t**6 + 3 * A2 * t**2 + A1))
    return x, t * (A4 * t**8 + A3 * t**6 + A2 * t**2 + A1)


SCALE = WIDTH / (2 * equal_earth(180, 0)[0])
TOP, BOTTOM = equal_earth(0, 84)[1], equal_earth(0, -57)[1]
HEIGHT = (TOP - BOTTOM) * SCALE


def place(point: Point) -> Point:
    x, y = equal_earth(*point)
    return round(x * SCALE + WIDTH / 2, 1), round((TOP - y) * SCALE, 1)


def arcs_of(topology: dict[str, Any]) -> list[Ring]:
    (kx, ky), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * kx + tx, y * ky + ty))
        arcs.append(points)
    return arcs


def rings_of(shape: dict[str, Any], arcs: list[Ring]) -> list[Ring]:
    """The outer rings; a negative number is the arc of its complement, walked backwards."""
    polygons = {"Polygon": lambda: [shape["arcs"]], "MultiPolygon": lambda: shape["arcs"]}.get(shape["type"], list)()
    rings = []
    for polygon in polygons:
        ring: Ring = []
        for index in polygon[0]:
            points = arcs[index] if index >= 0 else arcs[~index][::-1]
            ring += points[1:] if ring else points
        rings.append(ring)
    return rings


def area_and_centre(ring: Ring) -> tuple[float, Point]:
    doubled = cx = cy = 0.0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x0 * y1 - x1 * y0
        doubled, cx, cy = doubled + cross, cx + (x0 + x1) * cross, cy + (y0 + y1) * cross
    if not doubled:
        return 0.0, ring[0]
    return abs(doubled) / 2, (round(cx / (3 * doubled), 1), round(cy / (3 * doubled), 1))


def unbroken(ring: Ring) -> Ring:
    """Longitudes that run on past 180 degrees, so that no line is drawn across the whole map."""
    shift, walked = 0, []
    for (x0, _), (x1, y1) in zip([ring[0], *ring], ring, strict=False):
        shift += 360 * ((x0 - x1 > 180) - (x1 - x0 > 180))
        walked.append((x1 + shift, y1))
    far = sum(x for x, _ in walked) / len(walked)
    return [(x - 360 * (far > 180) + 360 * (far < -180), y) for x, y in walked]


def path_of(ring: Ring) -> str:
    """Whole units suffice on a screen; a point that does not move is left out."""
    points = [(round(x), round(y)) for x, y in ring]
    kept = [point for i, point in enumerate(points) if not i or point != points[i - 1]]
    if len(kept) < 4:
        return ""
    steps = "".join(f"{x1 - x0} {y1 - y0} ".replace(" -", "-") for (x0, y0), (x1, y1) in pairwise(kept[:-1]))
    return f"M{kept[0][0]} {kept[0][1]}l{steps.strip()}z"


def shapes(folder: Path, name: str) -> list[tuple[str, list[Ring]]]:
    topology = json.loads((folder / name).read_text())
    arcs = arcs_of(topology)
    kind = next(iter(topology["objects"]))
    found = topology["objects"][kind].get("geometries", [topology["objects"][kind]])
    return [
        (str(each.get("id", "")), [[place(p) for p in unbroken(ring)] for ring in rings_of(each, arcs)])
        for each in found
    ]


def main(folder: Path) -> None:
    aliases = get_global("territory_aliases")
    centres: dict[str, Point] = {code: place(point) for code, point in APART.items()}
    for name in ("countries-10m.json", "countries-50m.json", "countries-110m.json"):
        for number, rings in shapes(folder, name):
            codes = aliases.get(number.zfill(3), [])
            if rings and len(codes) == 1:
                centres[codes[0]] = max(area_and_centre(ring) for ring in rings)[1]
    rings = [ring for _, each in shapes(folder, "land-110m.json") for ring in each]
    land = "".join(
        path_of(ring) for ring in rings if area_and_centre(ring)[0] > LEAST_AREA and min(y for _, y in ring) < HEIGHT
    )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:.0f}"><path d="{land}"/></svg>\n'
    (APP / "static" / "organisations").mkdir(parents=True, exist_ok=True)
    (APP / "static" / "organisations" / "world.svg").write_text(svg)
    text = {
        "width": WIDTH,
        "height": round(HEIGHT),
        "source": "Natural Earth (public domain)",
        "centres": dict(sorted(centres.items())),
    }
    (APP / "world.json").write_text(
        json.dumps(text)
        .replace('"source"', '\n"source"')
        .replace('"centres": {', '\n"centres": {\n')
        .replace("], ", "],\n")
        + "\n"
    )
    print(len(svg), "characters of outline,", len(centres), "centres")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
