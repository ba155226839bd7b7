"""One decorator for every compiled kernel: cached on disk where a directory can be written, else in memory only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba

_FAST = {"contract", "nsz", "arcp"}


def compiled(function: Callable[..., Any], *, extra: frozenset[str] = frozenset()) -> Any:
    """Compile without the GIL. No flag assumes that NaN is absent, so a refused entry stays visible."""
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", "fastmath": _FAST | extra}
    try:
        return numba.njit(cache=True, **options)(function)
    except RuntimeError:  # neither the package folder nor the user's cache folder can be written
        return numba.njit(**options)(function)


def compiled_sum(function: Callable[..., Any]) -> Any:
    """As `compiled`, and sums may be re-ordered."""
    return compiled(function, extra=frozenset({"reassoc"}))
