"""Blocks that list pages as their reader may see them, with few queries however often they stand on a page."""

from __future__ import annotations

from humus.kit.richtext import blocks
from humus.pages.blocks import here, lists, properties, report


def register() -> None:
    blocks.register(*lists.BLOCKS, properties.PageProperties(), report.PropertyReport(), here.PagesHere())
