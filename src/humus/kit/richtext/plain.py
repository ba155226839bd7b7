"""Plain text of a document: for search, mail and previews."""

from __future__ import annotations

import re
from typing import Any

from . import blocks
from .blocks import Dynamic, Node
from .context import RenderContext
from .scope import Scope
from .writer import compile

_GAPS = re.compile(r"\n{3,}")


def to_text(doc: Node, context: RenderContext | None = None) -> str:
    """Words only. With a context, what the reader sees of other things is in it; without (search) it is left out."""
    scope = None
    if context is not None:
        scope = Scope(context)
        scope.prefetch(compile(doc, target=context.target))
    return _GAPS.sub("\n\n", _children(doc, scope)).strip()


def _children(node: Node, scope: Scope | None) -> str:
    out: list[str] = []
    for child in node.get("content", ()):
        if child["type"] == "text":
            out.append(child["text"])
        else:
            out.append(_one(child, scope))
    return "".join(out)


def _one(node: dict[str, Any], scope: Scope | None) -> str:
    block = blocks.get(node["type"])
    if block is None:
        return ""
    if scope and isinstance(block, Dynamic):
        words = block.words(node.get("attrs", {}), scope)
    else:
        words = block.text(node, _children(node, scope))
    if block.inline or block.content == ("tableCell", "tableHeader") or block.name in ("tableCell", "tableHeader"):
        return words
    if block.part or block.name == "table":
        return words.rstrip("\n") + "\n"
    return words.rstrip("\n") + "\n\n" if words.strip() else ""
