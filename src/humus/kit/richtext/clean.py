"""Bring any ProseMirror document into the one shape that is stored: only what the registry knows, nothing else."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from . import attributes, blocks, marks
from .blocks import Block, Node
from .errors import BadDocument
from .limits import MAX_BYTES, MAX_DEPTH, measure

MOST_ID = 32
_ID = re.compile(rf"[A-Za-z0-9_-]{{4,{MOST_ID}}}")
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SPACE = re.compile(r"[\t\r\n]+")


def clean(doc: Any, *, max_bytes: int = MAX_BYTES) -> Node:
    """The document as it is stored; cleaning a clean document changes nothing."""
    measure(doc, max_bytes)
    if not isinstance(doc, dict) or doc.get("type") != "doc" or not isinstance(doc.get("content", []), list):
        raise BadDocument(_("This is not a document."))
    content = _blocks(doc.get("content", []), 1)
    while len(content) > 1 and is_empty_paragraph(content[-1]):
        content.pop()
    return {"type": "doc", "content": _identify(content or [paragraph()])}


def paragraph(text: str = "") -> Node:
    return {"type": "paragraph", "content": [{"type": "text", "text": text}]} if text else {"type": "paragraph"}


def is_empty_paragraph(node: Node) -> bool:
    return node["type"] == "paragraph" and not node.get("content")


def new_id() -> str:
    return secrets.token_urlsafe(6)


def _identify(content: list[Node]) -> list[Node]:
    """Give every top-level block its id; the first of two equal ids keeps it."""
    seen: set[str] = set()
    for node in content:
        attrs = node.get("attrs", {})
        wanted = node.pop("_id", None)
        if not isinstance(wanted, str) or not _ID.fullmatch(wanted) or wanted in seen:
            wanted = new_id()
        seen.add(wanted)
        node["attrs"] = {"id": wanted, **attrs}
    return content


def _blocks(given: Any, depth: int) -> list[Node]:
    """Children where blocks stand: loose text is wrapped into paragraphs, what is unknown gives way to its content."""
    found: list[Node] = []
    loose: list[Any] = []
    for child in _flatten(given):
        block = blocks.get(child.get("type"))
        if child.get("type") == "text" or (block and block.inline):
            loose.append(child)
            continue
        _wrap(loose, found)
        if block and (node := _node(block, child, depth)):
            if depth == 1:
                node["_id"] = _given_id(child)
            found.append(node)
    _wrap(loose, found)
    return found


def _given_id(child: Node) -> Any:
    attrs = child.get("attrs")
    return attrs.get("id") if isinstance(attrs, dict) else None


def _wrap(loose: list[Any], found: list[Node]) -> None:
    content = _inline(loose)
    if content:
        found.append({"type": "paragraph", "content": content})
    loose.clear()


def _flatten(given: Any) -> Iterable[Node]:
    """The children that are known here; the others, and parts out of their place, are replaced by their children."""
    for child in given if isinstance(given, list) else ():
        if not isinstance(child, dict):
            continue
        block = blocks.get(child.get("type"))
        if child.get("type") == "text" or (block and not block.part):
            yield child
        else:
            yield from _flatten(child.get("content"))


def _node(block: Block, given: Node, depth: int) -> Node | None:
    if depth > MAX_DEPTH:
        raise BadDocument(_("This page is nested too deeply."))
    attrs = attributes.read_all(block.attributes, given.get("attrs"))
    if attrs is None:
        return None
    node: Node = {"type": block.name}
    if attrs:
        node["attrs"] = attrs
    if block.content:
        content = _content(block, given.get("content"), depth + 1)
        if content is None:
            return None
        if content:
            node["content"] = content
    return block.repair(node)


def _content(block: Block, given: Any, depth: int) -> list[Node] | None:
    if block.content == "inline":
        return _inline(given)
    if block.content == "text":
        text = "".join(_letters(child) for child in _leaves(given))
        return [{"type": "text", "text": text}] if text else []
    if block.content == "blocks":
        return _blocks(given, depth) or [paragraph()]
    return _parts(block, given, depth) or None


def _parts(block: Block, given: Any, depth: int) -> list[Node]:
    """Children of a block that holds only parts; anything else is put into a part of the first kind."""
    found: list[Node] = []
    for child in given if isinstance(given, list) else ():
        if not isinstance(child, dict):
            continue
        name = child.get("type") if child.get("type") in block.content else block.content[0]
        part = blocks.get(name)
        wrapped = child if name == child.get("type") else {"type": name, "content": [child]}
        if part and (node := _node(part, wrapped, depth)):
            found.append(node)
    return found


def _leaves(given: Any) -> Iterable[Node]:
    """Every text and inline node below, in order."""
    for child in given if isinstance(given, list) else ():
        if not isinstance(child, dict):
            continue
        block = blocks.get(child.get("type"))
        if child.get("type") == "text" or (block and block.inline and not block.part):
            yield child
        else:
            yield from _leaves(child.get("content"))


def _letters(child: Node) -> str:
    if child.get("type") == "hardBreak":
        return "\n"
    text = child.get("text")
    return _UNSTORABLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else ""


def _inline(given: Any) -> list[Node]:
    """Text with marks and inline leaves; neighbours with the same marks become one."""
    found: list[Node] = []
    for child in _leaves(given):
        if child.get("type") != "text":
            block = blocks.get(child.get("type"))
            node = _node(block, child, 1) if block else None
        else:
            node = _text(child)
        if node is None:
            continue
        last = found[-1] if found else None
        if last and node["type"] == last["type"] == "text" and node.get("marks") == last.get("marks"):
            last["text"] += node["text"]
        else:
            found.append(node)
    return found


def _text(child: Node) -> Node | None:
    text = _SPACE.sub(" ", _letters(child))
    if not text:
        return None
    found = marks.clean(child.get("marks"))
    return {"type": "text", "text": text, "marks": found} if found else {"type": "text", "text": text}
