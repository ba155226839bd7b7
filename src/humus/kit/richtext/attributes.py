"""Typed attributes: each reads a value from outside and answers a clean one, or None where it is not acceptable."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from .urls import KEY, safe_url

_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_DIGITS = re.compile(r"-?[0-9]{1,9}", re.ASCII)
_KEY = re.compile(KEY)


@dataclass(frozen=True)
class Attribute:
    """``read`` cleans; a value equal to ``default`` is left out; a required one drops its node when missing."""

    read: Callable[[Any], Any]
    default: Any = None
    required: bool = False


def text(limit: int = 300, *, required: bool = False) -> Attribute:
    def read(value: Any) -> str | None:
        if not isinstance(value, str):
            return None
        return " ".join(_INVISIBLE.sub("", value).split())[:limit].rstrip() or None

    return Attribute(read, "", required)


def choice(*values: str, default: str = "") -> Attribute:
    return Attribute(lambda value: value if isinstance(value, str) and value in values else None, default)


def integer(low: int, high: int, default: int) -> Attribute:
    def read(value: Any) -> int | None:
        if isinstance(value, str) and _DIGITS.fullmatch(value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            return None
        return max(low, min(high, value))

    return Attribute(read, default)


def flag() -> Attribute:
    return Attribute(lambda value: True if value is True or value == "true" else None, False)


def matching(pattern: re.Pattern[str], *, required: bool = False) -> Attribute:
    return Attribute(lambda value: value if isinstance(value, str) and pattern.fullmatch(value) else None, "", required)


def key(*, required: bool = True) -> Attribute:
    """The key of a page, a person or a file."""
    return matching(_KEY, required=required)


def url(*, required: bool = True) -> Attribute:
    return Attribute(safe_url, "", required)


def iso_date() -> Attribute:
    def read(value: Any) -> str | None:
        try:
            return date.fromisoformat(value).isoformat() if isinstance(value, str) and len(value) == 10 else None
        except ValueError:
            return None

    return Attribute(read, "", True)


def read_all(declared: dict[str, Attribute], given: Any) -> dict[str, Any] | None:
    """The clean attributes that differ from their defaults; None where a required one is missing."""
    values = given if isinstance(given, dict) else {}
    clean: dict[str, Any] = {}
    for name, attribute in declared.items():
        value = attribute.read(values.get(name))
        if value is not None and value != attribute.default:
            clean[name] = value
        elif attribute.required:
            return None
    return clean
