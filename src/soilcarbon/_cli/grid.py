"""`soilcarbon grid`: a model over the cells of a grid, block by block, resumed where it stopped."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from soilcarbon._cli import options, plots
from soilcarbon._cli.output import ABSENT, USAGE, Answer, CommandError, table

EXAMPLE = """
soilcarbon grid --example inputs.zarr
soilcarbon grid inputs.zarr results.zarr --plot grid.svg
"""
SHOWN = ("soc_0", "bau", "ssm1", "ssm2", "ssm3", "relative_rate_ssm2", "uncertainty_ssm", "soc")


def add(commands: options.Commands) -> None:
    parser = options.command(
        commands, "grid", run, summary="FAO GSOCseq or RothC over a grid of Zarr arrays, resumable.", example=EXAMPLE
    )
    parser.add_argument("inputs", nargs="?", help="Zarr store of the drivers")
    parser.add_argument("output", nargs="?", help="Zarr store of the results; run again to resume")
    parser.add_argument(
        "--example", metavar="STORE", help="write a small store of invented drivers to try on, and stop"
    )
    parser.add_argument("--model", choices=("gsocseq", "rothc"), default="gsocseq", help="default: gsocseq")
    parser.add_argument("--cells", type=int, default=131_072, help="most cells a block (default: 131072)")
    parser.add_argument("--threads", type=int, help="threads here (default: processors)")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="Dask scheduler whose workers see both stores")
    parser.add_argument("--option", action="append", default=[], metavar="NAME=VALUE", help="option of the model")


def run(args: argparse.Namespace) -> Answer:
    try:
        import xarray
        import zarr  # noqa: F401
    except ImportError as error:
        raise CommandError(
            f"the grid extra is absent ({error.name}): pip install 'soilcarbon[grid]'", ABSENT
        ) from error
    if args.example:
        return _example(args.example, xarray)
    if not (args.inputs and args.output):
        raise CommandError("INPUTS and OUTPUT are needed (or --example)", USAGE)
    from soilcarbon import grid

    found = grid.run(
        args.inputs,
        args.output,
        model=args.model,
        cells=args.cells,
        threads=args.threads,
        scheduler=args.scheduler,
        **_options(args.option),
    )
    rows = []
    for name in (shown for shown in SHOWN if shown in found):
        values = found[name].values
        rows.append((name, int(np.isfinite(values).sum()), *(float(v) for v in _spread(values))))
    headings = ["", "cells", "10 %", "median", "90 %"]
    data = {
        "output": args.output,
        "model": args.model,
        "summary": {r[0]: dict(zip(headings[1:], r[1:], strict=True)) for r in rows},
    }
    bars = [
        {"label": name, "low": low, "value": mid, "high": high} for name, _, low, mid, high in rows if name in SHOWN[:5]
    ]
    chart = (
        plots.intervals(bars, "Cells of the grid", "SOC (t/ha)", "median, and from 10 to 90 %") if args.plot else None
    )
    return Answer(data, [f"written: {args.output}", *table(headings, rows)], [], chart)


def _spread(values: Any) -> Any:
    return np.nanquantile(values, [0.1, 0.5, 0.9]) if np.isfinite(values).any() else np.full(3, np.nan)


def _options(entries: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for entry in entries:
        name, mark, text = entry.partition("=")
        if not (name and mark):
            raise CommandError(f"--option {entry}: allowed: NAME=VALUE", USAGE)
        try:
            found[name] = json.loads(text)
        except json.JSONDecodeError:
            found[name] = text
    return found


def _example(target: str, xarray: Any) -> Answer:
    """20 x 30 cells, two of them outside the cropland, three years of weather."""
    if Path(target).exists():
        raise CommandError(f"--example {target}: File exists")
    rng = np.random.default_rng(4)
    shape, months, cells = (20, 30), 36, ("y", "x")
    season = -np.cos(2 * np.pi * np.arange(12) / 12)
    north = np.linspace(0, 1, shape[0])[:, None, None]

    def climate(years: int) -> dict[str, Any]:
        wave, noise = np.tile(season, years), rng.normal(0, 1, (*shape, 12 * years))
        return {
            "tmean": 12 - 6 * north + 9 * wave + noise,
            "rain": np.maximum(55 + 15 * noise + 10 * north, 0),
            "pet": np.maximum(65 + 50 * wave - 15 * north, 5) + 0 * noise,
        }

    spin_up = {f"{name}_spin_up": ((*cells, "month"), values) for name, values in climate(1).items()}
    series = {name: ((*cells, "time"), values) for name, values in climate(months // 12).items()}
    land_use = np.where(rng.random(shape) < 0.8, 12.0, 3.0)
    land_use[0, :2] = 1.0
    site = {
        "soc": (cells, rng.uniform(30, 90, shape)),
        "clay": (cells, rng.uniform(8, 45, shape)),
        "land_use": (cells, land_use),
        "cover": ((*cells, "month"), np.broadcast_to(np.where(season > -0.5, 0.65, 0.95), (*shape, 12)).copy()),
    }
    xarray.Dataset({**site, **spin_up, **series}).astype("float32").to_zarr(target, consolidated=False)
    return Answer({"written": target}, [f"written: {target}"])
