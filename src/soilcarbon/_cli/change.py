"""`soilcarbon change`: from two laboratory files to a change with its uncertainty, its rate and its claim."""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np

from soilcarbon import accounting, inference
from soilcarbon._cli import options, plots
from soilcarbon._cli.dates import mean_day
from soilcarbon._cli.measured import Measured, mass_words, measure, reference_mass
from soilcarbon._cli.output import USAGE, Answer, CommandError, estimate_line
from soilcarbon.inference import Estimate

EXAMPLE = """
soilcarbon template --example before --output before.csv
soilcarbon template --example after --output after.csv
soilcarbon change before.csv after.csv --weights valley=0.6,slope=0.4 --plot change.svg
"""


def add(commands: options.Commands) -> None:
    parser = options.command(
        commands,
        "change",
        run,
        summary="Change of carbon stock between two surveys, at one soil mass.",
        example=EXAMPLE,
    )
    parser.add_argument("before", help="laboratory file of the first survey")
    parser.add_argument("after", help="laboratory file of the second survey")
    parser.add_argument("--control-before", metavar="FILE", help="first survey of the control points")
    parser.add_argument("--control-after", metavar="FILE", help="second survey of the control points")
    parser.add_argument("--years", type=float, help="years between the surveys (default: from the dates)")
    parser.add_argument(
        "--design", choices=("auto", "paired", "independent", "overlap"), default="auto",
        help="how the surveys belong together (default: seen from the points' names)",
    )  # fmt: skip
    parser.add_argument("--probability", type=float, default=2 / 3, help="of exceedance of the claim (default: 2/3)")
    options.mass(parser)
    options.reading(parser)
    options.level(parser)


def run(args: argparse.Namespace) -> Answer:
    if bool(args.control_before) != bool(args.control_after):
        raise CommandError("--control-before and --control-after: give both or neither", USAGE)
    paths = [args.before, args.after, *([args.control_before, args.control_after] if args.control_before else [])]
    surveys = [measure(path, args) for path in paths]
    reference = reference_mass(args, *surveys)
    notes = [note for survey in surveys for note in survey.notes]
    by_mass = [survey.equivalent(reference, args) for survey in surveys]
    notes += _unlike(surveys)
    change, design = _estimate(surveys, by_mass, args, notes)
    at_depth, _ = _estimate(surveys, [survey.fixed_depth for survey in surveys], args, [])
    years = args.years if args.years is not None else _years(surveys[0], surveys[1], notes)
    data: dict[str, Any] = {
        "depth_cm": args.depth,
        "reference_mass_t_ha": reference,
        "mass": mass_words(args),
        "unit": "t/ha",
        "design": design,
        "points": [len(survey.profiles.points) for survey in surveys],
        "change": change,
        "change_at_fixed_depth": at_depth,
        "years": years,
    }
    lines = [
        f"0-{args.depth:g} cm at {reference:.6g} t/ha of {mass_words(args)}; {design}",
        estimate_line("change", change, "t/ha"),
        f"probability of a gain: {change.probability_positive:.3f}",
        f"at fixed depth it would read {at_depth.value:.3g} t/ha",
    ]
    _claim(change, args, data, lines)
    _rate(change, _initial(surveys[0], by_mass[0], args), years, args, data, lines)
    rows = _shared(surveys, by_mass)
    summary = {"change": change.value, "low": change.interval[0], "high": change.interval[1]}
    below = f"{design}; mean with its {change.level:.0%} interval, at {reference:.6g} t/ha of {mass_words(args)}"
    title = f"Change of SOC stock, 0-{args.depth:g} cm"
    chart = plots.change_dots(rows, summary, title, below) if args.plot else None
    return Answer(data, lines, notes, chart)


def _unlike(surveys: list[Measured]) -> list[str]:
    """What the surveys state differently: a change of method can pass for a change of carbon."""
    notes = []
    for name in surveys[0].profiles.stated:
        words = [tuple(survey.profiles.stated[name]) for survey in surveys]
        if len({each for each in words if each}) > 1:
            said = "; ".join(
                f"{s.profiles.source}: {', '.join(each) or '-'}" for s, each in zip(surveys, words, strict=True)
            )
            notes.append(f"the surveys differ in {name} ({said}): part of the change may be the method's")
    return notes


def _claim(change: Estimate, args: argparse.Namespace, data: dict[str, Any], lines: list[str]) -> None:
    claim = accounting.uncertainty_deduction(change, probability=args.probability)
    dioxide = accounting.carbon_dioxide(claim.credited)
    data |= {"deduction": claim._asdict(), "credited_co2_t_ha": dioxide}
    lines.append(
        f"claim exceeded with probability {claim.probability:.3g}: {claim.credited:.3g} t C/ha "
        f"({dioxide:.3g} t CO2/ha; deduction {claim.percent:.1f} %)"
    )


def _initial(before: Measured, stocks: Any, args: argparse.Namespace) -> float:
    weights = options.pairs(args.weights, "--weights")
    if not weights:
        return float(np.mean(stocks))
    return inference.stratified_mean(stocks, before.profiles.strata, weights=weights).value


