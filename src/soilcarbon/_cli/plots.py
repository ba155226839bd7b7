"""Charts as SVG, by Altair and vl-convert (the extra ``soilcarbon[plot]``)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from soilcarbon._cli.output import ABSENT, CommandError

WIDTH, HEIGHT = 480, 300
BLUE, ORANGE, GREY = "#1f5a91", "#b3560f", "#6b6b6b"


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
    Path(path).write_text(svg, encoding="utf-8")


def _values(rows: list[dict[str, Any]]) -> Any:
    return altair().Data(values=rows)


def stock_bars(points: Sequence[str], layers: list[dict[str, Any]], title: str) -> Any:
    """Carbon of each profile, stacked by layer. `layers` holds point, layer, order and stock."""
    alt = altair()
    return (
        alt.Chart(_values(layers), title=title, width=max(WIDTH, 24 * len(points)), height=HEIGHT)
        .mark_bar()
        .encode(
            x=alt.X("point:N", sort=list(points), title="Point"),
            y=alt.Y("stock:Q", title="SOC stock at fixed depth (t/ha)"),
            color=alt.Color("layer:N", title="Layer (cm)", scale=alt.Scale(scheme="goldorange"), sort=None),
            order=alt.Order("order:Q"),
        )
    )


def change_dots(rows: list[dict[str, Any]], summary: dict[str, float], title: str) -> Any:
    """Change at each point (where points were re-visited), and below them the estimate with its interval."""
    alt = altair()
    zero = alt.Chart(_values([{"x": 0}])).mark_rule(color=GREY).encode(x="x:Q")
    axis = alt.X("change:Q", title="Change of SOC stock (t/ha)")
    mean = alt.Chart(_values([{**summary, "label": "mean"}])).encode(y=alt.Y("label:N", title=None, sort=None))
    interval = mean.mark_rule(color=ORANGE, size=5).encode(
        x=alt.X("low:Q", title="Change of SOC stock (t/ha)"), x2="high:Q"
    )
    centre = mean.mark_point(color=ORANGE, filled=True, size=160).encode(x="change:Q")
    points = (
        alt.Chart(_values(rows))
        .mark_point(color=BLUE, filled=True, size=60)
        .encode(x=axis, y=alt.Y("label:N", sort=None))
    )
    layers = ([points] if rows else []) + [interval, centre, zero]
    return alt.layer(*layers).properties(title=title, width=WIDTH, height=max(120, 22 * (len(rows) + 1)))


def lines(rows: list[dict[str, Any]], x: str, y: str, *, title: str, by: str | None = None, zero: bool = False) -> Any:
    """Lines of `value` over `at`, one a `series`."""
    alt = altair()
    series = alt.value(BLUE) if by is None else alt.Color("series:N", title=by, sort=None)
    return (
        alt.Chart(_values(rows), title=title, width=WIDTH, height=HEIGHT)
        .mark_line()
        .encode(
            x=alt.X("at:Q", title=x, scale=alt.Scale(zero=False), axis=alt.Axis(format="d")),
            y=alt.Y("value:Q", title=y, scale=alt.Scale(zero=zero)),
            color=series,
        )
    )


def intervals(rows: list[dict[str, Any]], title: str, unit: str) -> Any:
    """Values with their error bars, one a `label`."""
    alt = altair()
    base = alt.Chart(_values(rows), title=title, width=WIDTH, height=max(120, 40 * len(rows)))
    label = alt.Y("label:N", title=None, sort=None)
    bars = base.mark_rule(color=BLUE, size=4).encode(x=alt.X("low:Q", title=unit), x2="high:Q", y=label)
    return bars + base.mark_point(color=ORANGE, filled=True, size=140).encode(x="value:Q", y=label)


def allocation_bars(rows: list[dict[str, Any]]) -> Any:
    """Samples of each stratum (`point`, `stock`)."""
    alt = altair()
    return (
        alt.Chart(_values(rows), title="Allocation of the samples", width=WIDTH, height=HEIGHT)
        .mark_bar(color=BLUE)
        .encode(x=alt.X("point:N", sort=None, title="Stratum"), y=alt.Y("stock:Q", title="Samples"))
    )
