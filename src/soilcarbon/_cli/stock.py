"""`soilcarbon stock`: carbon stocks of the profiles in a laboratory file."""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np

from soilcarbon import inference, stocks
from soilcarbon._cli import options, plots
from soilcarbon._cli.measured import Measured, mass_words, measure, reference_mass
from soilcarbon._cli.output import Answer, estimate_line, table
from soilcarbon.inference import Estimate

EXAMPLE = """
soilcarbon template --example before --output before.csv
soilcarbon stock before.csv --depth 30 --plot stock.svg
"""


def add(commands: options.Commands) -> None:
    parser = options.command(
        commands, "stock", run, summary="Carbon stocks at fixed depth and at equivalent soil mass.", example=EXAMPLE
    )
    parser.add_argument("file", help="laboratory file (see: soilcarbon template)")
    options.mass(parser)
    options.reading(parser)
    options.level(parser)


def run(args: argparse.Namespace) -> Answer:
    survey = measure(args.file, args)
    reference = reference_mass(args, survey)
    equal = survey.equivalent(reference, args)
    p = survey.profiles
    rows = [
        {
            "point": point,
            "stratum": stratum,
            "date": date,
            "fixed_depth_stock": a,
            "soil_mass": m,
            "equivalent_mass_stock": b,
        }
        for point, stratum, date, a, m, b in zip(
            p.points, p.strata, p.dates, survey.fixed_depth, survey.mass, equal, strict=True
        )
    ]
    means = _means(survey, equal, args)
    data = {
        "depth_cm": args.depth,
        "reference_mass_t_ha": reference,
        "mass": mass_words(args),
        "interpolation": args.interpolation,
        "unit": "t/ha",
        "points": rows,
        "means": means,
    }
    lines = [
        f"0-{args.depth:g} cm; equivalent mass {reference:.6g} t/ha of {mass_words(args)}; stocks and masses in t/ha",
        *table(
            ["point", "stratum", "soil mass", "fixed depth", "equivalent mass"],
            [
                [r["point"], r["stratum"], r["soil_mass"], r["fixed_depth_stock"], r["equivalent_mass_stock"]]
                for r in rows
            ],
        ),
        *(estimate_line(f"mean at {name.replace('_', ' ')}", each, "t/ha") for name, each in means.items()),
    ]
    chart = (
        plots.stock_bars(p.points, _layers(survey, args.depth), f"SOC stock, 0-{args.depth:g} cm")
        if args.plot
        else None
    )
    return Answer(data, lines, survey.notes, chart)


def _means(survey: Measured, equal: Any, args: argparse.Namespace) -> dict[str, Estimate]:
    weights = options.pairs(args.weights, "--weights")
    found = {"fixed_depth": survey.fixed_depth, "equivalent_soil_mass": equal}
    if len(survey.profiles.points) < 2:
        survey.notes.append("one point only: no mean and no error can be given")
        return {}
    if weights:
        strata = survey.profiles.strata
        return {k: inference.stratified_mean(v, strata, weights=weights, level=args.level) for k, v in found.items()}
    if len(set(survey.profiles.strata)) > 1:
        survey.notes.append("strata are not weighted (--weights); the mean takes the points as one random sample")
    return {name: inference.simple_mean(values, level=args.level) for name, values in found.items()}


def _layers(survey: Measured, depth: float) -> list[dict[str, Any]]:
    p = survey.profiles
    out = []
    for i, point in enumerate(p.points):
        for j in np.flatnonzero(p.upper[i] < depth):
            top, bottom = p.upper[i, j], min(p.lower[i, j], depth)
            amount = stocks.fixed_depth_stock(p.soc[i, j], p.bulk_density[i, j], bottom - top)
            out.append({"point": point, "layer": f"{top:g}-{bottom:g}", "order": int(j), "stock": float(amount)})
    return out
