"""The whole FAO GSOCseq protocol over a synthetic global cropland at 1 km, with a kill and a resume on the way.

    python bench/world.py [--quick] [--cells N] [--folder PATH] [--keep]

Makes the inputs as Zarr (not timed), runs in a process of its own, kills it half-way with SIGKILL, resumes, and
compares the bytes with an undisturbed run. Bars: 10 minutes and 4 GB for 16.5 million cells on 2 cores (the time scales
with --cells).
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import psutil

WORLD = 16_500_000
YEARS = 20
REGION = 2_500
BAR_SECONDS, BAR_BYTES = 600.0, 4 * 2**30
STEP = 131_072


def make(folder: Path, cells: int) -> Path:
    """Monthly climatology a cell, yearly anomalies a region of 2,500 cells, soil and land use: random but plausible."""
    import zarr

    store = folder / f"world-{cells}.zarr"
    if folder.joinpath(f"made-{cells}").exists():
        return store
    group = zarr.open_group(store, mode="w")
    draw = np.random.default_rng(1)
    regions = -(-cells // REGION)
    months = 12 * YEARS

    def array(name: str, kind: str, *tail: tuple[str, int]) -> zarr.Array:
        return group.create_array(
            name, shape=(cells, *(n for _, n in tail)), chunks=(min(STEP, cells), *(n for _, n in tail)), dtype=kind,
            dimension_names=["cell", *(d for d, _ in tail)],
        )  # fmt: skip

    single = {n: array(n, k) for n, k in (("soc", "f4"), ("clay", "f4"), ("land_use", "u1"), ("region", "i4"))}
    monthly = {n: array(n, "f4", ("month", 12)) for n in ("cover", "tmean", "rain", "pet")}
    for name, low, high in (("tmean_anomaly", -1.5, 2.0), ("rain_anomaly", 0.6, 1.4), ("pet_anomaly", 0.9, 1.1)):
        values = draw.uniform(low, high, (regions, months)).astype("f4")
        table = group.create_array(
            name, shape=values.shape, chunks=(min(512, regions), months), dtype="f4",
            dimension_names=["region_id", "time"],
        )  # fmt: skip
        table[...] = values
    season = np.sin(2 * np.pi * (np.arange(12) - 3) / 12).astype("f4")
    for begin in range(0, cells, STEP):
        end = min(begin + STEP, cells)
        count, span = end - begin, slice(begin, end)
        single["soc"][span] = draw.gamma(4, 14, count).astype("f4") + 5
        single["clay"][span] = draw.uniform(3, 65, count)
        single["land_use"][span] = draw.choice([2, 12, 13], count, p=[0.85, 0.1, 0.05])
        single["region"][span] = np.arange(begin, end) // REGION
        middle = draw.uniform(2, 27, (count, 1)).astype("f4")
        monthly["tmean"][span] = np.round(middle + 9 * season, 1)
        monthly["rain"][span] = np.round(draw.gamma(2, 35, (count, 12)).astype("f4"), 0)
        monthly["pet"][span] = np.round(np.maximum(5, 4 * middle + 45 * season), 0)
        monthly["cover"][span] = np.where(draw.random((count, 12)) < 0.35, 0.9, 0.68)
    folder.joinpath(f"made-{cells}").touch()
    return store


def start(store: Path, output: Path, threads: int) -> subprocess.Popen[bytes]:
    code = f"from soilcarbon import grid; grid.run({str(store)!r}, {str(output)!r}, threads={threads})"
    return subprocess.Popen([sys.executable, "-c", code])


def watch(child: subprocess.Popen[bytes]) -> tuple[int, float]:
    """Wait; the greatest resident size seen, in bytes, and the CPU time spent, in seconds."""
    most, process, spent = 0, psutil.Process(child.pid), 0.0
    while child.poll() is None:
        try:
            most = max(most, process.memory_info().rss)
            spent = sum(process.cpu_times()[:2])
        except psutil.Error:
            break
        time.sleep(0.2)
    if child.wait():
        raise SystemExit(f"the run failed with {child.returncode}")
    return most, spent


def digest(folder: Path) -> str:
    state = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        state.update(str(path.relative_to(folder)).encode())
        with path.open("rb") as stream:
            while part := stream.read(1 << 22):
                state.update(part)
    return state.hexdigest()


def killed(store: Path, output: Path, threads: int, blocks: int) -> None:
    """Start, and kill when half of the blocks are done."""
    child = start(store, output, threads)
    marks = Path(f"{output}.progress")
    while child.poll() is None and (not marks.exists() or len(os.listdir(marks)) <= blocks // 2):
        time.sleep(0.02)
    if child.poll() is not None:
        raise SystemExit("the run ended before it could be killed: more cells are needed")
    os.kill(child.pid, signal.SIGKILL)
    child.wait()


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="1.3 million cells")
    options.add_argument("--cells", type=int, default=WORLD)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--folder", type=Path, help="where to put the stores (default: a temporary folder)")
    options.add_argument("--keep", action="store_true", help="leave the inputs for another run")
    options.add_argument("--no-kill", action="store_true", help="only the undisturbed run")
    chosen = options.parse_args()
    cells = 1_310_720 if chosen.quick else chosen.cells
    folder = chosen.folder or Path(tempfile.mkdtemp(prefix="soilcarbon-world-"))
    folder.mkdir(parents=True, exist_ok=True)
    store = make(folder, cells)
    print(f"inputs: {cells:,} cells, {sum(p.stat().st_size for p in store.rglob('*') if p.is_file()) / 2**30:.2f} GB")
    whole, part = folder / "whole.zarr", folder / "part.zarr"
    for old in (whole, part, Path(f"{whole}.progress"), Path(f"{part}.progress")):
        shutil.rmtree(old, ignore_errors=True)
    began = time.perf_counter()
    memory, spent = watch(start(store, whole, chosen.threads))
    seconds = time.perf_counter() - began
    bar = max(30.0, BAR_SECONDS * cells / WORLD)
    print(f"whole protocol: {seconds:.1f} s on {chosen.threads} threads (bar {bar:.0f} s)")
    print(f"{memory / 2**30:.2f} GB at most (bar 4), {spent:.1f} s of CPU, {spent / cells * 1e6:.2f} us a cell")
    missed = [n for n, bad in (("time", seconds > bar), ("memory", memory > BAR_BYTES)) if bad]
    if not chosen.no_kill:
        killed(store, part, chosen.threads, -(-cells // STEP))
        watch(start(store, part, chosen.threads))
        same = digest(whole) == digest(part)
        print(f"killed half-way and resumed: {'the same bytes' if same else 'OTHER BYTES'}")
        missed += [] if same else ["bytes"]
    shutil.rmtree(whole, ignore_errors=True)
    shutil.rmtree(part, ignore_errors=True)
    if not chosen.keep:
        shutil.rmtree(store if chosen.folder else folder, ignore_errors=True)
    print("missed: " + ", ".join(missed) if missed else "all bars reached")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
