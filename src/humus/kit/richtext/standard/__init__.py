"""The blocks that every document may use."""

from __future__ import annotations

from .. import blocks
from . import charts, containers, inline, layout, lists, math, media, notes, pages, previews, tables, text


def register() -> None:
    for module in (text, lists, tables, containers, layout, charts, inline, math, notes, media, previews, pages):
        blocks.register(*module.BLOCKS)
