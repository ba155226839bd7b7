"""How fast RothC steps: against a plain Numba loop, against pyRothC, with size, with threads.

    python bench/rothc.py [--quick] [--plot docs/performance-rothc.svg]

CPU time on one core, medians of interleaved pairs. Prints each figure with its bar and exits 1 where one is missed.
"""

from __future__ import annotations

import argparse
import math
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# This folder holds a coverage.py, which Numba would take for the package of that name.
sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != Path(__file__).resolve().parent]

import numba  # noqa: E402
import numpy as np  # noqa: E402

from soilcarbon import _rooms as rooms  # noqa: E402
from soilcarbon import _rothc_kernels as kernels  # noqa: E402
from soilcarbon import rothc  # noqa: E402

BARS = {"plain": 5.0, "pyrothc": 10_000.0, "repeat": 10.0, "threads": 1.8, "growth": 1.20, "import": 0.15, "call": 2.0,
        "site": 1.0, "memory": 32.0}  # fmt: skip


@numba.njit(error_model="numpy")
def plain(pools, tmean, rain, evaporation, covered, plant, manure, clay, depth, ratio, soc):  # type: ignore[no-untyped-def]
    """The straightforward loop: one site, one month, one pool at a time, libm's exp."""
    for i in range(tmean.shape[0]):
        dpm, rpm, bio, hum, iom = pools[i]
        greatest = -(20.0 + 1.3 * clay[i] - 0.01 * clay[i] * clay[i]) * depth[i] / 23.0
        x = 1.67 * (1.85 + 1.60 * math.exp(-0.0786 * clay[i]))
        deficit = 0.0
        for m in range(tmean.shape[1]):
            t = tmean[i, m]
            warm = 0.0 if t < -5.0 else 47.91 / (math.exp(106.06 / (t + 18.27)) + 1.0)
            change = min(0.0, deficit + rain[i, m] - 0.75 * evaporation[i, m])
            if covered[i, m]:
                deficit = max(greatest, change)
            else:
                deficit = max(min(0.556 * greatest, deficit), change)
            moist = 1.0
            if deficit <= 0.444 * greatest:
                moist = 0.2 + 0.8 * (greatest - deficit) / (greatest - 0.444 * greatest)
            rate = warm * moist * (0.6 if covered[i, m] else 1.0)
            dpm1 = dpm * math.exp(-rate * 10.0 / 12.0)
            rpm1 = rpm * math.exp(-rate * 0.3 / 12.0)
            bio1 = bio * math.exp(-rate * 0.66 / 12.0)
            hum1 = hum * math.exp(-rate * 0.02 / 12.0)
            lost = (dpm - dpm1) + (rpm - rpm1) + (bio - bio1) + (hum - hum1)
            dpm = dpm1 + ratio[i] / (ratio[i] + 1.0) * plant[i, m] + 0.49 * manure[i, m]
            rpm = rpm1 + 1.0 / (ratio[i] + 1.0) * plant[i, m] + 0.49 * manure[i, m]
            bio = bio1 + lost * 0.46 / (x + 1.0)
            hum = hum1 + lost * 0.54 / (x + 1.0) + 0.02 * manure[i, m]
            soc[i, m] = dpm + rpm + bio + hum + iom


