"""Many questions of one shape as one statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def united(asked: Sequence[Any]) -> Any:
    """The rows of all these querysets, those that stand in several of them several times; nothing for none."""
    if len(asked) < 2:
        return asked[0] if asked else ()
    return asked[0].union(*asked[1:], all=True)
