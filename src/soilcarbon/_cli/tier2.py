"""`soilcarbon tier2`: the IPCC steady-state method on a table of months."""

from __future__ import annotations

import argparse
from itertools import pairwise
from typing import Any

import numpy as np

from soilcarbon import ipcc
from soilcarbon._cli import options, plots
from soilcarbon._cli.columns import WEATHER
from soilcarbon._cli.output import Answer, table
from soilcarbon._cli.records import Record, Records, read_records
from soilcarbon._tier2 import TILLAGE

EXAMPLE = """
soilcarbon template --example tier2 --output months.csv
soilcarbon tier2 months.csv --plot tier2.svg
soilcarbon tier2 months.csv --draws 500 --json
"""
MONTHLY = ("tmean", "rain", "pet")
YEARLY = ("sand", "carbon_input", "lignin", "nitrogen")


def add(commands: options.Commands) -> None:
    parser = options.command(
        commands, "tier2", run, summary="IPCC 2019 Tier 2 steady-state method, cropland, 0-30 cm.", example=EXAMPLE
    )
    parser.add_argument("file", help="one row a month (see: soilcarbon template tier2)")
    parser.add_argument("--run-in", type=int, default=5, metavar="YEARS", help="years of the run-in (default: 5)")
    parser.add_argument("--draws", type=int, default=0, help="Monte Carlo draws over the parameters (default: none)")
    parser.add_argument("--seed", type=int, default=0, help="of the draws (default: 0)")
    parser.add_argument("--unit", action="append", default=[], metavar="COLUMN=UNIT", help="unit of a column")


def run(args: argparse.Namespace) -> Answer:
    needed = ("year", "month", *MONTHLY, *YEARLY, "tillage")
    records = read_records(args.file, WEATHER, required=needed, units=options.unit_map(args.unit))
    years, drivers = _drivers(records)
    made = ipcc.tier2(**drivers, run_in_years=args.run_in)
    shown = years[args.run_in - 1 :]
    data: dict[str, Any] = {"unit": "t/ha", "depth_cm": 30, "years": shown, "run_in_years": args.run_in}
    data |= {name: getattr(made, name)[0] for name in ("active", "slow", "passive", "soc")}
    columns = [shown, made.active[0], made.slow[0], made.passive[0], made.soc[0]]
    headings = ["year", "active", "slow", "passive", "SOC"]
    if args.draws:
        drawn = ipcc.tier2_monte_carlo(**drivers, run_in_years=args.run_in, draws=args.draws, seed=args.seed)
        low, high = drawn.interval(0.95)
        data |= {"soc_low": low[0], "soc_high": high[0], "level": 0.95, "draws": args.draws}
        columns += [low[0], high[0]]
        headings += ["2.5 %", "97.5 %"]
    lines = [
        "t/ha, 0-30 cm; the first row is the steady state of the run-in",
        *table(headings, list(zip(*columns, strict=True))),
    ]
    chart = _chart(shown, data) if args.plot else None
    return Answer(data, lines, records.notes, chart)


def _chart(years: list[int], data: dict[str, Any]) -> Any:
    rows = [
        {"at": year, "value": float(v), "series": name.replace("soc", "SOC")}
        for name in ("soc", "active", "slow", "passive")
        for year, v in zip(years, data[name], strict=True)
    ]
    band, below = [], "steady-state method"
    if "soc_low" in data:
        ends = zip(years, data["soc_low"], data["soc_high"], strict=True)
        band = [{"at": year, "low": float(low), "high": float(high)} for year, low, high in ends]
        below = f"steady-state method; shaded: 95 % interval of SOC, {data['draws']} draws of the parameters"
    y = "Carbon (t/ha, 0-30 cm)"
    return plots.lines(rows, "Year", y, title="IPCC Tier 2", below=below, by="Pool", band=band)


def _drivers(records: Records) -> tuple[list[int], dict[str, Any]]:
    by_year: dict[int, dict[int, Record]] = {}
    for row in records.rows:
        _complete(records, row)
        year, month = row.values.get("year"), row.values.get("month")
        if year is None or month is None:
            continue
        if int(month) in by_year.setdefault(int(year), {}):
            records.refuse(row, "month", f"month {month:g} of {year:g} stands twice")
        by_year[int(year)].setdefault(int(month), row)
    years = sorted(by_year)
    for year in years:
        _same_all_year(records, list(by_year[year].values()))
        lacking = sorted(set(range(1, 13)) - set(by_year[year]))
        if lacking:
            last = list(by_year[year].values())[-1]
            records.refuse(last, "month", f"year {year} has no row for month {', '.join(map(str, lacking))}")
    for before, after in pairwise(years):
        if after != before + 1:
            records.refuse(by_year[after][min(by_year[after])], "year", f"no rows between {before} and {after}")
    records.finish()
    months = [[by_year[year][month].values for month in range(1, 13)] for year in years]
    drivers: dict[str, Any] = {name: np.array([[[m[name] for m in year] for year in months]]) for name in MONTHLY}
    drivers |= {name: np.array([[year[0][name] for year in months]]) for name in YEARLY}
    drivers["irrigated"] = np.array([[[bool(m.get("irrigated") or 0) for m in year] for year in months]])
    drivers["tillage"] = np.array([[year[0]["tillage"] for year in months]])
    return years, drivers


def _complete(records: Records, row: Record) -> None:
    for name in ("year", "month", *MONTHLY, *YEARLY, "tillage"):
        if row.values.get(name) is None and not records.is_bad(row, name):
            records.refuse(row, name, "a value is needed")
    if row.values.get("tillage") not in (None, *TILLAGE):
        records.refuse(row, "tillage", f"allowed: {', '.join(TILLAGE)}")


def _same_all_year(records: Records, rows: list[Record]) -> None:
    for name in (*YEARLY, "tillage"):
        for row in rows[1:]:
            if row.values.get(name) != rows[0].values.get(name) and not records.is_bad(row, name):
                records.refuse(
                    row, name, f"differs within the year; allowed: one value a year, as in row {rows[0].number}"
                )
