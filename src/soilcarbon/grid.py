"""Models over grids of any size: Zarr or xarray in, Zarr out, block by block, resumed where they stopped.

Needs the extra `soilcarbon[grid]`. One block of cells is read, computed and written by one Dask task, so memory holds
as many blocks as there are threads. A finished block leaves a mark beside the output; a run that was killed, even by
SIGKILL, goes on from the marks and ends with the same bytes as one that was not.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from soilcarbon import _checks as check
from soilcarbon._grid_models import MODELS, Block, Model
from soilcarbon.errors import SoilCarbonError

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["MODELS", "run"]

REACH_SECONDS = 10


@dataclass(frozen=True, slots=True)
class _Plan:
    """A run in full: equal plans give equal bytes."""

    model: str
    options: dict[str, Any]
    dims: tuple[str, ...]
    shape: tuple[int, ...]
    rows: int
    months: int

    @property
    def blocks(self) -> int:
        return -(-self.shape[0] // self.rows)

    def span(self, block: int) -> slice:
        return slice(block * self.rows, min((block + 1) * self.rows, self.shape[0]))

    def text(self) -> str:
        return json.dumps({name: getattr(self, name) for name in self.__slots__}, sort_keys=True)


def run(
    inputs: str | Path | xr.Dataset,
    output: str | Path,
    *,
    model: str = "gsocseq",
    cells: int = 131_072,
    threads: int | None = None,
    scheduler: str | None = None,
    progress: bool | None = None,
    **options: Any,
) -> xr.Dataset:
    """Run a model over every cell of a grid.

    Parameters
    ----------
    inputs:
        Zarr store or xarray.Dataset. "gsocseq": `soc`, `clay`, `land_use` over the cell dimensions (one or more, the
        first is cut into blocks) and the series `cover`, `tmean_spin_up` ... `pet` with one time dimension more, named
        and measured as the arguments of `rothc.gsocseq`; with `tmean_anomaly`, `rain_anomaly`, `pet_anomaly`
        (region, time) also `region` over the cells. The spin-up climate may be left out where a climatology serves for
        both. "rothc": the arguments of `rothc.simulate`, the pools as `dpm`, `rpm`, `bio`, `hum`, `iom`.
    output:
        Zarr store to write, float32, chunked as the blocks. Run again with the same arguments to resume.
    model:
        "gsocseq" or "rothc".
    cells:
        Number of cells a block, 1 or more, at most (at least one row of the first dimension).
    threads:
        Threads here, 1 or more (default: processors this process may use).
    scheduler:
        Address of a Dask scheduler whose workers see both stores; `inputs` must then be a path.
    progress:
        Show a bar on stderr (default: where stderr is a terminal).
    options:
        Passed to the model, such as `depth` or `evaporation_kind`.

    Returns
    -------
    xarray.Dataset
        The results over the cell dimensions, opened lazily, in the units of the model's own result (t C/ha).

    Raises
    ------
    SoilCarbonError
        Missing variables, shapes that do not fit, refused entries, or an output that belongs to another run.

    References
    ----------
    Those of the model: `rothc.gsocseq` and `rothc.simulate`. The running itself has no DOI.
    """
    import xarray as xr

    chosen = MODELS[check.choice("model", model, MODELS)]
    target = Path(output)
    if scheduler is not None and not isinstance(inputs, str | Path):
        raise SoilCarbonError(
            "inputs is a Dataset; allowed: a path that the scheduler's workers see", argument="inputs"
        )
    if scheduler is not None:
        # Workers may be started elsewhere.
        inputs, target = Path(inputs).absolute(), target.absolute()
    source: Any = str(inputs) if isinstance(inputs, str | Path) else inputs
    opened = _open(source)
    plan = _planned(opened, chosen, model, check.integer("cells", cells, low=1), options)
    marks = target.with_name(target.name + ".progress")
    if _begun(plan, opened, target, marks, chosen):
        missing = [block for block in range(plan.blocks) if not (marks / str(block)).exists()]
        bar = _Bar(plan.blocks, plan.blocks - len(missing), sys.stderr.isatty() if progress is None else progress)
        _compute(source, str(target), str(marks), plan, missing, bar, threads, scheduler)
        shutil.rmtree(marks)
    found: xr.Dataset = xr.open_zarr(target, chunks=None, consolidated=False)
    return found


def _open(source: Any) -> xr.Dataset:
    import xarray as xr

    if not isinstance(source, str):
        given: xr.Dataset = source
        return given
    if not Path(source).exists():
        raise SoilCarbonError(f"inputs: there is no {source}", argument="inputs")
    opened: xr.Dataset = xr.open_zarr(source, chunks=None, consolidated=_consolidated(source))
    return opened


def _consolidated(source: str) -> bool:
    """Whether the store's metadata lies in one place; xarray warns where it has to find out itself."""
    import zarr

    return zarr.open_group(source, mode="r").metadata.consolidated_metadata is not None


