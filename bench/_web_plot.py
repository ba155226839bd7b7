"""The cost of a request against the number of pages, as SVG; run alone it draws what ``bench/web.py --json`` wrote.

``.venv/bin/python bench/_web_plot.py FILE.svg RUN.json RUN.json ...``
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

SHOWN = {"page, signed in": "#2b6a3f", "page, anonymous": "#a2602a", "history": "#3a6ea5", "compare": "#8a4f9e"}
SHOWN |= {"save": "#b03a3a", "page, anonymous, cached": "#6b6b2f"}
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 380, 60, 230, 20, 60


def draw(runs: list[dict[str, Any]], path: Path) -> None:
    """One line a kind of request; the floor of the same run is 1 on the way up."""
    runs = sorted(runs, key=lambda run: run["pages"])
    most = max(run["ratios"][name] for run in runs for name in SHOWN) * 1.15
    lows, highs = math.log10(runs[0]["pages"]), math.log10(runs[-1]["pages"])

    def place(pages: int, times: float) -> tuple[float, float]:
        across = (math.log10(pages) - lows) / ((highs - lows) or 1)
        return LEFT + across * (WIDTH - LEFT - RIGHT), TOP + (1 - times / most) * (HEIGHT - TOP - BOTTOM)

    floor = HEIGHT - BOTTOM
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        "<title>CPU per request, in times of the stock Django floor, against the number of pages</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<line x1="{LEFT}" y1="{floor}" x2="{WIDTH - RIGHT + 10}" y2="{floor}" stroke="#555"/>',
    ]
    for run in runs:
        x, _y = place(run["pages"], 0)
        out.append(f'<text x="{x:.0f}" y="{floor + 18}" text-anchor="middle">{run["pages"]:,}</text>')
    for times in range(int(most) + 1):
        _x, y = place(runs[0]["pages"], times)
        out.append(f'<text x="{LEFT - 14}" y="{y + 4:.0f}" text-anchor="end">{times}</text>')
        out.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT + 10}" y2="{y:.1f}" stroke="#ddd"/>')
    last = WIDTH - RIGHT + 16
    heights: list[float] = []
    for name in sorted(SHOWN, key=lambda one: -runs[-1]["ratios"][one]):
        points = [place(run["pages"], run["ratios"][name]) for run in runs]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        out.append(f'<polyline points="{line}" fill="none" stroke="{SHOWN[name]}" stroke-width="2"/>')
        out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{SHOWN[name]}"/>' for x, y in points]
        label = max(points[-1][1] + 4, heights[-1] + 15 if heights else 0)
        heights.append(label)
        times = runs[-1]["ratios"][name]
        out.append(f'<text x="{last}" y="{label:.0f}" fill="{SHOWN[name]}">{name}: {times:.2f}</text>')
    out.append(f'<text x="{(WIDTH - RIGHT + LEFT) / 2}" y="{HEIGHT - 14}" text-anchor="middle">pages</text>')
    middle = (HEIGHT - BOTTOM + TOP) / 2
    out.append(
        f'<text x="16" y="{middle}" text-anchor="middle" transform="rotate(-90 16 {middle})">times the floor</text>'
    )
    path.write_text("\n".join([*out, "</svg>\n"]))


if __name__ == "__main__":
    draw([json.loads(Path(name).read_text()) for name in sys.argv[2:]], Path(sys.argv[1]))
