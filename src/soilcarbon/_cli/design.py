"""`soilcarbon design`: how many samples, what they will show, and where to take them."""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np

from soilcarbon import sampling
from soilcarbon._cli import options, plots
from soilcarbon._cli.output import USAGE, Answer, CommandError, table

EXAMPLE = """
soilcarbon design --sd 8 --n 30 --design paired --rate 0.4 --plot power.svg
soilcarbon design --sd 8 --difference 3 --design two_sample
soilcarbon design --total 40 --strata valley=0.5:14,slope=0.3:10,sand=0.2:6
"""


def add(commands: options.Commands) -> None:
    parser = options.command(
        commands, "design", run, summary="Sample size, detectable change and allocation to strata.", example=EXAMPLE
    )
    parser.add_argument("--sd", type=float, help="standard deviation, t/ha: of a group, or of paired differences")
    parser.add_argument("--design", choices=("paired", "two_sample"), default="paired", help="default: paired")
    parser.add_argument("--n", type=float, help="samples (a group): what can they detect?")
    parser.add_argument("--difference", type=float, help="change to detect, t/ha: how many samples?")
    parser.add_argument("--rate", type=float, help="yearly change, t/ha, with --n: after how many years?")
    parser.add_argument("--alpha", type=float, default=0.05, help="two-sided level of the test (default: 0.05)")
    parser.add_argument("--power", type=float, default=0.80, help="chance to see a true change (default: 0.80)")
    parser.add_argument("--total", type=int, help="samples to allocate to --strata")
    parser.add_argument("--strata", metavar="A=SHARE:SD,...", help="strata with share of area and standard deviation")
    parser.add_argument("--minimum", type=int, default=2, help="least samples a stratum (default: 2)")


def run(args: argparse.Namespace) -> Answer:
    answer = Answer({"design": args.design, "alpha": args.alpha, "power": args.power}, [])
    if args.strata or args.total:
        _allocate(args, answer)
    if args.n is not None or args.difference is not None:
        _detect(args, answer)
    elif args.rate is not None:
        raise CommandError("--rate needs --n and --sd", USAGE)
    if not answer.lines:
        raise CommandError("nothing to reckon: give --sd with --n or --difference, or --total with --strata", USAGE)
    return answer


def _detect(args: argparse.Namespace, answer: Answer) -> None:
    if args.sd is None:
        raise CommandError("--sd is needed with --n and --difference", USAGE)
    how: dict[str, Any] = {"design": args.design, "alpha": args.alpha, "power": args.power}
    group = "pairs" if args.design == "paired" else "samples a group"
    if args.n is not None:
        found = sampling.minimum_detectable_difference(args.n, args.sd, **how)
        answer.data["minimum_detectable_difference"] = found
        answer.lines.append(f"{args.n:g} {group} detect a change of {found:.4g} t/ha")
        if args.rate is not None:
            years = sampling.years_to_detect(args.rate, args.n, args.sd, **how)
            answer.data["years_to_detect"] = years
            answer.lines.append(f"at {args.rate:g} t/ha a year that takes {years:.4g} years")
    if args.difference is not None:
        size = sampling.sample_size(args.difference, args.sd, **how)
        whole = max(2, int(np.ceil(size - 1e-9)))
        answer.data |= {"sample_size": size, "sample_size_whole": whole}
        answer.lines.append(f"a change of {args.difference:g} t/ha needs {whole} {group} ({size:.5g})")
    if args.plot:
        answer.chart = _curve(args, how)


def _curve(args: argparse.Namespace, how: dict[str, Any]) -> Any:
    most = max(args.n or 0, 1.5 * (sampling.sample_size(args.difference, args.sd, **how) if args.difference else 0), 40)
    sizes = np.unique(np.geomspace(5, 2 * most, 60).round())
    found = sampling.minimum_detectable_difference(sizes, args.sd, **how)
    rows = [{"at": float(n), "value": float(d)} for n, d in zip(sizes, found, strict=True)]
    below = f"sd {args.sd:g} t/ha, power {args.power:g}, two-sided alpha {args.alpha:g}"
    title = f"What a {args.design.replace('_', '-')} survey can detect"
    axis = "Pairs" if args.design == "paired" else "Samples a group"
    marks = []
    if args.n is not None:
        least = sampling.minimum_detectable_difference(args.n, args.sd, **how)
        marks.append({"at": args.n, "value": least, "label": f"{args.n:g}: {least:.3g} t/ha"})
    if args.difference is not None:
        size = sampling.sample_size(args.difference, args.sd, **how)
        marks.append(
            {"at": size, "value": abs(args.difference), "label": f"{np.ceil(size):g}: {abs(args.difference):.3g} t/ha"}
        )
    y = "Minimum detectable difference (t/ha)"
    return plots.lines(rows, axis, y, title=title, below=below, marks=marks)


def _allocate(args: argparse.Namespace, answer: Answer) -> None:
    if not (args.strata and args.total):
        raise CommandError("--total and --strata: give both", USAGE)
    names, shares, spreads = [], [], []
    for part in args.strata.split(","):
        name, _, figures = part.partition("=")
        share, _, spread = figures.partition(":")
        try:
            shares.append(float(share))
            spreads.append(float(spread))
        except ValueError:
            raise CommandError(f"--strata {part!r}: allowed: NAME=SHARE:SD", USAGE) from None
        names.append(name.strip())
    sizes = sampling.neyman_allocation(args.total, weights=shares, standard_deviations=spreads, minimum=args.minimum)
    area = np.array(shares) / sum(shares)
    error = float(np.sqrt(np.sum((area * np.array(spreads)) ** 2 / sizes)))
    rows = list(zip(names, area.tolist(), spreads, sizes.tolist(), strict=True))
    answer.data |= {"allocation": dict(zip(names, sizes.tolist(), strict=True)), "standard_error": error}
    answer.lines += [
        *table(["stratum", "share", "sd", "samples"], rows),
        f"standard error of the mean: {error:.4g} t/ha",
    ]
    if args.plot and args.sd is None:
        bars = [{"stratum": name, "samples": size} for name, size in zip(names, sizes.tolist(), strict=True)]
        answer.chart = plots.allocation_bars(bars)
