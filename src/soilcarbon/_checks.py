"""Readable refusals: each helper returns a clean value or raises `SoilCarbonError`.

A message reads ``clay[3] is 105.0; allowed: 0 to 100 %, no NaN``: argument, first bad index, allowed range.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from soilcarbon.errors import SoilCarbonError


def _number(value: Any) -> str:
    return f"{float(value):g}"


def allowed(
    low: float | None = None,
    high: float | None = None,
    *,
    unit: str = "",
    low_open: bool = False,
    high_open: bool = False,
    allow_nan: bool = False,
) -> str:
    """The range in words, as it stands at the end of every message."""
    if low is not None and high is not None and not (low_open or high_open):
        text = f"{_number(low)} to {_number(high)}"
    else:
        parts = []
        if low is not None:
            parts.append(f"{'above' if low_open else 'at least'} {_number(low)}")
        if high is not None:
            parts.append(f"{'below' if high_open else 'at most'} {_number(high)}")
        text = " and ".join(parts) or "finite numbers"
    return f"{text} {unit}".rstrip() + ("" if allow_nan else ", no NaN")


def refuse(name: str, found: object, rule: str, index: tuple[int, ...] | None = None) -> SoilCarbonError:
    """The error (not raised) for one bad entry: ``name[i, j] is found; allowed: rule``."""
    place = name if not index else f"{name}[{', '.join(str(int(i)) for i in index)}]"
    shown = _number(found) if isinstance(found, float | np.floating) else str(found)
    return SoilCarbonError(
        f"{place} is {shown}; allowed: {rule}",
        argument=name,
        index=None if index is None else tuple(int(i) for i in index),
    )


def first_bad(bad: NDArray[np.bool_]) -> tuple[int, ...]:
    """Index of the first True in C order (an empty tuple for a scalar)."""
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(bad)), bad.shape))


def _require_trailing(name: str, values: NDArray[Any]) -> None:
    missing = np.isnan(values)
    bad = missing[..., :-1] & ~missing[..., 1:] if values.ndim else np.zeros((), dtype=bool)
    if bad.any():
        raise refuse(name, float("nan"), "NaN only as trailing padding of the last axis", first_bad(bad))


def array(
    name: str,
    value: ArrayLike,
    *,
    low: float | None = None,
    high: float | None = None,
    low_open: bool = False,
    high_open: bool = False,
    unit: str = "",
    ndim: int | Sequence[int] | None = None,
    shape: tuple[int | None, ...] | None = None,
    allow_nan: bool = False,
    trailing_nan: bool = False,
    dtype: DTypeLike = np.float64,
) -> NDArray[Any]:
    """`value` as an array of `dtype`, each entry inside [low, high].

    Parameters
    ----------
    ndim:
        Allowed number(s) of dimensions.
    shape:
        Required shape; None matches any length. An array that broadcasts to a fully given shape is *not* expanded here.
    allow_nan:
        NaN entries pass. Infinite entries never do.
    trailing_nan:
        NaN passes only as padding at the end of the last axis (ragged rows).
    """
    try:
        values = np.asarray(value, dtype=dtype)
    except (TypeError, ValueError) as error:
        raise SoilCarbonError(f"{name} is not an array of numbers ({error})", argument=name) from error
    _check_shape(name, values, ndim, shape)
    nan_passes = allow_nan or trailing_nan
    good = np.isfinite(values)
    with np.errstate(invalid="ignore"):
        if low is not None:
            good &= values > low if low_open else values >= low
        if high is not None:
            good &= values < high if high_open else values <= high
    if nan_passes:
        good |= np.isnan(values)
    if not good.all():
        rule = allowed(low, high, unit=unit, low_open=low_open, high_open=high_open, allow_nan=nan_passes)
        index = first_bad(~good)
        raise refuse(name, float(values[index]), rule, index)
    if trailing_nan:
        _require_trailing(name, values)
    return values


def _check_shape(
    name: str, values: NDArray[Any], ndim: int | Sequence[int] | None, shape: tuple[int | None, ...] | None
) -> None:
    if ndim is not None:
        dims = (ndim,) if isinstance(ndim, int) else tuple(ndim)
        if values.ndim not in dims:
            rule = " or ".join(str(d) for d in dims)
            raise SoilCarbonError(
                f"{name} has shape {values.shape}; allowed: {rule} dimension{'' if dims == (1,) else 's'}",
                argument=name,
            )
    if shape is not None:
        fits = len(shape) == values.ndim and all(
            want is None or want == have for want, have in zip(shape, values.shape, strict=True)
        )
        if not fits:
            rule = ", ".join("any" if want is None else str(want) for want in shape)
            raise SoilCarbonError(f"{name} has shape {values.shape}; allowed: ({rule})", argument=name)


def scalar(
    name: str,
    value: Any,
    *,
    low: float | None = None,
    high: float | None = None,
    low_open: bool = False,
    high_open: bool = False,
    unit: str = "",
) -> float:
    """One finite number inside [low, high]."""
    checked = array(name, value, low=low, high=high, low_open=low_open, high_open=high_open, unit=unit, ndim=0)
    return float(checked)


def integer(name: str, value: Any, *, low: int | None = None, high: int | None = None) -> int:
    """One whole number inside [low, high]."""
    number = scalar(name, value, low=low, high=high)
    if number != int(number):
        raise refuse(name, number, f"whole numbers, {allowed(low, high)}")
    return int(number)


def flags(name: str, value: ArrayLike, *, ndim: int | Sequence[int] | None = None) -> NDArray[np.bool_]:
    """A boolean array; numbers pass where each is 0 or 1."""
    raw = np.asarray(value)
    if raw.dtype != np.bool_:
        numbers = array(name, raw, low=0, high=1)
        bad = (numbers != 0) & (numbers != 1)
        if bad.any():
            index = first_bad(bad)
            raise refuse(name, float(numbers[index]), "True or False (1 or 0)", index)
        raw = numbers.astype(np.bool_)
    _check_shape(name, raw, ndim, None)
    return raw


def choice(name: str, value: Any, options: Iterable[str]) -> str:
    """One word out of `options`."""
    words = tuple(options)
    if not isinstance(value, str) or value not in words:
        raise refuse(name, repr(value), " or ".join(repr(word) for word in words))
    return value


def together(arrays: dict[str, NDArray[Any]], shape: tuple[int, ...] | None = None) -> tuple[int, ...]:
    """The common broadcast shape of named arrays (with `shape`, if given); names the first that does not fit."""
    common: tuple[int, ...] = () if shape is None else shape
    for name, values in arrays.items():
        try:
            joined = np.broadcast_shapes(common, values.shape)
        except ValueError:
            raise SoilCarbonError(
                f"{name} has shape {values.shape}; allowed: shapes that broadcast to {common}", argument=name
            ) from None
        if shape is not None and joined != shape:
            raise SoilCarbonError(
                f"{name} has shape {values.shape}; allowed: shapes that broadcast to {shape}", argument=name
            )
        common = joined
    return common
