"""Monotone cubic reading of cumulative curves, compiled; `_hyman_numpy` says the same in NumPy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from soilcarbon._compile import compiled

FloatArray = NDArray[np.float64]


def read_curves(x: FloatArray, y: FloatArray, nodes: NDArray[np.intp], at: FloatArray, hyman: bool) -> FloatArray:
    """y at `at` (profiles,) on curves through the first `nodes` points of each row, the last piece continued."""
    out = np.empty(at.size)
    _read(np.ascontiguousarray(x), np.ascontiguousarray(y), nodes.astype(np.int64), at, hyman, out)
    return out


@compiled
def _slopes(x, y, n, slope, bend, diagonal):  # type: ignore[no-untyped-def]
    if n == 2:
        slope[0] = slope[1] = (y[1] - y[0]) / (x[1] - x[0])
        return
    for i in range(1, n - 1):
        before, after = x[i] - x[i - 1], x[i + 1] - x[i]
        diagonal[i] = 2.0 * (before + after)
        bend[i] = (y[i + 1] - y[i]) / after - (y[i] - y[i - 1]) / before
    head, tail = x[1] - x[0], x[n - 1] - x[n - 2]
    diagonal[0], diagonal[n - 1] = -head, -tail
    bend[0] = bend[n - 1] = 0.0
    if n > 3:
        first = bend[2] / (x[3] - x[1]) - bend[1] / (x[2] - x[0])
        last = bend[n - 2] / (x[n - 1] - x[n - 3]) - bend[n - 3] / (x[n - 2] - x[n - 4])
        bend[0] = first * head * head / (x[3] - x[0])
        bend[n - 1] = -last * tail * tail / (x[n - 1] - x[n - 4])
    for i in range(1, n):
        h = x[i] - x[i - 1]
        factor = h / diagonal[i - 1]
        diagonal[i] -= factor * h
        bend[i] -= factor * bend[i - 1]
    bend[n - 1] /= diagonal[n - 1]
    for i in range(n - 2, -1, -1):
        bend[i] = (bend[i] - (x[i + 1] - x[i]) * bend[i + 1]) / diagonal[i]
    for i in range(n - 1):
        h = x[i + 1] - x[i]
        slope[i] = (y[i + 1] - y[i]) / h - h * (bend[i + 1] + 2.0 * bend[i])
    slope[n - 1] = (y[n - 1] - y[n - 2]) / tail + tail * (bend[n - 2] + 2.0 * bend[n - 1])


@compiled
def _limit(x, y, n, slope):  # type: ignore[no-untyped-def]
    for i in range(n):
        j = max(i, 1)
        k = min(i + 1, n - 1)
        left = (y[j] - y[j - 1]) / (x[j] - x[j - 1])
        right = (y[k] - y[k - 1]) / (x[k] - x[k - 1])
        bound = 3.0 * min(abs(left), abs(right))
        sign = right if left * right > 0.0 else slope[i]
        if sign >= 0.0:
            slope[i] = min(max(0.0, slope[i]), bound)
        else:
            slope[i] = max(min(0.0, slope[i]), -bound)


@compiled
def _read(x, y, nodes, at, hyman, out):  # type: ignore[no-untyped-def]
    width = x.shape[1]
    slope, bend, diagonal = np.empty(width), np.empty(width), np.empty(width)
    for row in range(at.size):
        n, px, py = nodes[row], x[row], y[row]
        piece = 0
        while piece < n - 2 and px[piece + 1] <= at[row]:
            piece += 1
        h, t = px[piece + 1] - px[piece], at[row] - px[piece]
        secant = (py[piece + 1] - py[piece]) / h
        if not hyman:
            out[row] = py[piece] + secant * t
            continue
        _slopes(px, py, n, slope, bend, diagonal)
        _limit(px, py, n, slope)
        b0, b1 = slope[piece], slope[piece + 1]
        c = (3.0 * secant - 2.0 * b0 - b1) / h
        d = (b0 + b1 - 2.0 * secant) / (h * h)
        out[row] = py[piece] + t * (b0 + t * (c + t * d))
