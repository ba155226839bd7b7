"""Refuse what is no document before any work is done on it."""

from __future__ import annotations

import json
import math
from typing import Any

from django.utils.translation import gettext as _

from .errors import BadDocument

MAX_BYTES = 2_000_000
MAX_DEPTH = 100
# What a node weighs at least, so that the work of cleaning is bounded by the size: 40,000 nodes fill the limit.
MIN_NODE = 50
# A node nests through its own dict and its content list.
_MAX_LEVELS = 2 * MAX_DEPTH + 8


def parse(source: str | bytes, *, max_bytes: int = MAX_BYTES) -> dict[str, Any]:
    """Read a document sent as JSON text."""
    if len(source) > max_bytes:
        raise BadDocument(_("This page is too large to be saved."))
    try:
        value = json.loads(source, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise BadDocument(_("The text did not arrive whole. Please try again.")) from error
    if not isinstance(value, dict):
        raise BadDocument(_("This is not a document."))
    return value


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def measure(doc: Any, max_bytes: int) -> None:
    """Raise BadDocument for what is too large, too deep or holds NUL bytes; without recursion."""
    size, level, nodes = 0, 0, [doc]
    while nodes:
        level += 1
        if level > _MAX_LEVELS:
            raise BadDocument(_("This page is nested too deeply."))
        below: list[Any] = []
        for value in nodes:
            size += _weigh(value, below)
            if size > max_bytes:
                raise BadDocument(_("This page is too large to be saved."))
        nodes = below


def _weigh(value: Any, below: list[Any]) -> int:
    if isinstance(value, str):
        if "\x00" in value:
            raise BadDocument(_("The text holds characters that cannot be stored."))
        return len(value.encode(errors="replace")) + 3
    if isinstance(value, dict):
        below.extend(value)
        below.extend(value.values())
        return MIN_NODE
    elif isinstance(value, list):
        below.extend(value)
    elif _is_wild(value):
        raise BadDocument(_("This is not a document."))
    return 3


def _is_wild(value: Any) -> bool:
    """A number that JSON or the database cannot hold."""
    if isinstance(value, float):
        return not math.isfinite(value)
    return isinstance(value, int) and value.bit_length() > 64