def _planned(opened: xr.Dataset, chosen: Model, name: str, cells: int, options: dict[str, Any]) -> _Plan:
    series = [n for n in chosen.series if not (n.endswith("_spin_up") and n.removesuffix("_spin_up") in opened)]
    absent = [n for n in (*chosen.site, *series) if n not in opened]
    if absent:
        raise SoilCarbonError(
            f"inputs lacks {', '.join(absent)}; allowed: a store with all of them", argument=absent[0]
        )
    dims = tuple(str(dim) for dim in opened[chosen.site[0]].dims)
    shape = tuple(opened[chosen.site[0]].shape)
    for variable in chosen.site:
        if opened[variable].dims != opened[chosen.site[0]].dims:
            raise SoilCarbonError(f"{variable} lies over {opened[variable].dims}; allowed: {dims}", argument=variable)
    for variable in chosen.series:
        if variable in opened and tuple(opened[variable].dims[:-1]) != dims:
            raise SoilCarbonError(
                f"{variable} lies over {opened[variable].dims}; allowed: {dims} and time last", argument=variable
            )
    rows = max(1, cells // max(1, int(np.prod(shape[1:], dtype=np.int64))))
    months = int(opened[chosen.series[-1]].shape[-1]) if chosen.monthly_output else 0
    return _Plan(name, options, dims, shape, min(rows, shape[0]), months)


def _begun(plan: _Plan, opened: xr.Dataset, target: Path, marks: Path, chosen: Model) -> bool:
    """Make ready the output, or find it begun. False where it is already complete."""
    import zarr

    note = marks / "plan.json"
    if note.exists() or (target.exists() and not marks.exists()):
        try:
            known = zarr.open_group(target, mode="r").attrs.get("soilcarbon_plan")
        except FileNotFoundError:
            known = None
        if known != plan.text():
            raise SoilCarbonError(f"output {target} belongs to another run; allowed: a new path", argument="output")
        for rest in target.rglob("*.partial"):
            rest.unlink()
        return note.exists()
    marks.mkdir(parents=True, exist_ok=True)
    _template(plan, opened, target, chosen)
    draft = marks / "plan.part"
    draft.write_text(plan.text())
    draft.rename(note)
    return True


def _template(plan: _Plan, opened: xr.Dataset, target: Path, chosen: Model) -> None:
    import zarr

    group = zarr.open_group(target, mode="w")
    group.attrs["soilcarbon_plan"] = plan.text()
    dims, shape = list(plan.dims), plan.shape
    if plan.months:
        dims, shape = [*dims, "month"], (*shape, plan.months)
    for name in chosen.outputs:
        group.create_array(
            name, shape=shape, chunks=(plan.rows, *shape[1:]), dtype="float32", fill_value=float("nan"),
            dimension_names=dims,
        )  # fmt: skip
    for dim in plan.dims:
        if dim in opened.coords:
            values = opened.coords[dim].values
            array = group.create_array(dim, shape=values.shape, dtype=values.dtype, dimension_names=[dim])
            array[...] = values


def _compute(
    source: Any,
    target: str,
    marks: str,
    plan: _Plan,
    missing: list[int],
    bar: _Bar,
    threads: int | None,
    scheduler: str | None,
) -> None:
    if not missing:
        return
    if scheduler is not None:
        from distributed import as_completed

        with _client(scheduler) as client:
            futures = [client.submit(_block, source, target, marks, plan, block, pure=False) for block in missing]
            for future in as_completed(futures):  # type: ignore[no-untyped-call]
                future.result()
                bar.step()
        return
    from dask.base import compute
    from dask.callbacks import Callback
    from dask.delayed import delayed

    held = delayed(source, traverse=False) if not isinstance(source, str) else source
    tasks = [delayed(_block, pure=False)(held, target, marks, plan, block) for block in missing]
    workers = check.integer("threads", threads, low=1) if threads is not None else None
    with Callback(  # type: ignore[no-untyped-call]
        posttask=lambda key, *_: bar.step() if str(key).startswith("_block") else None
    ):
        compute(  # type: ignore[no-untyped-call]
            *tasks, scheduler="threads", num_workers=workers, optimize_graph=False
        )


def _client(scheduler: str) -> Any:
    from distributed import Client

    try:
        return Client(scheduler, timeout=REACH_SECONDS)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError) as error:
        rule = "the address of a running Dask scheduler, such as tcp://10.0.0.5:8786"
        raise SoilCarbonError(
            f"scheduler {scheduler!r} cannot be reached; allowed: {rule}", argument="scheduler"
        ) from error


