"""Monotone cubic reading of cumulative curves: the plain NumPy twin of `_hyman_numba`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def read_curves(x: FloatArray, y: FloatArray, nodes: NDArray[np.intp], at: FloatArray, hyman: bool) -> FloatArray:
    """y at `at` (profiles,) on curves through the first `nodes` points of each row, the last piece continued."""
    out = np.empty(at.size)
    for count in np.unique(nodes):
        rows = np.flatnonzero(nodes == count)
        px, py = x[rows, :count], y[rows, :count]
        out[rows] = _cubic(px, py, at[rows]) if hyman else _linear(px, py, at[rows])
    return out


def _piece(x: FloatArray, at: FloatArray) -> NDArray[np.intp]:
    return np.clip(np.sum(x <= at[:, None], axis=1) - 1, 0, x.shape[1] - 2)


def _linear(x: FloatArray, y: FloatArray, at: FloatArray) -> FloatArray:
    rows, piece = np.arange(at.size), _piece(x, at)
    x0, x1, y0, y1 = x[rows, piece], x[rows, piece + 1], y[rows, piece], y[rows, piece + 1]
    return np.asarray(y0 + (y1 - y0) * ((at - x0) / (x1 - x0)))


def _cubic(x: FloatArray, y: FloatArray, at: FloatArray) -> FloatArray:
    width, rise = np.diff(x), np.diff(y)
    secant = rise / width
    slope = limited(_spline_slopes(x, width, secant), secant)
    rows, piece = np.arange(at.size), _piece(x, at)
    h, s, t = width[rows, piece], secant[rows, piece], at - x[rows, piece]
    b0, b1 = slope[rows, piece], slope[rows, piece + 1]
    c = (3 * s - 2 * b0 - b1) / h
    d = (b0 + b1 - 2 * s) / h**2
    return np.asarray(y[rows, piece] + t * (b0 + t * (c + t * d)))


def _spline_slopes(x: FloatArray, h: FloatArray, secant: FloatArray) -> FloatArray:
    """Node slopes of the cubic spline whose end third derivatives are those of the cubics through 4 end points."""
    n = x.shape[1]
    if n == 2:
        return np.repeat(secant, 2, axis=1)
    diagonal = np.hstack([-h[:, :1], 2 * (h[:, :-1] + h[:, 1:]), -h[:, -1:]])
    right = np.zeros_like(x)
    right[:, 1:-1] = np.diff(secant)
    if n > 3:
        first = right[:, 2] / (x[:, 3] - x[:, 1]) - right[:, 1] / (x[:, 2] - x[:, 0])
        last = right[:, -2] / (x[:, -1] - x[:, -3]) - right[:, -3] / (x[:, -2] - x[:, -4])
        right[:, 0] = first * h[:, 0] ** 2 / (x[:, 3] - x[:, 0])
        right[:, -1] = -last * h[:, -1] ** 2 / (x[:, -1] - x[:, -4])
    bend = _tridiagonal(diagonal, h, right)
    slope = np.empty_like(x)
    slope[:, :-1] = secant - h * (bend[:, 1:] + 2 * bend[:, :-1])
    slope[:, -1] = secant[:, -1] + h[:, -1] * (bend[:, -2] + 2 * bend[:, -1])
    return slope


def _tridiagonal(diagonal: FloatArray, off: FloatArray, right: FloatArray) -> FloatArray:
    """Solve symmetric tri-diagonal systems, one a row."""
    n = diagonal.shape[1]
    for i in range(1, n):
        factor = off[:, i - 1] / diagonal[:, i - 1]
        diagonal[:, i] -= factor * off[:, i - 1]
        right[:, i] -= factor * right[:, i - 1]
    right[:, -1] /= diagonal[:, -1]
    for i in range(n - 2, -1, -1):
        right[:, i] = (right[:, i] - off[:, i] * right[:, i + 1]) / diagonal[:, i]
    return right


def limited(slope: FloatArray, secant: FloatArray) -> FloatArray:
    """Hyman's limit: keep each slope's sign with the data and within three times the flatter neighbouring secant."""
    left, right = np.hstack([secant[:, :1], secant]), np.hstack([secant, secant[:, -1:]])
    bound = 3 * np.minimum(np.abs(left), np.abs(right))
    sign = np.where(left * right > 0, right, slope)
    return np.where(sign >= 0, np.clip(slope, 0, bound), np.clip(slope, -bound, 0))
