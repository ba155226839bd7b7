"""The blocks that every document may use."""

from __future__ import annotations

from .. import blocks
from . import containers, inline, lists, media, pages, tables, text


def register() -> None:
    for module in (text, lists, tables, containers, inline, media, pages):
        blocks.register(*module.BLOCKS)
