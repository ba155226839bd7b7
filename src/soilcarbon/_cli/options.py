"""Arguments that several subcommands share."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from soilcarbon._cli.output import USAGE, Answer, CommandError
from soilcarbon.stocks import COARSE_BASES

Run = Callable[[argparse.Namespace], Answer]
Commands = Any


def command(commands: Commands, name: str, run: Run, *, summary: str, example: str) -> argparse.ArgumentParser:
    """A subcommand with --json and --plot, its example at the end of its help."""
    indented = "\n".join(f"  {line}" for line in example.strip().splitlines())
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=summary,
        epilog=f"example:\n{indented}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--plot", metavar="FILE.svg", help="draw a chart as SVG")
    parser.set_defaults(run=run)
    return parser


def reading(parser: argparse.ArgumentParser) -> None:
    """How to read laboratory files."""
    group = parser.add_argument_group("reading the file")
    group.add_argument("--coarse-basis", choices=COARSE_BASES, help="what the bulk density is the mass of")
    group.add_argument(
        "--below-detection",
        choices=("half", "zero", "limit", "refuse"),
        default="half",
        help="what <0.5 stands for (default: half of it)",
    )
    group.add_argument("--organic-matter", action="store_true", help="take organic matter / 1.724 as organic carbon")
    group.add_argument("--unit", action="append", default=[], metavar="COLUMN=UNIT", help="unit of a column")


def mass(parser: argparse.ArgumentParser) -> None:
    """Depth, reference mass and interpolation."""
    group = parser.add_argument_group("soil mass")
    group.add_argument("--depth", type=float, default=30.0, help="cm from the surface (default: 30)")
    group.add_argument(
        "--reference-mass",
        default="lightest",
        metavar="T_PER_HA",
        help="mass at which stocks are compared: a number, or lightest (default), the least mass above --depth",
    )
    group.add_argument(
        "--interpolation", choices=("hyman", "linear"), default="hyman",
        help="how the curve is joined between layers: a monotone spline (default), or straight lines",
    )  # fmt: skip
    group.add_argument("--total-mass", action="store_true", help="count organic matter as part of the soil mass")


def level(parser: argparse.ArgumentParser) -> None:
    """Confidence level, strata."""
    parser.add_argument("--level", type=float, default=0.90, help="confidence level (default: 0.90)")
    parser.add_argument("--weights", metavar="A=0.4,B=0.6", help="strata and their shares of area")


def pairs(text: str | None, name: str) -> dict[str, float]:
    """``A=0.4,B=0.6`` as a mapping."""
    found: dict[str, float] = {}
    for part in (text or "").split(","):
        key, _, value = part.rpartition("=")
        try:
            if part:
                found[key.strip()] = float(value)
        except ValueError:
            raise CommandError(f"{name} {part!r}: allowed: NAME=NUMBER, separated by commas", USAGE) from None
    if "" in found:
        raise CommandError(f"{name} {text!r}: allowed: NAME=NUMBER, separated by commas", USAGE)
    return found


def unit_map(entries: list[str]) -> dict[str, str]:
    """``["soc=g/kg"]`` as a mapping."""
    split = [entry.partition("=") for entry in entries]
    for name, mark, unit in split:
        if not (name and mark and unit):
            raise CommandError(f"--unit {name}{mark}{unit}: allowed: COLUMN=UNIT", USAGE)
    return {name: unit for name, _, unit in split}
