"""A page's words as a Yjs document and back, in the shape of y-prosemirror.

Nodes are elements, text carries its marks as formats. Root ``default`` holds the blocks, root ``title`` the title.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText

from humus.pages.live.updates import MOST_DEPTH

Node = dict[str, Any]


def fragment(doc: Doc[Any]) -> XmlFragment:
    return doc.get("default", type=XmlFragment)


def title_of(doc: Doc[Any]) -> str:
    return " ".join(str(doc.get("title", type=Text)).split())[:250]


def new(title: str, body: Node) -> Doc[Any]:
    """A document that holds these words and no history."""
    doc: Doc[Any] = Doc()
    with doc.transaction():
        doc.get("title", type=Text).insert(0, title)
        for block in _with_open_end(body.get("content", [])):
            _append(fragment(doc), block)
    return doc


def replace(doc: Doc[Any], title: str, body: Node) -> None:
    """Bring the document to these words; blocks that are equal stay as they are, with their history."""
    root = fragment(doc)
    wanted = _with_open_end(body.get("content", []))
    with doc.transaction():
        held = [_block(child) for child in root.children]
        start = _shared(held, wanted)
        end = _shared(held[start:][::-1], wanted[start:][::-1])
        if len(held) - end > start:
            del root.children[start : len(held) - end]
        for offset, block in enumerate(wanted[start : len(wanted) - end]):
            _append(root, block, start + offset)
        words = doc.get("title", type=Text)
        if title_of(doc) != title:
            words.clear()
            words.insert(0, title)


def body_of(doc: Doc[Any]) -> Node:
    """The blocks as ProseMirror's JSON, not cleaned."""
    return {"type": "doc", "content": [_block(child) for child in fragment(doc).children]}


def depth(doc: Doc[Any]) -> int:
    """How deeply parts nest, without recursion; stops counting above the limit."""
    deepest = 0
    stack: list[tuple[Any, int]] = [(child, 1) for child in fragment(doc).children]
    while stack and deepest <= MOST_DEPTH:
        part, level = stack.pop()
        deepest = max(deepest, level)
        if isinstance(part, XmlElement):
            stack.extend((child, level + 1) for child in part.children)
    return deepest


def _with_open_end(blocks: list[Node]) -> list[Node]:
    """A place to go on writing: each browser would add one of its own."""
    return blocks if blocks and blocks[-1]["type"] == "paragraph" else [*blocks, {"type": "paragraph"}]


def _shared(some: list[Node], others: list[Node]) -> int:
    count = 0
    for one, other in zip(some, others, strict=False):
        if one != _plain(other):
            break
        count += 1
    return count


def _append(parent: Any, node: Node, at: int | None = None) -> None:
    """Put a node at the end, or before ``at``. Depth is bounded by cleaning."""
    attrs = {name: value for name, value in (node.get("attrs") or {}).items() if value is not None}
    element = XmlElement(node["type"])
    parent.children.insert(len(parent.children) if at is None else at, element)
    for name, value in attrs.items():
        element.attributes[name] = value
    for run in _runs(node.get("content") or []):
        if isinstance(run, dict):
            _append(element, run)
        else:
            text = XmlText()
            element.children.append(text)
            for words, marks in run:
                text.insert(len(text), words, marks)


def _runs(content: list[Node]) -> Iterator[Node | list[tuple[str, dict[str, Any]]]]:
    """Neighbouring pieces of text are one text with formats."""
    loose: list[tuple[str, dict[str, Any]]] = []
    for node in content:
        if node["type"] == "text":
            loose.append((node["text"], {mark["type"]: mark.get("attrs") or {} for mark in node.get("marks", [])}))
            continue
        if loose:
            yield loose
            loose = []
        yield node
    if loose:
        yield loose


def _block(part: Any) -> Node:
    node: Node = {"type": part.tag}
    attrs = {name: _value(value) for name, value in part.attributes}
    if attrs:
        node["attrs"] = attrs
    content: list[Node] = []
    for child in part.children:
        content.extend(_pieces(child) if isinstance(child, XmlText) else [_block(child)])
    if content:
        node["content"] = content
    return node


def _pieces(text: XmlText) -> Iterator[Node]:
    for words, formats in text.diff():
        if not isinstance(words, str) or not words:
            continue
        node: Node = {"type": "text", "text": words}
        marks = [_mark(name, value) for name, value in sorted((formats or {}).items()) if value is not None]
        yield node | ({"marks": marks} if marks else {})


def _mark(name: str, value: Any) -> Node:
    # Marks of one kind that overlap carry a hash after two dashes.
    mark: Node = {"type": name.split("--")[0]}
    return mark | ({"attrs": _value(value)} if isinstance(value, dict) and value else {})


def _value(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _value(one) for key, one in value.items()}
    return [_value(one) for one in value] if isinstance(value, list) else value


def _plain(node: Node) -> Node:
    """A stored node in the shape that reading the document gives."""
    doc: Doc[Any] = Doc()
    with doc.transaction():
        _append(fragment(doc), node)
        return _block(fragment(doc).children[0])