def _block(source: Any, target: str, marks: str, plan: _Plan, block: int) -> int:
    """Read, compute, write and mark one block."""
    import zarr

    chosen = MODELS[plan.model]
    span = plan.span(block)
    try:
        results = chosen.run(_read(_open(source), chosen, plan, span), **plan.options)
    except SoilCarbonError as error:
        raise SoilCarbonError(
            f"rows {span.start} to {span.stop - 1} of {plan.dims[0]}, as one list: {error}"
        ) from error
    group: Any = zarr.open_group(target, mode="r+")
    for name, values in results.items():
        group[name][span] = values.reshape(group[name][span].shape if plan.months else (-1, *plan.shape[1:]))
    Path(marks, str(block)).touch()
    return block


def _read(opened: xr.Dataset, chosen: Model, plan: _Plan, span: slice) -> Block:
    part = opened.isel({plan.dims[0]: span})
    block: Block = {name: part[name].values.reshape(-1) for name in chosen.site}
    for name in (*chosen.series, *chosen.optional):
        if name in opened:
            values = part[name].values
            block[name] = values.reshape(-1, values.shape[-1])
    for name in chosen.series:
        if name not in block:
            block[name] = block[name.removesuffix("_spin_up")]
    if chosen.shared and chosen.shared[0] in opened:
        region = part["region"].values.reshape(-1).astype(np.int64)
        low, high = int(region.min()), int(region.max())
        block["region"] = region - low
        for name in chosen.shared:
            block[name] = opened[name][low : high + 1].values
    return block


class _Bar:
    """One line on stderr: share done, blocks, time left."""

    def __init__(self, total: int, done: int, shown: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self.total, self.done, self.shown, self.clock = total, done, shown, clock
        self.first, self.began = done, clock()

    def step(self) -> None:
        self.done += 1
        if self.shown:
            sys.stderr.write("\r" + self.line() + ("\n" if self.done == self.total else ""))
            sys.stderr.flush()

    def line(self) -> str:
        share = self.done / self.total
        left = (self.clock() - self.began) / max(1, self.done - self.first) * (self.total - self.done)
        return f"[{'#' * int(30 * share):<30}] {100 * share:3.0f} % {self.done}/{self.total} blocks, {left:.0f} s left "
