"""`soilcarbon rothc`: RothC at one site, from a table of months."""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
from numpy.typing import NDArray

from soilcarbon._cli import options, plots
from soilcarbon._cli.columns import WEATHER
from soilcarbon._cli.output import USAGE, Answer, CommandError, table
from soilcarbon._cli.records import Records, read_records

EXAMPLE = """
soilcarbon template --example weather --output weather.csv
soilcarbon rothc weather.csv --clay 23.4 --depth 23 --evaporation-kind open_pan --soc 40 --years 50 --plot rothc.svg
"""
DRIVERS = ("tmean", "rain", "evaporation", "covered", "plant_carbon", "manure_carbon")
POOLS = ("DPM", "RPM", "BIO", "HUM", "IOM")


def add(commands: options.Commands) -> None:
    parser = options.command(commands, "rothc", run, summary="RothC 26.3 at one site.", example=EXAMPLE)
    parser.add_argument("file", help="one row a month, whole years from January (see: soilcarbon template weather)")
    parser.add_argument("--clay", type=float, required=True, help="%%")
    parser.add_argument("--depth", type=float, required=True, help="cm")
    parser.add_argument("--dpm-rpm", type=float, default=1.44, help="1.44 crops, 0.67 grassland, 0.25 woodland")
    parser.add_argument(
        "--evaporation-kind",
        choices=("open_pan", "pet"),
        required=True,
        help="what the evaporation is: open_pan is multiplied by 0.75, pet is not",
    )
    parser.add_argument(
        "--soc", type=float, help="start at this stock, t/ha, in equilibrium; inert by Falloon's equation"
    )
    parser.add_argument("--pools", metavar="DPM,RPM,BIO,HUM,IOM", help="start at these pools, t/ha")
    parser.add_argument("--years", type=int, help="repeat the file's months for this many years")
    parser.add_argument("--input-factor", type=float, default=1.0, help="multiply plant and manure carbon (default: 1)")
    parser.add_argument("--unit", action="append", default=[], metavar="COLUMN=UNIT", help="unit of a column")


def run(args: argparse.Namespace) -> Answer:
    from soilcarbon import rothc

    records = read_records(args.file, WEATHER, required=DRIVERS, units=options.unit_map(args.unit))
    months = _months(records)
    site = {"clay": args.clay, "depth": args.depth, "dpm_rpm": args.dpm_rpm, "evaporation_kind": args.evaporation_kind}
    pools, data = _start(args, months, site)
    driven = _repeated(months, args)
    for name in ("plant_carbon", "manure_carbon"):
        driven[name] = driven[name] * args.input_factor
    made = rothc.simulate(pools[None], **driven, **site)
    soc, every = np.asarray(made.soc)[0], np.asarray(made.pools)[0]
    ends = np.arange(11, soc.size, 12)
    rows = [[int(i // 12) + 1, *every[i].tolist(), float(soc[i])] for i in ends]
    data |= {"unit": "t/ha", "depth_cm": args.depth, "initial_pools": dict(zip(POOLS, pools.tolist(), strict=True))}
    data |= {"year": [row[0] for row in rows], "soc": soc[ends]}
    data |= {"pools": {name: every[ends, j] for j, name in enumerate(POOLS)}}
    lines = [f"t/ha, 0-{args.depth:g} cm, at each year's end; start {pools.sum():.4g} t/ha"]
    if "carbon_input_at_equilibrium" in data:
        lines.append(f"the start is kept by {data['carbon_input_at_equilibrium']:.4g} t C/ha a year")
    lines += table(["year", *POOLS, "SOC"], rows)
    return Answer(data, lines, records.notes, _chart(rows, f"RothC 26.3, 0-{args.depth:g} cm") if args.plot else None)


def _chart(rows: list[list[Any]], title: str) -> Any:
    series = [
        {"at": row[0], "value": row[j + 1], "series": name}
        for j, name in ((5, "SOC"), *enumerate(POOLS))
        for row in rows
    ]
    return plots.lines(series, "Year", "Carbon (t/ha)", title=title, below="at the end of each year", by="Pool")


def _months(records: Records) -> dict[str, NDArray[np.float64]]:
    for row in records.rows:
        for name in DRIVERS:
            if row.values.get(name) is None and not records.is_bad(row, name):
                records.refuse(row, name, "a value is needed")
    for position, row in enumerate(records.rows):
        month = row.values.get("month")
        if month is not None and int(month) != position % 12 + 1 and not records.is_bad(row, "month"):
            records.refuse(row, "month", f"allowed: {position % 12 + 1} here, months in order from January")
    if len(records.rows) % 12:
        records.refuse(records.rows[-1], "month", f"{len(records.rows)} rows; allowed: whole years of 12")
    records.finish()
    return {name: np.array([[row.values[name] for row in records.rows]], dtype=float) for name in DRIVERS}


def _repeated(months: dict[str, NDArray[np.float64]], args: argparse.Namespace) -> dict[str, Any]:
    count = months["tmean"].shape[1]
    if args.years is not None and args.years < 1:
        raise CommandError("--years: allowed: 1 or more", USAGE)
    total = 12 * args.years if args.years else count
    driven: dict[str, Any] = {name: np.resize(values[0], (1, total)) for name, values in months.items()}
    driven["covered"] = driven["covered"].astype(bool)
    return driven


def _start(
    args: argparse.Namespace, months: dict[str, NDArray[np.float64]], site: dict[str, Any]
) -> tuple[NDArray[np.float64], dict[str, Any]]:
    """Pools to start from: as given, in equilibrium at a stock, or in equilibrium with the file's inputs."""
    from soilcarbon import rothc

    if args.pools:
        try:
            pools = np.array([float(part) for part in args.pools.split(",")])
        except ValueError:
            pools = np.empty(0)
        if pools.size != len(POOLS):
            raise CommandError(f"--pools {args.pools!r}: allowed: five numbers, {','.join(POOLS)}", USAGE)
        return pools, {}
    year: dict[str, Any] = {name: values.reshape(1, -1, 12).mean(axis=1) for name, values in months.items()}
    year["covered"] = year["covered"] >= 0.5
    active = np.asarray(rothc.equilibrium(**year, **site).pools)[0]
    inputs = float(year["plant_carbon"].sum() + year["manure_carbon"].sum())
    if args.soc is None:
        return active, {"carbon_input_at_equilibrium": inputs}
    if inputs == 0:
        raise CommandError(f"{args.file}: no carbon input, so no equilibrium at --soc; give --pools")
    inert = float(np.asarray(rothc.falloon_iom(args.soc)))
    scale = (args.soc - inert) / active[:4].sum()
    pools = np.append(active[:4] * scale, inert)
    return pools, {"carbon_input_at_equilibrium": inputs * scale}
