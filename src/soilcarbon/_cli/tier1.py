"""`soilcarbon tier1`: IPCC default stocks and change after a change of land use, tillage or input."""

from __future__ import annotations

import argparse

from soilcarbon import ipcc
from soilcarbon._cli import options, plots
from soilcarbon._cli.output import USAGE, Answer, CommandError, table
from soilcarbon._tier1 import NEUTRAL, categories, climates, soils

EXAMPLE = """
soilcarbon tier1 --list
soilcarbon tier1 --climate warm_temperate_moist --soil high_activity_clay_soils \\
  --initial annual_crops,full_tillage,medium --final annual_crops,no_tillage,cropland_high_with_manure --plot tier1.svg
"""


def add(commands: options.Commands) -> None:
    parser = options.command(
        commands,
        "tier1",
        run,
        summary="IPCC 2019 Tier 1: default stock change, 0-30 cm, mineral soil.",
        example=EXAMPLE,
    )
    parser.add_argument("--list", action="store_true", help="print the names that can be used")
    parser.add_argument("--climate")
    parser.add_argument("--soil")
    parser.add_argument("--initial", metavar="LAND_USE,MANAGEMENT,INPUT")
    parser.add_argument("--final", metavar="LAND_USE,MANAGEMENT,INPUT")
    parser.add_argument("--years", type=float, default=20.0, help="length of the transition (default: 20)")


def run(args: argparse.Namespace) -> Answer:
    if args.list:
        return _names()
    absent = [f"--{name}" for name in ("climate", "soil", "initial", "final") if not getattr(args, name)]
    if absent:
        raise CommandError(f"{', '.join(absent)} needed (names: soilcarbon tier1 --list)", USAGE)
    initial, final = _regime("--initial", args.initial), _regime("--final", args.final)
    made = ipcc.tier1(climate=args.climate, soil=args.soil, initial=initial, final=final, years=args.years)
    rows = [
        ("initial stock (t/ha)", made.initial, made.initial_error),
        ("final stock (t/ha)", made.final, made.final_error),
        ("change (t/ha a year)", made.change_per_year, made.change_error),
    ]
    data = {"climate": args.climate, "soil": args.soil, "depth_cm": 30, "unit": "t/ha", **vars(made)}
    lines = [
        *table(["", "value", "95 % half-width"], rows),
        f"linear over {args.years:g} years, then constant; 0-30 cm",
    ]
    bars = [
        {"label": name, "value": v, "low": v - e, "high": v + e}
        for name, (_, v, e) in zip(("initial", "final"), rows[:2], strict=True)
    ]
    below = f"{args.climate}, {args.soil}; 95 % intervals".replace("_", " ")
    chart = plots.intervals(bars, "IPCC Tier 1 stocks", "SOC (t/ha, 0-30 cm)", below) if args.plot else None
    return Answer(data, lines, [], chart)


def _regime(option: str, text: str) -> ipcc.Regime:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != 3:
        raise CommandError(f"{option} {text!r}: allowed: LAND_USE,MANAGEMENT,INPUT", USAGE)
    return ipcc.Regime(*parts)


def _names() -> Answer:
    names = {"climate": climates(), "soil": soils(), **{factor: categories(factor) for factor in NEUTRAL}}
    return Answer(dict(names), [f"{kind}: {', '.join(words)}" for kind, words in names.items()])
