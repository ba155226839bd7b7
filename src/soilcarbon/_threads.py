"""Threads over blocks of sites, for kernels that hold no GIL."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

_BLOCK = 64
_PARTS = 8


def spread(run: Callable[[int, int], Any], count: int, threads: int) -> list[Any]:
    """Results of ``run(begin, end)`` over ranges that together are 0..count.

    The calling thread takes its share, so that a short run does not wait for others to be woken.
    """
    if threads == 1 or count < 2 * _BLOCK:
        return [run(0, count)]
    parts = min(threads * _PARTS, count // _BLOCK)
    ranges = pairwise([count * i // parts // _BLOCK * _BLOCK for i in range(parts)] + [count])
    found: list[Any] = []

    def work() -> None:
        for begin, end in ranges:
            found.append(run(begin, end))

    with ThreadPoolExecutor(threads - 1) as pool:
        others = [pool.submit(work) for _ in range(threads - 1)]
        work()
        for other in others:
            other.result()
    return found
