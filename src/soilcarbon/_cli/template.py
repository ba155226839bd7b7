"""`soilcarbon template`: empty tables to fill in, and filled ones to try."""

from __future__ import annotations

import argparse
from importlib.resources import files
from pathlib import Path

from soilcarbon._cli import options
from soilcarbon._cli.output import USAGE, Answer, CommandError

EXAMPLE = """
soilcarbon template
soilcarbon template --example before --output before.csv
"""

# What a laboratory needs to state so that a stock can be reckoned and defended.
LAB = (
    ("sample_id", "label of the sample"),
    ("point_id", "place; the same name in every survey"),
    ("date", "of sampling, as 2024-03-20"),
    ("stratum", "stratum of the point"),
    ("upper_cm", "upper edge of the layer, from the mineral surface"),
    ("lower_cm", "lower edge of the layer"),
    ("core_diameter_mm", "inner diameter of the corer"),
    ("n_cores", "cores put together in the sample"),
    ("fine_mass_g", "mass below 2 mm; oven-dry, or air-dry with its moisture"),
    ("coarse_mass_g", "mass above 2 mm"),
    ("moisture_%", "water left in fine_mass, % of the oven-dry mass"),
    ("bulk_density_g_cm3", "instead of the masses"),
    ("bd_definition", "whole_soil_mass, fine_earth_in_total_volume or fine_earth_in_fine_volume"),
    ("coarse_fragments_%", "above 2 mm, of mass or volume as bd_definition says"),
    ("toc_%", "organic carbon of the fine earth"),
    ("method", "such as ISO 10694"),
    ("carbonate_treated", "yes or no"),
    ("lab", "laboratory"),
    ("detection_limit_%", "of the carbon; write <0.05 in toc_% where below it"),
    ("duplicate_of", "sample_id of which this row is a laboratory duplicate"),
)
WEATHER = ("month", "tmean_degC", "rain_mm", "evaporation_mm", "covered", "plant_carbon_t_ha", "manure_carbon_t_ha")
TIER2 = (
    *("year", "month", "tmean_degC", "rain_mm", "pet_mm", "irrigated", "sand_fraction", "carbon_input_t_ha"),
    *("lignin_fraction", "nitrogen_fraction", "tillage"),
)
HEADINGS = {"lab": tuple(name for name, _ in LAB), "weather": WEATHER, "tier2": TIER2}
EXAMPLES = ("before", "after", "weather", "tier2")


def add(commands: options.Commands) -> None:
    parser = options.command(commands, "template", run, summary="Tables to fill in, as CSV.", example=EXAMPLE)
    parser.add_argument("kind", nargs="?", choices=tuple(HEADINGS), default="lab", help="which table (default: lab)")
    parser.add_argument("--example", choices=EXAMPLES, help="a filled table to try the other commands on")
    parser.add_argument("--output", metavar="FILE", help="write here, not to standard output; never over a file")


def run(args: argparse.Namespace) -> Answer:
    if args.plot:
        raise CommandError("--plot: a template has nothing to draw", USAGE)
    text = _text(args)
    if args.output:
        try:
            with Path(args.output).open("x", encoding="utf-8") as target:
                target.write(text)
        except OSError as error:
            raise CommandError(f"--output {args.output}: {error.strerror or error}") from error
        return Answer({"written": args.output}, [f"written: {args.output}"])
    data = {"csv": text, "columns": dict(LAB) if args.kind == "lab" and not args.example else {}}
    return Answer(data, [text.rstrip("\n")])


def _text(args: argparse.Namespace) -> str:
    if args.example:
        return files("soilcarbon").joinpath("tables", f"example_{args.example}.csv").read_text(encoding="utf-8")
    notes = "".join(f"# {name}: {meaning}\n" for name, meaning in LAB) if args.kind == "lab" else ""
    return notes + ",".join(HEADINGS[args.kind]) + "\n"
