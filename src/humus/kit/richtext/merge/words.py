"""Three versions of one block: join edits that do not touch each other, word by word."""

from __future__ import annotations

from typing import Any

from .. import blocks
from ..blocks import Node
from ..clean import clean
from ..diff.sequence import Step, steps
from ..diff.tokens import Token, canonical, join, same_content, tokens


def merge_block(base: Node, mine: Node, theirs: Node) -> Node | None:
    """The block with both edits in it, or None where they touch each other."""
    opening = _merge_opening(base, mine, theirs)
    content = _merge_tokens(*(_flatten(node) for node in (base, mine, theirs)))
    if opening is None or content is None:
        return None
    children = _rebuild(content)
    if children is None:
        return None
    node = {**opening, "content": children} if children else opening
    return node if _is_sound(node) and _is_even(node, base, mine, theirs) else None


def _merge_opening(base: Node, mine: Node, theirs: Node) -> Node | None:
    """Type and attributes, each taken from the one who changed it."""
    missing = object()
    kind = _choose(base["type"], mine["type"], theirs["type"])
    attrs: dict[str, Any] = {}
    sides = [node.get("attrs", {}) for node in (base, mine, theirs)]
    for name in {**sides[0], **sides[1], **sides[2]}:
        chosen = _choose(*(side.get(name, missing) for side in sides))
        if chosen is None:
            return None
        if chosen[0] is not missing:
            attrs[name] = chosen[0]
    return {"type": kind[0], "attrs": attrs} if kind else None


def _choose(base: Any, mine: Any, theirs: Any) -> tuple[Any] | None:
    if mine == theirs or theirs == base:
        return (mine,)
    return (theirs,) if mine == base else None


def _flatten(node: Node) -> list[Token]:
    """The content as one run of tokens: words, leaves, and the beginning and end of every block inside."""
    block = blocks.get(node["type"])
    content = node.get("content", [])
    if block and block.content in ("inline", "text"):
        return tokens(content)
    found: list[Token] = []
    for child in content:
        attrs = child.get("attrs", {})
        found.append(("\x02" + canonical([child["type"], attrs]), {"open": child["type"], "attrs": attrs}, ""))
        found += _flatten(child)
        found.append(("\x03" + child["type"], {}, ""))
    return found


def _merge_tokens(base: list[Token], mine: list[Token], theirs: list[Token]) -> list[Token] | None:
    ours, yours = _changes(base, mine), _changes(base, theirs)
    edits: dict[tuple[int, int], list[Token]] = {}
    for step, source in [(step, mine) for step in ours] + [(step, theirs) for step in yours]:
        place, words = (step.a, step.b), source[step.c : step.d]
        if place in edits and [token[0] for token in edits[place]] != [token[0] for token in words]:
            return None
        edits[place] = words
    out: list[Token] = []
    at = -1
    for (start, stop), words in sorted(edits.items(), key=lambda edit: edit[0]):
        if at >= start:
            return None
        out += base[max(at, 0) : start] + words
        at = stop
    return out + base[max(at, 0) :]


def _changes(base: list[Token], side: list[Token]) -> list[Step]:
    return [step for step in steps([token[0] for token in base], [token[0] for token in side]) if not step.same]


def _rebuild(found: list[Token]) -> list[Node] | None:
    """Blocks and text out of tokens; None where beginnings and ends do not match."""
    stack: list[tuple[Node, list[Token]]] = [({}, [])]
    for token in found:
        key, payload, _word = token
        if "open" in payload:
            stack.append((payload, []))
        elif payload:
            stack[-1][1].append(token)
        elif len(stack) < 2 or key != "\x03" + stack[-1][0]["open"]:
            return None
        else:
            opening, inner = stack.pop()
            stack[-1][1].append(("", _node(opening, join(inner)), ""))
    return join(stack[0][1]) if len(stack) == 1 else None


def _node(opening: Node, children: list[Node]) -> Node:
    node: Node = {"type": opening["open"]}
    if opening["attrs"]:
        node["attrs"] = opening["attrs"]
    return {**node, "content": children} if children else node


def _is_sound(node: Node) -> bool:
    """Cleaning would change nothing."""
    cleaned = clean({"type": "doc", "content": [node]})["content"]
    return len(cleaned) == 1 and same_content(cleaned[0]) == same_content(node)


def _is_even(node: Node, *sides: Node) -> bool:
    """A table stays a rectangle where it was one on every side."""
    return node["type"] != "table" or len(_widths(node)) == 1 or any(len(_widths(side)) > 1 for side in sides)


def _widths(table: Node) -> set[int]:
    rows = [[cell.get("attrs", {}) for cell in row["content"]] for row in table["content"] if row["type"] == "tableRow"]
    if any("rowspan" in attrs for row in rows for attrs in row):
        return {0}
    return {sum(attrs.get("colspan", 1) for attrs in row) for row in rows}
