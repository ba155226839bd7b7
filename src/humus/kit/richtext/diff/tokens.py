"""A line of text as tokens: words with their marks, and inline leaves."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ..blocks import Node
from .sequence import words

Token = tuple[str, Node, str]


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def same_content(node: Node) -> str:
    """Equal for two blocks that differ in nothing but their id."""
    attrs = {name: value for name, value in node.get("attrs", {}).items() if name != "id"}
    return canonical([node["type"], attrs, node.get("content", [])])


def tokens(content: list[Node]) -> list[Token]:
    """One token per word or leaf; two with equal keys are the same."""
    found: list[Token] = []
    for node in content:
        if node["type"] != "text":
            found.append((canonical(node), node, ""))
            continue
        marks = node.get("marks")
        suffix = "\x1f" + canonical(marks) if marks else ""
        found += [(word + suffix, node, word) for word in words(node["text"])]
    return found


def join(found: Iterable[Token]) -> list[Node]:
    """The line that the tokens make: neighbouring words with the same marks are one text."""
    line: list[Node] = []
    run: list[str] = []
    last: Node | None = None
    for _key, node, word in found:
        if last is not None and (not word or (node is not last and node.get("marks") != last.get("marks"))):
            line.append({**last, "text": "".join(run)})
            last, run = None, []
        if word:
            last = node
            run.append(word)
        else:
            line.append(node)
    return [*line, {**last, "text": "".join(run)}] if last is not None else line


def plain(node: Node, limit: int = 600) -> str:
    """The first letters of a block, to tell how alike two blocks are."""
    out: list[str] = []
    size = 0
    queue = [node]
    while queue and size < limit:
        one = queue.pop()
        if "text" in one:
            out.append(one["text"])
            size += len(one["text"])
        queue.extend(reversed(one.get("content", ())))
    return " ".join(out)[:limit]
