"""`soilcarbon grid`: the FAO GSOCseq protocol over a grid, resumable."""

from __future__ import annotations

import argparse

from soilcarbon._cli import options
from soilcarbon._cli.output import ABSENT, USAGE, Answer, CommandError

EXAMPLE = """
soilcarbon grid inputs.zarr results.zarr
soilcarbon grid inputs.zarr results.zarr --scheduler tcp://127.0.0.1:8786
"""


def add(commands: options.Commands) -> None:
    parser = options.command(
        commands, "grid", run, summary="Models over a grid of Zarr arrays, resumed where they stopped.", example=EXAMPLE
    )
    parser.add_argument("inputs", help="Zarr store of the drivers")
    parser.add_argument("output", help="Zarr store of the results; run again to resume")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="address of a Dask scheduler (default: this machine)")


def run(args: argparse.Namespace) -> Answer:
    if args.plot:
        raise CommandError("--plot: draw maps from the results with the tools for grids", USAGE)
    try:
        from soilcarbon import grid
    except ImportError as error:
        raise CommandError(
            f"the grid extra is absent ({error.name}): pip install 'soilcarbon[grid]'", ABSENT
        ) from error
    grid.run(args.inputs, args.output, **({"scheduler": args.scheduler} if args.scheduler else {}))
    return Answer({"output": args.output}, [f"written: {args.output}"])