def _rate(
    change: Estimate,
    first: float,
    years: float | None,
    args: argparse.Namespace,
    data: dict[str, Any],
    lines: list[str],
) -> None:
    if years is None:
        lines.append("rate: unknown without dates or --years")
        return
    against = bool(args.control_before)
    kind = accounting.KINDS[2] if against else "simple"
    made = accounting.four_per_mille_rate(
        first,
        max(first + change.value, 0.0),
        years=years,
        kind=kind,
        depth=(0, args.depth),
        basis="equivalent_soil_mass",
        business_as_usual=first if against else None,
    )
    low, high = (1000 * end / (first * years) for end in change.interval)
    data["rate_per_mille"] = {
        "value": made.value,
        "interval_at_the_initial_stock": [low, high],
        "kind": made.kind,
        "basis": made.basis,
        "depth_cm": made.depth,
        "initial_stock_t_ha": first,
    }
    lines.append(
        f"rate: {made.value:.3g} per mille a year ({low:.3g} to {high:.3g}; {kind.replace('_', ' ')}, equivalent soil "
        f"mass, 0-{args.depth:g} cm) over {years:.3g} years"
    )


def _estimate(
    surveys: list[Measured], values: list[Any], args: argparse.Namespace, notes: list[str]
) -> tuple[Estimate, str]:
    weights = options.pairs(args.weights, "--weights") or None
    points = [survey.profiles.points for survey in surveys]
    strata = [survey.profiles.strata for survey in surveys]
    if weights is None and len(set(strata[0])) > 1:
        notes.append("strata are not weighted (--weights); the points are taken as one random sample")
    if len(surveys) == 4:
        return _against_control(points, values, strata, weights, args, notes)
    shared = set(points[0]) & set(points[1])
    design = args.design if args.design != "auto" else _design(points, shared)
    if design == "paired":
        rows = _rows(points[0], points[1], notes)
        made = inference.change_paired(
            values[0][rows[0]],
            values[1][rows[1]],
            strata=None if weights is None else [strata[0][i] for i in rows[0]],
            weights=weights,
            level=args.level,
        )
        return made, f"{len(rows[0])} points sampled twice"
    named: dict[str, Any] = (
        {} if weights is None else {"before_strata": strata[0], "after_strata": strata[1], "weights": weights}
    )
    if design == "independent":
        made = inference.change_independent(values[0], values[1], level=args.level, **named)
        return made, f"independent samples of {len(points[0])} and {len(points[1])} points"
    made = inference.change_partial_overlap(
        values[0], values[1], before_points=points[0], after_points=points[1], level=args.level, **named
    )
    return made, f"samples of {len(points[0])} and {len(points[1])} points, {len(shared)} of them shared"


def _design(points: list[list[str]], shared: set[str]) -> str:
    if not shared:
        return "independent"
    return "paired" if len(shared) == len(points[0]) == len(points[1]) else "overlap"


def _against_control(
    points: list[list[str]],
    values: list[Any],
    strata: list[list[str | None]],
    weights: dict[str, float] | None,
    args: argparse.Namespace,
    notes: list[str],
) -> tuple[Estimate, str]:
    project, control = _rows(points[0], points[1], notes), _rows(points[2], points[3], notes)
    named: dict[str, Any] = {}
    if weights is not None:
        named = {
            "strata": [strata[0][i] for i in project[0]],
            "control_strata": [strata[2][i] for i in control[0]],
            "weights": weights,
        }
    made = inference.change_against_control(
        values[0][project[0]],
        values[1][project[1]],
        values[2][control[0]],
        values[3][control[1]],
        level=args.level,
        **named,
    )
    return made, f"{len(project[0])} project and {len(control[0])} control points sampled twice"


def _rows(first: list[str], second: list[str], notes: list[str]) -> tuple[list[int], list[int]]:
    """Positions of the points that both surveys hold."""
    where = {point: i for i, point in enumerate(second)}
    shared = [(i, where[point]) for i, point in enumerate(first) if point in where]
    alone = sorted(set(first) ^ set(second))
    if alone:
        notes.append(f"points in one survey only, left out of the pairs: {', '.join(alone)}")
    if not shared:
        raise CommandError("the two surveys share no point, so nothing is paired (--design independent)")
    return [i for i, _ in shared], [j for _, j in shared]


def _shared(surveys: list[Measured], values: list[Any]) -> list[dict[str, Any]]:
    where = {point: i for i, point in enumerate(surveys[1].profiles.points)}
    return [
        {"label": point, "change": float(values[1][where[point]] - values[0][i])}
        for i, point in enumerate(surveys[0].profiles.points)
        if point in where
    ]


def _years(before: Measured, after: Measured, notes: list[str]) -> float | None:
    days = []
    for survey in (before, after):
        middle = mean_day(survey.profiles.dates)
        if middle is None:
            notes.append(
                f"{survey.profiles.source}: not every date can be read in one way only (2024-03-20 can), so the years "
                "are unknown; give --years"
            )
            return None
        days.append(middle)
    if days[1] <= days[0]:
        raise CommandError("the second survey is not later than the first (dates)")
    return (days[1] - days[0]) / 365.25
