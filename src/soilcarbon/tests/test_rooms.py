"""The memory of a large result is used again once nobody holds it, and never before."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from soilcarbon import _rooms as rooms
from soilcarbon import rothc

SHAPE, STORE = (rooms.SMALLEST // 8, 1), np.dtype(np.float64)


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    gc.collect()
    rooms.forget()
    yield
    rooms.forget()


def test_the_next_result_takes_the_room_of_one_that_is_gone() -> None:
    first = rooms.room(SHAPE, STORE)
    place = first.ctypes.data
    first[:] = 1.0
    del first
    assert rooms.room(SHAPE, STORE).ctypes.data == place


def test_a_result_that_is_held_keeps_its_room() -> None:
    held = rooms.room(SHAPE, STORE)
    held[:] = 1.0
    others = [rooms.room(SHAPE, STORE) for _ in range(3)]
    for other in others:
        other[:] = 2.0
    assert (held == 1.0).all()
    assert len({held.ctypes.data, *(other.ctypes.data for other in others)}) == 4


@pytest.mark.parametrize("view", [lambda x: x[5:], lambda x: x.T, lambda x: memoryview(x), lambda x: x.view(np.int64)])
def test_a_view_holds_the_room_as_the_result_does(view: object) -> None:
    whole = rooms.room(SHAPE, STORE)
    whole[:] = 1.0
    part = view(whole)  # type: ignore[operator]
    del whole
    rooms.room(SHAPE, STORE)[:] = 2.0
    assert (np.asarray(part).view(np.float64) == 1.0).all()


def test_a_much_larger_room_is_not_spent_on_a_small_result() -> None:
    place = rooms.room((4 * SHAPE[0], 1), STORE).ctypes.data
    small = rooms.room(SHAPE, STORE)
    again = rooms.room((4 * SHAPE[0], 1), STORE)
    assert small.ctypes.data != place == again.ctypes.data


def test_small_results_are_ordinary_arrays() -> None:
    assert rooms.room((10, 12), STORE).flags.owndata


def test_no_more_is_kept_than_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "MOST", 3 * rooms.PAGE)
    held = [rooms.room(SHAPE, STORE) for _ in range(5)]
    del held
    assert [len(memory) for memory, _ in rooms._idle] == [rooms.PAGE] * 3
    too_large = rooms.room((8 * SHAPE[0], 1), STORE)
    del too_large
    assert rooms._idle == []


def test_what_is_not_wanted_for_a_while_goes_back_to_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "IDLE", 0.1)
    monkeypatch.setattr(rooms, "_watch", None)
    first = rooms.room(SHAPE, STORE)
    del first
    assert rooms._idle
    late = time.monotonic() + 10
    while rooms._idle and time.monotonic() < late:
        time.sleep(0.02)
    assert rooms._idle == []


def test_threads_never_share_a_room() -> None:
    wrong: list[float] = []

    def fill(number: float) -> None:
        for _ in range(200):
            mine = rooms.room(SHAPE, STORE)
            mine[:] = number
            if not (mine == number).all():
                wrong.append(number)

    threads = [threading.Thread(target=fill, args=(float(i),)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


@pytest.mark.parametrize("keep", ["soc", "pools"])
def test_a_run_in_a_used_room_gives_the_same(keep: str) -> None:
    draw = np.random.default_rng(1)
    given = {
        "tmean": draw.normal(10, 5, (6_000, 24)), "rain": draw.gamma(2, 30, (6_000, 24)), "evaporation": 50.0,
        "evaporation_kind": "pet", "covered": True, "plant_carbon": 0.2, "manure_carbon": 0.0, "clay": 20.0,
        "depth": 23.0, "dpm_rpm": 1.44,
    }  # fmt: skip
    first = rothc.simulate([1.0, 2.0, 1.0, 30.0, 3.0], keep=keep, **given)
    kept, place = first.soc.copy(), first.soc.ctypes.data
    rothc.simulate([0.0] * 5, keep=keep, **given)
    assert np.array_equal(first.soc, kept)
    del first
    again = rothc.simulate([1.0, 2.0, 1.0, 30.0, 3.0], keep=keep, **given)
    assert np.array_equal(again.soc, kept)
    assert place in {again.soc.ctypes.data, *(x.ctypes.data for x in (again.respired, again.deficit) if x is not None)}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes do not fork here: memory shared with a child NOT tried")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_process_that_forked_fills_memory_of_its_own() -> None:
    held, gone = rooms.room(SHAPE, STORE), rooms.room(SHAPE, STORE)
    held[:] = gone[:] = 1.0
    del gone
    child = os.fork()
    if child == 0:
        try:
            held[:] = 2.0
            rooms.room(SHAPE, STORE)[:] = 2.0
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    assert (held == 1.0).all()
    assert (rooms.room(SHAPE, STORE) == 1.0).all()


def test_a_program_that_ends_with_a_large_result_ends() -> None:
    code = """
import numpy as np
from soilcarbon import _rooms as rooms
result, kept = (rooms.room((rooms.SMALLEST, 1), np.dtype(float)) for _ in range(2))
class Last:
    def __del__(self, rooms=rooms, store=np.dtype(float)):
        rooms.room((rooms.SMALLEST, 1), store)
last = Last()
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
