"""Blocks without a reader: comparisons and merges show them as they are, dynamic ones as a labelled box."""

from __future__ import annotations

from html import escape
from itertools import count
from typing import Any

from . import blocks
from .blocks import Node
from .outline import outline
from .writer import Writer


class Preview(Writer):
    """A writer whose headings carry no anchors of the page and whose references are boxes."""

    _number = count()

    def __init__(self) -> None:
        super().__init__("page", [])
        self.alone = True

    def anchor(self) -> str:
        return f"preview-{next(self._number)}"

    def later(self, name: str, attrs: dict[str, Any]) -> None:
        if name == "pageLink":
            return
        block = blocks.dynamic(name)
        words = block.text({"type": name, "attrs": attrs}, "") if block else ""
        label = str(block.label) if block else name
        if block and block.inline:
            self.raw(f'<span class="block-label">{escape(words or attrs.get("label") or label)}</span>')
            return
        detail = " · ".join(filter(None, (label, words or attrs.get("page", ""), attrs.get("name", ""))))
        self.raw(f'<p class="block-label">{escape(detail)}</p>')


def block(node: Node) -> str:
    """HTML of a clean block."""
    out = Preview()
    out.headings = outline({"content": [node]})
    out.children({"content": [node]})
    return out.html()


def inline(content: list[Node]) -> str:
    """HTML of a line."""
    out = Preview()
    out.inline({"content": content})
    return out.html()
