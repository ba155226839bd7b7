"""Memory for large results, used again by the next result once nobody holds the last.

The system hands out large memory page by page, cleared, at each run anew, which can take longer than the model that
fills it. A room that nobody holds any more is kept for the next result and goes back to the system when it has not been
wanted for some seconds. Nothing of it shows in a result.
"""

from __future__ import annotations

import math
import mmap
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

SMALLEST = 1 << 20
MOST = 512 << 20
PAGE = 2 << 20  # a huge page: a room of whole ones is laid out in them
IDLE = 5.0  # seconds

# (memory, since when), the newest first. A room may come back while the collector runs inside a locked step: the lock
# lets its own thread in.
_idle: list[tuple[mmap.mmap, float]] = []
_lock = threading.RLock()
_watch: threading.Timer | None = None


class _Room:
    """Keeps the memory of one array; the array and all views of it hold this."""

    def __init__(self, memory: mmap.mmap, shape: tuple[int, ...], store: np.dtype[Any]) -> None:
        self.memory = memory
        start = np.frombuffer(memory, dtype=np.uint8, count=1).ctypes.data
        self.__array_interface__ = {"version": 3, "shape": shape, "typestr": store.str, "data": (start, False)}

    def __del__(self, ending: Callable[[], bool] = sys.is_finalizing) -> None:
        # At its end the interpreter starts no threads any more, and a watch would wait for one for ever.
        if not ending():
            _give_back(self.memory)


def room(shape: tuple[int, ...], store: np.dtype[Any]) -> NDArray[Any]:
    """An array, not filled; one that is large begins with a page."""
    size = math.prod(shape) * store.itemsize
    if size < SMALLEST:
        return np.empty(shape, dtype=store)
    size = -(-size // PAGE) * PAGE
    return np.asarray(_Room(_kept(size) or _fresh(size), shape, store))


def forget(longer_than: float = 0.0) -> None:
    """Give what has been idle for so many seconds back to the system."""
    with _lock:
        before = time.monotonic() - longer_than
        _idle[:] = [one for one in _idle if one[1] > before]


def _fresh(size: int) -> mmap.mmap:
    if not hasattr(mmap, "MADV_HUGEPAGE"):
        return mmap.mmap(-1, size)
    # Python shares such memory with child processes unless told otherwise, and what is shared has no huge pages.
    memory = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    memory.madvise(mmap.MADV_HUGEPAGE)
    return memory


def _kept(size: int) -> mmap.mmap | None:
    """A kept room that is not much larger."""
    with _lock:
        for i, (memory, _) in enumerate(_idle):
            if size <= len(memory) <= size + size // 4:
                return _idle.pop(i)[0]
    return None


def _give_back(memory: mmap.mmap) -> None:
    with _lock:
        _idle.insert(0, (memory, time.monotonic()))
        while sum(len(kept) for kept, _ in _idle) > MOST:
            _idle.pop()
        _watch_over()


def _watch_over() -> None:
    """See to it that idle rooms go."""
    global _watch
    if _idle and (_watch is None or not _watch.is_alive()):
        _watch = threading.Timer(IDLE, _let_go)
        _watch.daemon = True
        try:
            _watch.start()
        except RuntimeError:  # no thread can be had: nothing is kept that nobody watches over
            _idle.clear()


def _let_go() -> None:
    global _watch
    with _lock:
        forget(longer_than=IDLE)
        _watch = None
        _watch_over()


def _begin_anew() -> None:
    """A process that forked has no watch, and perhaps a lock that a thread held which it does not have."""
    global _lock, _watch
    _lock, _watch = threading.RLock(), None
    _idle.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew)