def case(sites: int, months: int) -> dict[str, Any]:
    """Varying weather and management; tiles one random block so that a million sites are made quickly."""
    draw = np.random.default_rng(0)
    some = min(sites, 2000)
    season = np.sin(2 * np.pi * (np.arange(months) - 3) / 12)
    times = -(-sites // some)

    def many(values: np.ndarray) -> np.ndarray:
        return np.tile(values, (times,) + (1,) * (values.ndim - 1))[:sites]

    return {
        "pools": many(draw.uniform(0, 10, (some, 5))),
        "tmean": many(10 + 10 * season + draw.normal(0, 4, (some, months))),
        "rain": many(draw.gamma(2, 30, (some, months))),
        "evaporation": many(np.abs(60 + 50 * season + draw.normal(0, 10, (some, months)))),
        "covered": many(draw.random((some, months)) < 0.7),
        "plant_carbon": many(draw.gamma(1, 0.2, (some, months))),
        "manure_carbon": many(draw.gamma(1, 0.05, (some, months)) * (draw.random((some, months)) < 0.1)),
        "clay": many(draw.uniform(5, 60, some)),
        "depth": np.full(sites, 23.0),
        "dpm_rpm": np.full(sites, 1.44),
    }


def ours(given: dict[str, Any], **options: Any) -> Callable[[], Any]:
    return lambda: rothc.simulate(**given, evaporation_kind="open_pan", keep="soc", **options)


def theirs(given: dict[str, Any]) -> Callable[[], Any]:
    """Into an array that is there already: new memory would be a part of its time."""
    into = np.zeros_like(given["tmean"])
    return lambda: plain(*given.values(), into)


@numba.njit
def again(times, arguments):  # type: ignore[no-untyped-def]
    """The compiled kernel over and over in one call, so that neither Python nor memory is in the time."""
    for _ in range(times):
        kernels.simulate(*arguments)


def bound(rounds: int) -> float:
    """Seconds per site-month of the same step on one 64-site block that stays in the first-level cache."""
    caught: list[Any] = []
    real, kernels.simulate = kernels.simulate, lambda *arguments: caught.append(arguments) or -1
    try:
        ours(case(64, 24))()
    finally:
        kernels.simulate = real
    again(1, caught[0])
    times = []
    for _ in range(rounds):
        began = time.process_time()
        again(500, caught[0])
        times.append((time.process_time() - began) / 500 / 64 / 24)
    return statistics.median(times)


def overhead(sites: int) -> float:
    """Megabytes that a run takes at most beyond its inputs and outputs."""

    def resident(name: str) -> int:
        return next(int(x.split()[1]) for x in Path("/proc/self/status").read_text().splitlines() if x.startswith(name))

    run = ours(case(sites, 24))
    ours(case(64, 24))()
    rooms.forget()  # so that the output is new memory, and counted
    before = resident("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # starts the peak anew
    found = run()
    return (resident("VmHWM") - before - found.soc.nbytes / 1024) / 1024


def pairs(
    one: Callable[[], Any], two: Callable[[], Any], rounds: int, clock: Callable[[], float]
) -> tuple[float, float]:
    """Medians of `one` and `two`, run in turn.

    Each run that counts follows one that does not: on a virtual machine memory that lay idle for a moment, while the
    other ran, can cost as much as the model.
    """
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for job, kept in zip((one, two), times, strict=True):
            job()
            began = clock()
            job()
            kept.append(clock() - began)
    return statistics.median(times[0]), statistics.median(times[1])


def child(code: str) -> float:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout.strip().splitlines()[-1])


class Report:
    def __init__(self) -> None:
        self.missed: list[str] = []

    def say(self, name: str, value: float, text: str, *, most: bool = False) -> None:
        bar = BARS[name]
        good = value <= bar if most else value >= bar
        self.missed += [] if good else [name]
        print(f"{'ok  ' if good else 'MISS'} {text} (bar: {'at most' if most else 'at least'} {bar:g})", flush=True)


def against_plain(report: Report, rounds: int, sites: int) -> None:
    given = case(sites, 24)
    slow, fast = pairs(theirs(given), ours(given), rounds, time.process_time)
    cells = sites * 24
    print(f"     plain loop {slow / cells * 1e9:.1f} ns, soilcarbon {fast / cells * 1e9:.1f} ns per site-month")
    report.say("plain", slow / fast, f"monthly stepping, varying weather: {slow / fast:.2f} x the plain loop")
    print(f"     bound: {bound(rounds * 3) * 1e9:.1f} ns per site-month on one 64-site block in the first-level cache")
    year = {name: values[:, :12] if values.ndim == 2 and name != "pools" else values for name, values in given.items()}
    long = {name: np.tile(v, 20) if v.ndim == 2 and name != "pools" else v for name, v in year.items()}
    slow, fast = pairs(theirs(long), ours(year, repeat=20), rounds, time.process_time)
    report.say("repeat", slow / fast, f"repeating year, 20 years: {slow / fast:.2f} x the plain loop")


def against_pyrothc(report: Report) -> None:
    from pyRothC.RothC import RothC

    given = case(64, 12)
    began = time.process_time()
    model = RothC(given["tmean"][0], given["rain"][0], given["evaporation"][0], years=20, input_carbon=1.7)
    model.compute()
    slow = (time.process_time() - began) / 240
    many = case(10_000, 24)
    run = ours(many)
    run()
    began = time.process_time()
    run()
    fast = (time.process_time() - began) / 240_000
    report.say("pyrothc", slow / fast, f"pyRothC {slow * 1e6:.0f} us per site-month: {slow / fast:,.0f} x slower")


def with_threads(report: Report, rounds: int, sites: int) -> None:
    given = case(sites, 24)
    one, two = pairs(ours(given), ours(given, threads=2), rounds, time.perf_counter)
    report.say("threads", one / two, f"two threads: {one / two:.2f} x one (wall time)")
    room = np.zeros((sites, 24))
    one, two = pairs(ours(given, out=room), ours(given, out=room, threads=2), rounds, time.perf_counter)
    print(f"     into an array that is there already: {one / two:.2f} x")


def growth(report: Report, quick: bool) -> list[tuple[int, float]]:
    sizes = [1_000, 10_000, 100_000] if quick else [1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000]
    jobs: dict[tuple[int, bool], Callable[[], Any]] = {}
    for size in sizes:
        given = case(size, 24)
        jobs[size, False] = ours(given)
        jobs[size, True] = ours(given, out=np.zeros((size, 24)))
    times: dict[tuple[int, bool], list[float]] = {one: [] for one in jobs}
    for _ in range(5 if quick else 11):
        for (size, into), job in jobs.items():
            repeats = max(1, 500_000 // size)
            job()  # as in `pairs`
            began = time.process_time()
            for _ in range(repeats):
                job()
            times[size, into].append((time.process_time() - began) / repeats / size / 24 * 1e9)
    found = [(size, statistics.median(times[size, False])) for size in sizes]
    for size, cost in found:
        into = statistics.median(times[size, True])
        print(f"     {size:>9,} sites: {cost:.2f} ns per site-month ({into:.2f} into an array that is there already)")
    spread = max(cost for _, cost in found) / min(cost for _, cost in found)
    report.say("growth", spread, f"dearest over cheapest size: {spread:.2f}", most=True)
    return found


def start_up(report: Report) -> None:
    code = "import time; t = time.perf_counter(); import soilcarbon; e = time.perf_counter() - t; import sys; "
    code += "assert not {'numba', 'scipy'} & set(sys.modules); print(e)"
    took = min(child(code) for _ in range(3))
    report.say("import", took, f"import soilcarbon: {took:.3f} s, neither Numba nor SciPy", most=True)
    arguments = "tmean=[[9.0] * 24], rain=50.0, evaporation=40.0, evaporation_kind='pet', covered=True, "
    arguments += "plant_carbon=0.1, manure_carbon=0.0, clay=20.0, depth=23.0, dpm_rpm=1.44"
    code = (
        f"from soilcarbon import rothc; import time; t = time.process_time(); rothc.simulate([1.0] * 5, {arguments}); "
    )
    code += "print(time.process_time() - t)"
    child(code)
    took = min(child(code) for _ in range(2))
    report.say("call", took, f"first call of a cached kernel: {took:.2f} s of CPU", most=True)
    run = ours(case(1, 1200))
    run()
    began = time.process_time()
    for _ in range(50):
        run()
    took = (time.process_time() - began) / 50
    report.say("site", took * 1e3, f"one site, 100 years: {took * 1e3:.3f} ms of CPU", most=True)


def draw(found: list[tuple[int, float]], path: Path) -> None:
    """Cost per site-month over the number of sites, as SVG with its table's figures as labels."""
    width, height, left, top = 640, 320, 60, 20
    most = max(cost for _, cost in found) * 1.3
    lows, highs = math.log10(found[0][0]), math.log10(found[-1][0])

    def place(size: int, cost: float) -> tuple[float, float]:
        across = left + (math.log10(size) - lows) / (highs - lows) * (width - left - 30)
        return across, top + (1 - cost / most) * (height - top - 50)

    points = [place(*one) for one in found]
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#2b6a3f"/>'
        f'<text x="{x:.1f}" y="{y - 10:.1f}" text-anchor="middle">{cost:.1f}</text>'
        f'<text x="{x:.1f}" y="{height - 30}" text-anchor="middle">{size:,}</text>'
        for (x, y), (size, cost) in zip(points, found, strict=True)
    )
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="11">'
        f"<title>CPU time per site-month against the number of sites</title>"
        f'<rect width="{width}" height="{height}" fill="white"/>'
        f'<line x1="{left}" y1="{height - 50}" x2="{width - 20}" y2="{height - 50}" stroke="#555"/>'
        f'<polyline points="{line}" fill="none" stroke="#2b6a3f" stroke-width="2"/>{marks}'
        f'<text x="{width / 2}" y="{height - 10}" text-anchor="middle">sites of 24 months</text>'
        f'<text x="14" y="{height / 2}" text-anchor="middle" transform="rotate(-90 14 {height / 2})">'
        f"ns per site-month</text></svg>\n"
    )


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="fewer rounds, smaller sizes")
    options.add_argument("--plot", type=Path, help="write the growth plot here")
    chosen = options.parse_args()
    report = Report()
    rounds, sites = (5, 30_000) if chosen.quick else (11, 30_000)
    against_plain(report, rounds, sites)
    against_pyrothc(report)
    with_threads(report, rounds, 1_000_000)
    found = growth(report, chosen.quick)
    size = 100_000 if chosen.quick else 1_000_000
    extra = overhead(size)
    report.say("memory", extra, f"memory beyond input and output, {size:,} sites: {extra:.1f} MB", most=True)
    start_up(report)
    if chosen.plot:
        draw(found, chosen.plot)
    print("missed: " + ", ".join(report.missed) if report.missed else "all bars reached")
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
