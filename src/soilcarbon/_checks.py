"""Readable refusals: each helper returns a clean value or raises `SoilCarbonError`.

A message reads ``clay[3] is 105.0; allowed: 0 to 100 %, no NaN``: argument, first bad index, allowed range.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from soilcarbon.errors import SoilCarbonError

# No quantity of a soil is greater, and products of a few such numbers stay finite; 1 / LARGEST counts as 0.
LARGEST = 1e30
NUMERIC = "biuf"
STORED = (np.dtype(np.float64), np.dtype(np.float32))


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


def numbers(name: str, value: ArrayLike, dtype: DTypeLike = np.float64) -> NDArray[Any]:
    """`value` as an array of `dtype`, its entries not yet looked at; a masked entry is NaN.

    Text, dates, complex numbers and objects are refused, even where NumPy could make numbers of them.
    """
    if type(value) is np.ndarray and (value.dtype is dtype or value.dtype == dtype):
        return value
    if isinstance(value, np.ma.MaskedArray):
        value = np.ma.filled(value.astype(np.float64), np.nan)
    try:
        given = np.asarray(value)
        if given.dtype == object:
            given = given.astype(np.float64)
        elif given.dtype.kind not in NUMERIC:
            raise TypeError(f"it holds {given.dtype.name}")
        return given.astype(dtype, copy=False)
    except (TypeError, ValueError, OverflowError) as error:
        raise SoilCarbonError(f"{name} is not an array of numbers ({error})", argument=name) from error


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
    values = numbers(name, value, dtype)
    _check_shape(name, values, ndim, shape)
    nan_passes = allow_nan or trailing_nan
    with np.errstate(invalid="ignore"):
        good = np.abs(values) <= LARGEST
        if low is not None:
            good &= values > low + 1 / LARGEST if low_open else values >= low
        if high is not None:
            good &= values < high if high_open else values <= high
    if nan_passes:
        good |= np.isnan(values)
    if not good.all():
        index = first_bad(~good)
        if abs(values[index]) > LARGEST and high is None:
            high = LARGEST
        rule = allowed(low, high, unit=unit, low_open=low_open, high_open=high_open, allow_nan=nan_passes)
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
    if (type(value) is float or type(value) is int) and abs(value) <= LARGEST:
        over = low is None or (value > low + 1 / LARGEST if low_open else value >= low)
        if over and (high is None or (value < high if high_open else value <= high)):
            return float(value)
    checked = array(name, value, low=low, high=high, low_open=low_open, high_open=high_open, unit=unit, ndim=0)
    return float(checked)


def integer(name: str, value: Any, *, low: int | None = None, high: int | None = None) -> int:
    """One whole number inside [low, high]."""
    least, most = -LARGEST if low is None else low, LARGEST if high is None else high
    if type(value) is int and least <= value <= most:
        return value
    number = scalar(name, value, low=low, high=high)
    if number != int(number):
        raise refuse(name, number, f"whole numbers, {allowed(low, high)}")
    return int(number)


def flags(name: str, value: ArrayLike, *, ndim: int | Sequence[int] | None = None) -> NDArray[np.bool_]:
    """A boolean array; numbers pass where each is 0 or 1."""
    if isinstance(value, np.ndarray) and value.dtype == np.bool_ and not isinstance(value, np.ma.MaskedArray):
        raw: NDArray[np.bool_] = value
    else:
        given = array(name, value, low=0, high=1)
        bad = (given != 0) & (given != 1)
        if bad.any():
            index = first_bad(bad)
            raise refuse(name, float(given[index]), "True or False (1 or 0)", index)
        raw = given.astype(np.bool_)
    _check_shape(name, raw, ndim, None)
    return raw


def switch(name: str, value: Any) -> bool:
    """True or False, and nothing that merely counts as such."""
    if not isinstance(value, bool | np.bool_):
        raise refuse(name, repr(value), "True or False")
    return bool(value)


def seed(name: str, value: Any) -> int:
    """A seed of the random generator: a whole number from 0."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not whole or value < 0:
        raise refuse(name, repr(value), "whole numbers, at least 0")
    return int(value)


def objects(name: str, value: Any) -> NDArray[np.object_]:
    """Words or other single things as an array."""
    try:
        return np.asarray(value, dtype=object)
    except ValueError as error:
        raise SoilCarbonError(f"{name} is not an array ({error})", argument=name) from error


def storage(value: Any) -> np.dtype[Any]:
    """The floating-point type in which results are stored."""
    try:
        if value is not None and (store := np.dtype(value)) in STORED:
            return store
    except (TypeError, ValueError):
        pass
    raise refuse("dtype", repr(value), "float64 or float32")


def mapping(name: str, value: Any, rule: str) -> Mapping[Any, Any]:
    """Something with keys and their values, as a dictionary or a pandas Series; `rule` says of what."""
    if not (hasattr(value, "keys") and hasattr(value, "__getitem__")):
        raise SoilCarbonError(f"{name} is {value!r}; allowed: {rule}", argument=name)
    return {key: value[key] for key in value.keys()}  # noqa: SIM118


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
