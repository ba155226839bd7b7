"""Small documents made by code."""

from __future__ import annotations

import re
from typing import Any

from .blocks import Node
from .clean import clean


def empty() -> Node:
    """A document with one empty paragraph."""
    return clean({"type": "doc", "content": []})


def paragraphs(text: str) -> Node:
    """Plain text: an empty line begins a paragraph, a single end of line stays a break."""
    content = []
    for part in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")):
        lines = part.strip().split("\n")
        inline: list[Node] = []
        for line in lines:
            inline += [{"type": "hardBreak"}] if inline else []
            inline += [{"type": "text", "text": line.strip()}] if line.strip() else []
        if inline:
            content.append({"type": "paragraph", "content": inline})
    return clean({"type": "doc", "content": content})


def without_ids(node: Any) -> Any:
    """A document, or a part of it, without the ids of its blocks, which an editor may give anew."""
    if isinstance(node, list):
        return [without_ids(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {name: without_ids(value) for name, value in node.items() if name != "id"}
