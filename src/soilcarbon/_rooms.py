"""Memory for large results, used again by the next result once nobody holds the last.

The system hands out large memory page by page, cleared, at each run anew, which can take longer than the model that
fills it. A room that nobody holds any more is kept for the next result, and offered to the system meanwhile
(MADV_FREE): where memory grows short it is taken without being written out. Nothing of it shows in a result.
"""

from __future__ import annotations

import math
import mmap
import threading
from typing import Any

import numpy as np
from numpy.typing import NDArray

SMALLEST = 1 << 20
MOST = 512 << 20
PAGE = 2 << 20  # a huge page: a room of whole ones is laid out in them
_LEND = hasattr(mmap, "MADV_FREE")

# The newest first. A room may come back while the collector runs inside a locked step: the lock lets its own thread in.
_idle: list[mmap.mmap] = []
_lock = threading.RLock()


class _Room:
    """Keeps the memory of one array; the array and all views of it hold this."""

    def __init__(self, memory: mmap.mmap, shape: tuple[int, ...], store: np.dtype[Any]) -> None:
        self.memory = memory
        start = np.frombuffer(memory, dtype=np.uint8, count=1).ctypes.data
        self.__array_interface__ = {"version": 3, "shape": shape, "typestr": store.str, "data": (start, False)}

    def __del__(self) -> None:
        if _give_back is not None:  # the interpreter is not ending
            _give_back(self.memory)


def room(shape: tuple[int, ...], store: np.dtype[Any]) -> NDArray[Any]:
    """An array, not filled; one that is large begins with a page."""
    size = math.prod(shape) * store.itemsize
    if size < SMALLEST or not _LEND:
        return np.empty(shape, dtype=store)
    size = -(-size // PAGE) * PAGE
    return np.asarray(_Room(_idle_of(size) or _fresh(size), shape, store))


def forget() -> None:
    """Give what is kept back to the system at once."""
    with _lock:
        _idle.clear()


def _fresh(size: int) -> mmap.mmap:
    memory = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    if hasattr(mmap, "MADV_HUGEPAGE"):
        memory.madvise(mmap.MADV_HUGEPAGE)
    return memory


def _idle_of(size: int) -> mmap.mmap | None:
    """A kept room that is not much larger."""
    with _lock:
        for i, memory in enumerate(_idle):
            if size <= len(memory) <= size + size // 4:
                return _idle.pop(i)
    return None


def _give_back(memory: mmap.mmap) -> None:
    if len(memory) > MOST:
        return
    memory.madvise(mmap.MADV_FREE)
    with _lock:
        _idle.insert(0, memory)
        while sum(map(len, _idle)) > MOST:
            _idle.pop()
