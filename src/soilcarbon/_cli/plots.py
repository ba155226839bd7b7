"""Charts as SVG, by Altair and vl-convert (the extra ``soilcarbon[plot]``)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from soilcarbon._cli.output import ABSENT, CommandError

WIDTH, HEIGHT = 480, 300
MOST_MARKS = 200
BLUE, ORANGE, GREY, INK = "#1f5a91", "#b3560f", "#6b6b6b", "#1a1a1a"
# The total stands out; the rest are told apart by readers who see colours differently (Okabe and Ito 2008).
PALETTE = (INK, "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00")
# From the surface down, dark to light, as most profiles look.
EARTH = ("#4a2f1b", "#7d5431", "#a87b4f", "#c9a57a", "#dfc8a6", "#efe2cd")


def altair() -> Any:
    """The Altair module, or a readable refusal."""
    try:
        import altair as alt
        import vl_convert  # noqa: F401
    except ImportError as error:
        raise CommandError(
            f"--plot needs the plotting extra ({error.name} is absent): pip install 'soilcarbon[plot]'", ABSENT
        ) from error
    return alt


def check_target(path: str) -> None:
    """Refuse a plot that could not be written, before any work is done."""
    altair()
    target = Path(path)
    if target.suffix.lower() != ".svg":
        raise CommandError(f"--plot {path}: allowed: a name that ends in .svg")
    if not target.parent.is_dir():
        raise CommandError(f"--plot {path}: there is no folder {target.parent}")


def save(chart: Any, path: str) -> None:
    """Write a chart as SVG."""
    import vl_convert

    svg = vl_convert.vegalite_to_svg(chart.to_dict(), show_warnings=False)
    try:
        Path(path).write_text(svg, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"--plot {path}: {error.strerror or error}") from error


def _values(rows: list[dict[str, Any]]) -> Any:
    return altair().Data(values=rows)


def _heading(title: str, below: str = "") -> Any:
    return altair().TitleParams(
        title, subtitle=below, anchor="start", fontSize=15, subtitleFontSize=12, subtitleColor=GREY, offset=10
    )


def _words(names: Sequence[str], width: int) -> Any:
    """Names under a horizontal axis: upright where there is room."""
    room = 7 * max(map(len, names), default=0) * len(names) < width
    return altair().Axis(labelAngle=0 if room else -45, grid=False)


def _histogram(values: Sequence[float], x: str) -> Any:
    """How many points lie in each of some equal classes: where there are too many to draw one by one."""
    alt = altair()
    counts, edges = np.histogram(values, bins="fd" if len(set(values)) > 1 else 1)
    rows = [
        {"from": float(a), "to": float(b), "points": int(n), "none": 0}
        for a, b, n in zip(edges[:-1], edges[1:], counts, strict=True)
    ]
    return (
        alt.Chart(_values(rows))
        .mark_bar(color=BLUE, stroke="white", strokeWidth=0.5)
        .encode(
            x=alt.X("from:Q", title=x, scale=alt.Scale(zero=False), axis=alt.Axis(grid=False)),
            x2="to:Q",
            y=alt.Y("points:Q", title="Points", axis=alt.Axis(format="d", tickMinStep=1)),
            y2="none:Q",
        )
    )


def stock_bars(points: Sequence[str], layers: list[dict[str, Any]], title: str) -> Any:
    """Carbon of each profile, its layers as in the soil, the surface on top. `layers`: point, layer, order, stock."""
    alt = altair()
    if len(points) > MOST_MARKS:
        stocks = dict.fromkeys(points, 0.0)
        for row in layers:
            stocks[row["point"]] += row["stock"]
        chart = _histogram(list(stocks.values()), "SOC stock at fixed depth (t/ha)")
        return chart.properties(title=_heading(title, f"{len(points)} points"), width=WIDTH, height=HEIGHT)
    names = list(dict.fromkeys(row["layer"] for row in sorted(layers, key=lambda row: row["order"])))
    width = max(WIDTH, 24 * len(points))
    colours = [EARTH[min(i, len(EARTH) - 1)] for i in range(len(names))]
    return (
        alt.Chart(_values(layers), title=_heading(title), width=width, height=HEIGHT)
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            x=alt.X("point:N", sort=list(points), title="Point", axis=_words(points, width)),
            y=alt.Y("stock:Q", title="SOC stock at fixed depth (t/ha)"),
            color=alt.Color("layer:N", title="Layer (cm)", scale=alt.Scale(domain=names, range=colours)),
            order=alt.Order("order:Q", sort="descending"),
        )
    )


def change_dots(rows: list[dict[str, Any]], summary: dict[str, float], title: str, below: str) -> Any:
    """Change at each point (where points were re-visited), and below them the estimate with its interval."""
    alt = altair()
    zero = alt.Chart(_values([{"x": 0}])).mark_rule(color=GREY).encode(x="x:Q")
    axis = alt.X("change:Q", title="Change of SOC stock (t/ha)", axis=alt.Axis(tickCount=8))
    mean = alt.Chart(_values([{**summary, "label": "mean"}])).encode(y=alt.Y("label:N", title=None, sort=None))
    interval = mean.mark_rule(color=ORANGE, size=5).encode(
        x=alt.X("low:Q", title="Change of SOC stock (t/ha)"), x2="high:Q"
    )
    centre = mean.mark_point(color=ORANGE, filled=True, size=160, opacity=1).encode(x="change:Q")
    if len(rows) > MOST_MARKS:
        drawn = _histogram([row["change"] for row in rows], "Change of SOC stock (t/ha)")
        centre = alt.Chart(_values([summary])).encode(x="change:Q")
        spread = alt.Chart(_values([summary])).encode(x="low:Q", x2="high:Q").mark_rect(color=ORANGE, opacity=0.4)
        return (drawn + zero + spread + centre.mark_rule(color=ORANGE, size=2)).properties(
            title=_heading(title, below), width=WIDTH, height=HEIGHT
        )
    points = (
        alt.Chart(_values(rows))
        .mark_point(color=BLUE, filled=True, size=60, opacity=1)
        .encode(x=axis, y=alt.Y("label:N", sort=None))
    )
    layers = [zero, *([points] if rows else []), interval, centre]
    height = max(120, 22 * (len(rows) + 1))
    return alt.layer(*layers).properties(title=_heading(title, below), width=WIDTH, height=height)


def lines(
    rows: list[dict[str, Any]],
    x: str,
    y: str,
    *,
    title: str,
    below: str = "",
    by: str | None = None,
    marks: Sequence[dict[str, Any]] = (),
    band: Sequence[dict[str, Any]] = (),
) -> Any:
    """Lines of `value` over `at`, one a `series`, the first the boldest.

    `band` shades between `low` and `high`; `marks` sets points with a `label`.
    """
    alt = altair()
    names = list(dict.fromkeys(row["series"] for row in rows)) if by else []
    at = alt.X("at:Q", title=x, scale=alt.Scale(zero=False, nice=False), axis=alt.Axis(format="d", grid=False))
    height = alt.Y("value:Q", title=y, scale=alt.Scale(zero=True))
    drawn = alt.Chart(_values(rows)).mark_line(strokeWidth=2, color=BLUE).encode(x=at, y=height)
    if by:
        colour = alt.Color("series:N", title=by, scale=alt.Scale(domain=names, range=list(PALETTE[: len(names)])))
        width = alt.condition(alt.datum.series == names[0], alt.value(3), alt.value(1.8))
        drawn = drawn.encode(color=colour, strokeWidth=width)
    layers = [drawn]
    if band:
        shade = alt.Chart(_values(list(band))).mark_area(color=INK, opacity=0.12)
        layers.insert(0, shade.encode(x=at, y=alt.Y("low:Q", title=y), y2="high:Q"))
    if marks:
        spots = alt.Chart(_values(list(marks))).encode(x=at, y=height)
        layers.append(spots.mark_point(color=ORANGE, filled=True, size=120, opacity=1))
        layers.append(spots.mark_text(align="left", dx=10, dy=-8, color=ORANGE, fontSize=12).encode(text="label:N"))
    return alt.layer(*layers).properties(title=_heading(title, below), width=WIDTH, height=HEIGHT)


def intervals(rows: list[dict[str, Any]], title: str, unit: str, below: str = "") -> Any:
    """Values with their error bars, one a `label`."""
    alt = altair()
    base = alt.Chart(_values(rows), title=_heading(title, below), width=WIDTH, height=max(120, 40 * len(rows)))
    label = alt.Y("label:N", title=None, sort=None)
    bars = base.mark_rule(color=BLUE, size=4).encode(x=alt.X("low:Q", title=unit), x2="high:Q", y=label)
    return bars + base.mark_point(color=ORANGE, filled=True, size=140, opacity=1).encode(x="value:Q", y=label)


def allocation_bars(rows: list[dict[str, Any]]) -> Any:
    """Samples of each `stratum`."""
    alt = altair()
    base = alt.Chart(_values(rows), title=_heading("Allocation of the samples"), width=WIDTH, height=HEIGHT).encode(
        x=alt.X("stratum:N", sort=None, title="Stratum", axis=_words([row["stratum"] for row in rows], WIDTH)),
        y=alt.Y(
            "samples:Q",
            title="Samples",
            axis=alt.Axis(format="d", tickMinStep=1),
            scale=alt.Scale(domainMax=1.1 * max(row["samples"] for row in rows), nice=False),
        ),
    )
    bars = base.mark_bar(color=BLUE, size=min(80, 0.7 * WIDTH / max(len(rows), 1)))
    return bars + base.mark_text(dy=-8, fontSize=13, color=INK).encode(text="samples:Q")
