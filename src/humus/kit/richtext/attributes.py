"""Typed attributes: each reads a value from outside and answers a clean one, or None where it is not acceptable."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.functional import Promise

from .urls import KEY, safe_url

_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_DIGITS = re.compile(r"-?[0-9]{1,9}", re.ASCII)
_KEY = re.compile(KEY)


@dataclass(frozen=True)
class Attribute:
    """``read`` cleans; a value equal to ``default`` is left out; a required one drops its node when missing.

    ``form`` tells the editor which field asks for it: its ``kind`` (text, lines, choice, number, flag, page, person,
    space, file, date) and what belongs to that.
    """

    read: Callable[[Any], Any]
    default: Any = None
    required: bool = False
    form: dict[str, Any] = field(default_factory=dict, compare=False)


def text(limit: int = 300, *, required: bool = False) -> Attribute:
    def read(value: Any) -> str | None:
        if not isinstance(value, str):
            return None
        return " ".join(_INVISIBLE.sub("", value).split())[:limit].rstrip() or None

    return Attribute(read, "", required, {"kind": "text", "limit": limit})


def lines(limit: int = 2000, *, required: bool = False) -> Attribute:
    """Several lines, kept as they stand."""

    def read(value: Any) -> str | None:
        if not isinstance(value, str):
            return None
        kept = (_INVISIBLE.sub("", line).rstrip() for line in value.splitlines())
        return "\n".join(kept)[:limit].strip() or None

    return Attribute(read, "", required, {"kind": "lines", "limit": limit})


def choice(*values: str, default: str = "", labels: Mapping[str, str | Promise] | None = None) -> Attribute:
    """One of ``values``; ``labels`` are the words for them in the editor's form."""
    named = {value: (labels or {}).get(value, value) for value in dict.fromkeys((default, *values))}
    form = {"kind": "choice", "options": named}
    return Attribute(lambda value: value if isinstance(value, str) and value in values else None, default, False, form)


def named(options: Callable[[], Mapping[str, str | Promise]], default: str = "") -> Attribute:
    """The name of something that is registered later; ``options`` answers names and words when the editor asks."""
    form = {"kind": "choice", "options": options}
    return replace(matching(_KEY), default=default, form=form)


def integer(low: int, high: int, default: int) -> Attribute:
    def read(value: Any) -> int | None:
        if isinstance(value, str) and _DIGITS.fullmatch(value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            return None
        return max(low, min(high, value))

    return Attribute(read, default, False, {"kind": "number", "low": low, "high": high})


def flag() -> Attribute:
    read = lambda value: True if value is True or value == "true" else None  # noqa: E731
    return Attribute(read, False, False, {"kind": "flag"})


def matching(pattern: re.Pattern[str], *, required: bool = False) -> Attribute:
    return Attribute(lambda value: value if isinstance(value, str) and pattern.fullmatch(value) else None, "", required)


def key(of: str = "text", *, required: bool = True) -> Attribute:
    """The key of a page, a person or a file: the editor lets one search, or upload, what ``of`` names."""
    return replace(matching(_KEY, required=required), form={"kind": of})


def space() -> Attribute:
    """A space by its name in addresses; the editor lets one search for it."""
    return replace(text(60), form={"kind": "space"})


def url(*, required: bool = True) -> Attribute:
    return Attribute(safe_url, "", required)


def iso_date() -> Attribute:
    def read(value: Any) -> str | None:
        try:
            return date.fromisoformat(value).isoformat() if isinstance(value, str) and len(value) == 10 else None
        except ValueError:
            return None

    return Attribute(read, "", True, {"kind": "date"})


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
