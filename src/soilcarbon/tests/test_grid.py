"""Grids: the same figures as the function, the same bytes after a kill, readable refusals."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

xr = pytest.importorskip("xarray", reason="THE GRID EXTRA IS ABSENT: pip install 'soilcarbon[grid]'")
pytest.importorskip("zarr", reason="THE GRID EXTRA IS ABSENT: pip install 'soilcarbon[grid]'")

from soilcarbon import SoilCarbonError, grid, rothc  # noqa: E402

from . import rothc_cases  # noqa: E402
from .test_gsocseq import cells  # noqa: E402

SITE = ("soc", "clay", "land_use")


def inputs(rows: int = 6, width: int = 40) -> tuple[Any, dict[str, Any]]:
    case = cells(rows * width)
    variables = {
        name: (("y", "x"), values.reshape(rows, width)) if name in SITE
        else (("y", "x", f"t{values.shape[1]}"), values.reshape(rows, width, -1))
        for name, values in case.items()
    }  # fmt: skip
    return xr.Dataset(variables, coords={"y": np.arange(rows) * 0.5}), case


def digest(folder: Path) -> str:
    state = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        state.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return state.hexdigest()


def test_blocks_give_what_the_function_gives(tmp_path: Path) -> None:
    data, case = inputs()
    found = grid.run(data, tmp_path / "out.zarr", cells=80, threads=2, progress=False)
    whole = rothc.gsocseq(**case, dtype=np.float32)
    for name in ("soc_0", "bau", "ssm3", "ssm_max"):
        np.testing.assert_allclose(found[name].values.reshape(-1), getattr(whole, name), rtol=1e-6)
    np.testing.assert_allclose(found["uncertainty_ssm"].values.reshape(-1), whole.uncertainty("ssm"), rtol=1e-5)
    np.testing.assert_array_equal(found["y"], data["y"])
    assert not (tmp_path / "out.zarr.progress").exists()


def test_a_stopped_run_resumes_to_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, _ = inputs()
    grid.run(data, tmp_path / "whole.zarr", cells=40, threads=1, progress=False)
    real, calls = grid._block, []

    def failing(*arguments: Any) -> int:
        calls.append(arguments[-1])
        if len(calls) > 3:
            raise KeyboardInterrupt
        return real(*arguments)

    monkeypatch.setattr(grid, "_block", failing)
    with pytest.raises(KeyboardInterrupt):
        grid.run(data, tmp_path / "part.zarr", cells=40, threads=1, progress=False)
    monkeypatch.undo()
    done = {p.name for p in (tmp_path / "part.zarr.progress").iterdir()} - {"plan.json"}
    assert 0 < len(done) < 6
    grid.run(data, tmp_path / "part.zarr", cells=40, threads=2, progress=False)
    assert digest(tmp_path / "part.zarr") == digest(tmp_path / "whole.zarr")


def test_kill_9_and_resume_give_the_same_bytes(tmp_path: Path) -> None:
    data, _ = inputs(rows=120, width=40)
    store = tmp_path / "in.zarr"
    data.to_zarr(store)
    grid.run(str(store), tmp_path / "whole.zarr", cells=40, threads=1, progress=False)
    code = (
        f"from soilcarbon import grid; grid.run({str(store)!r}, {str(tmp_path / 'part.zarr')!r}, cells=40, threads=1)"
    )
    child = subprocess.Popen([sys.executable, "-c", code])
    marks = tmp_path / "part.zarr.progress"
    limit = time.monotonic() + 240
    while time.monotonic() < limit and child.poll() is None and (not marks.exists() or len(os.listdir(marks)) < 6):
        time.sleep(0.005)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert (marks / "plan.json").exists(), "the child never got to work, or had finished before it was killed"
    grid.run(str(store), tmp_path / "part.zarr", cells=40, threads=2, progress=False)
    assert digest(tmp_path / "part.zarr") == digest(tmp_path / "whole.zarr")


def test_a_complete_output_is_left_alone_and_a_foreign_one_refused(tmp_path: Path) -> None:
    data, _ = inputs()
    grid.run(data, tmp_path / "out.zarr", cells=80, progress=False)
    before = digest(tmp_path / "out.zarr")
    grid.run(data, tmp_path / "out.zarr", cells=80, progress=False)
    assert digest(tmp_path / "out.zarr") == before
    with pytest.raises(SoilCarbonError, match="belongs to another run"):
        grid.run(data, tmp_path / "out.zarr", cells=40, progress=False)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_workers_of_a_scheduler_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed", reason="THE GRID EXTRA IS ABSENT: pip install 'soilcarbon[grid]'")
    data, _ = inputs()
    data.to_zarr(tmp_path / "in.zarr")
    grid.run(tmp_path / "in.zarr", tmp_path / "here.zarr", cells=40, threads=1, progress=False)
    monkeypatch.chdir(tmp_path)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, protocol="tcp", dashboard_address=None
    ) as cluster:
        address = cluster.scheduler_address
        assert address.startswith("tcp://")
        there = grid.run("in.zarr", "there.zarr", cells=40, scheduler=address, progress=False)
        assert there["bau"].shape == (6, 40)
        # One bad block only: of several, that of the worker who is first would be told.
        data["clay"].values[0] = 150.0
        data.to_zarr(tmp_path / "bad.zarr")
        with pytest.raises(SoilCarbonError, match=r"rows 0 to 0 of y.*clay\[0\] is 150"):
            grid.run("bad.zarr", "refused.zarr", cells=40, scheduler=address, progress=False)
    assert digest(tmp_path / "there.zarr") == digest(tmp_path / "here.zarr")


def test_a_scheduler_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="THE GRID EXTRA IS ABSENT: pip install 'soilcarbon[grid]'")
    monkeypatch.setattr(grid, "REACH_SECONDS", 1)
    data, _ = inputs()
    data.to_zarr(tmp_path / "in.zarr")
    for address in ("tcp://127.0.0.1:9", "nonsense://"):
        with pytest.raises(SoilCarbonError, match=r"scheduler '.*' cannot be reached"):
            grid.run(tmp_path / "in.zarr", tmp_path / "out.zarr", scheduler=address, progress=False)


def test_rothc_over_a_grid(tmp_path: Path) -> None:
    case = rothc_cases.drivers(30, 24)
    kind = case.pop("evaporation_kind")
    names = dict.fromkeys(case)
    data = xr.Dataset(
        {name: (("cell",) if np.ndim(case[name]) == 1 else ("cell", "month"), case[name]) for name in names}
        | {pool: ("cell", np.full(30, 2.0)) for pool in rothc.POOLS}
    )
    found = grid.run(data, tmp_path / "out.zarr", model="rothc", cells=7, evaporation_kind=kind, progress=False)
    whole = rothc.simulate(np.full((30, 5), 2.0), **case, evaporation_kind=kind, keep="soc")
    np.testing.assert_allclose(found["soc"], whole.soc, rtol=1e-5)


def test_refusals_say_where(tmp_path: Path) -> None:
    data, _ = inputs()
    with pytest.raises(SoilCarbonError, match="inputs lacks cover"):
        grid.run(data.drop_vars("cover"), tmp_path / "a.zarr", progress=False)
    with pytest.raises(SoilCarbonError, match="there is no"):
        grid.run(tmp_path / "nowhere.zarr", tmp_path / "b.zarr", progress=False)
    with pytest.raises(SoilCarbonError, match="model"):
        grid.run(data, tmp_path / "c.zarr", model="century", progress=False)
    data["clay"][3, 4] = 200.0
    with pytest.raises(SoilCarbonError, match=r"rows 2 to 3 of y.*clay\[44\] is 200"):
        grid.run(data, tmp_path / "d.zarr", cells=80, progress=False)


def test_the_bar_counts_blocks_and_time_left() -> None:
    ticks = iter([0.0, 10.0])
    bar = grid._Bar(4, 1, shown=False, clock=lambda: next(ticks))
    bar.step()
    assert bar.line() == "[###############               ]  50 % 2/4 blocks, 20 s left "
