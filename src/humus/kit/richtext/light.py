"""Light text, as comments and remarks hold it: paragraphs, lists, quotes, code, links and names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .blocks import Node
from .markdown import from_markdown
from .plain import to_text

LIGHT = {
    "doc", "paragraph", "text", "hardBreak", "blockquote", "bulletList", "orderedList", "listItem", "taskList",
    "taskItem", "codeBlock", "horizontalRule",
}  # fmt: skip
_INLINE = {"mention", "status", "date", "pageLink", "fileLink"}


def from_light_markdown(text: str) -> Node:
    """The typed words with what light text may hold; a heading is a strong line, anything bigger only its words.

    Raises ``BadDocument`` where no document can be made of them.
    """
    return {"type": "doc", "content": list(_light(from_markdown(text).get("content", [])))}


def _light(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        kind = node.get("type")
        if kind == "heading":
            yield {"type": "paragraph", "content": [_strong(part) for part in _light(node.get("content", []))]}
        elif kind in LIGHT:
            kept = {name: value for name, value in node.items() if name != "content"}
            yield kept | {"content": list(_light(node["content"]))} if "content" in node else kept
        elif kind == "table":
            yield _rows(node)
        elif words := to_text({"type": "doc", "content": [node]}).strip():
            text = {"type": "text", "text": words}
            yield text if kind in _INLINE else {"type": "paragraph", "content": [text]}


def _rows(table: Node) -> Node:
    """A table becomes its rows, a line each, with a bar between the cells."""
    rows = (row.get("content", []) for row in table.get("content", []))
    lines = (" | ".join(to_text({"type": "doc", "content": [cell]}).strip() for cell in row) for row in rows)
    parts: list[Node] = []
    for line in filter(None, lines):
        parts += [{"type": "hardBreak"}] * bool(parts) + [{"type": "text", "text": line}]
    return {"type": "paragraph", "content": parts}


def _strong(node: Node) -> Node:
    return node | {"marks": [*node.get("marks", []), {"type": "bold"}]} if node["type"] == "text" else node
