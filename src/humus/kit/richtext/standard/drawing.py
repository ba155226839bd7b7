"""Bars, lines and shares as SVG: coloured by classes, readable without colour, named for who does not see them."""

from __future__ import annotations

from html import escape
from math import ceil, floor, log10

from babel.numbers import format_decimal

from humus.kit.formats import locale

Series = dict[str, list[float | None]]
Written = dict[str, list[str]]

WIDTH, BAR, GAP, LINE = 480, 16, 10, 18
# For print and mail; on a page the classes have the last word.
INKS = ("#22592f", "#8f4219", "#2f5462", "#bd8532", "#7a3b69", "#5f8f45")
_DASHES = ("", "7 4", "2 4", "10 3 2 3", "1 3", "14 4")


def draw(kind: str, title: str, names: list[str], series: Series, written: Written) -> str:
    """The figure with its legend, where it needs one."""
    if kind == "share":
        body, height = _shares(names, series)
    elif kind == "line":
        body, height = _lines(names, series)
    else:
        body, height = _bars(names, series, written)
    size, label = f"0 0 {WIDTH} {height}", escape(title)
    drawn = f'<svg class="chart__drawing" viewBox="{size}" role="img" aria-label="{label}">{body}</svg>'
    keys = names if kind == "share" else list(series)
    return drawn + (_legend(keys) if len(keys) > 1 else "")


def _legend(keys: list[str]) -> str:
    items = "".join(
        f'<li><span class="chart__swatch chart__ink{index % 6}"></span>{escape(key)}</li>'
        for index, key in enumerate(keys)
    )
    return f'<ul class="chart__legend">{items}</ul>'


def _text(
    x: float, y: float, words: str, anchor: str = "start", ink: str = "#231b14", name: str = "chart__text"
) -> str:
    look = f'text-anchor="{anchor}" font-size="14" fill="{ink}" class="{name}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{escape(words)}</text>'


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


def _span(series: Series) -> tuple[float, float]:
    """From the least to the largest value, with zero among them."""
    values = [value for row in series.values() for value in row if value is not None]
    low, high = min(0.0, *values), max(0.0, *values)
    return (low, high) if high > low else (low, low + 1)


def _bars(names: list[str], series: Series, written: Written) -> tuple[str, int]:
    """One group of bars a row, each with its number as it is written in the table; names stand above their group."""
    low, high = _span(series)
    left, right = 4.0 + (46.0 if low < 0 else 0.0), WIDTH - 84.0
    scale = (right - left) / (high - low)
    zero, y, out = left - low * scale, 4.0, []
    for index, name in enumerate(names):
        out.append(_text(0, y + 13, _short(name, 56)))
        y += LINE + 1
        top = y
        for number, (key, values) in enumerate(series.items()):
            value = values[index]
            if value is not None:
                x, end = sorted((zero, zero + value * scale))
                width = max(1.0, end - x)
                ink = f'class="chart__ink{number}" fill="{INKS[number]}"'
                out.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{BAR}" {ink}/>')
                out.append(_text(x + width + 6, y + 13, _short(written[key][index], 12)))
            y += BAR + 3
        # The axis stands beside the bars alone, so that it crosses no name.
        place = f'x1="{zero:.1f}" x2="{zero:.1f}" y1="{top - 2:.1f}" y2="{y - 1:.1f}"'
        out.append(f'<line {place} stroke="#88806f" class="chart__axis"/>')
        y += GAP
    return "".join(out), ceil(y)


def _ticks(low: float, high: float) -> list[float]:
    """Three to six round numbers from below the least to above the largest value."""
    rough = (high - low) / 4
    size = 10 ** floor(log10(rough))
    step = next(size * times for times in (1, 2, 5, 10) if size * times >= rough)
    first = floor(low / step)
    return [step * place for place in range(first, ceil(high / step) + 1)]


def _lines(names: list[str], series: Series) -> tuple[str, int]:
    """One line a column, dashed in its own way; rows stand along the foot, as many as have room."""
    height, top, foot, left = 300, 14, 262, 58
    ticks = _ticks(*_span(series))
    low, high = ticks[0], ticks[-1]
    out = []
    for tick in ticks:
        y = foot - (tick - low) / (high - low) * (foot - top)
        out.append(f'<line x1="{left}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}" stroke="#d6d5c8" class="chart__grid"/>')
        out.append(_text(left - 6, y + 5, format_decimal(tick, locale=locale()), "end"))
    step = (WIDTH - left - 24) / max(1, len(names) - 1)
    every = ceil(len(names) / 6)
    for index in range(0, len(names), every):
        anchor = "start" if index == 0 else "end" if index == len(names) - 1 else "middle"
        out.append(_text(left + 8 + index * step, foot + 24, _short(names[index], 12), anchor))
    for number, values in enumerate(series.values()):
        points = [
            (left + 8 + index * step, foot - (value - low) / (high - low) * (foot - top))
            for index, value in enumerate(values)
            if value is not None
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dash = f' stroke-dasharray="{_DASHES[number]}"' if _DASHES[number] else ""
        look = f'stroke="{INKS[number]}" stroke-width="2.5"{dash} class="chart__line{number}"'
        out.append(f'<polyline points="{path}" fill="none" {look}/>')
        out += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{INKS[number]}" class="chart__ink{number}"/>'
            for x, y in points
        ]
    return "".join(out), height


def _shares(names: list[str], series: Series) -> tuple[str, int]:
    """One full bar a column, cut by the rows; what is less than nothing has no share."""
    y, out = 4.0, []
    for key, values in series.items():
        parts = [max(0.0, value or 0.0) for value in values]
        whole = sum(parts) or 1.0
        out.append(_text(0, y + 13, _short(key, 56)))
        y += LINE + 2
        x = 0.0
        for index, part in enumerate(parts):
            width = part / whole * WIDTH
            ink = f'class="chart__ink{index % 6} chart__part" fill="{INKS[index % 6]}" stroke="#fdfdf9"'
            name = escape(f"{names[index]}: {round(100 * part / whole)} %")
            out.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="34" {ink}><title>{name}</title></rect>'
            )
            if width > 44:
                label = f"{round(100 * part / whole)}\u202f%"
                out.append(_text(x + width / 2, y + 22, label, "middle", "#fff", "chart__on"))
            x += width
        y += 34 + GAP + 4
    return "".join(out), ceil(y)
