"""One decorator for every compiled kernel: cached on disk where a directory can be written, else in memory only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba

_FAST = {"contract", "nsz"}


def inlined(function: Callable[..., Any]) -> Any:
    """A small step of a kernel, compiled into its callers."""
    return numba.njit(error_model="numpy", fastmath=_FAST, forceinline=True)(function)


def compiled(function: Callable[..., Any]) -> Any:
    """Compile without the GIL. No flag assumes that NaN is absent, so a refused entry stays visible."""
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", "fastmath": _FAST}
    try:
        return numba.njit(cache=True, **options)(function)
    except RuntimeError:  # neither the package folder nor the user's cache folder can be written
        return numba.njit(**options)(function)
