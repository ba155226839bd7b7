"""Blocks that other formats have no name for, known again by their signs: callouts, task lists, formulas, notes."""

from __future__ import annotations

import re
from typing import Any

from humus.exchange.into.word_math import BLOCK, END, LINE, NOTE
from humus.kit import richtext
from humus.kit.richtext.references import walk

_CALLOUT = re.compile(r"\[!(note|tip|warning|decision)\]\s*")
_MARKED = re.compile(f"([{LINE}{BLOCK}{NOTE}])([^{LINE}{BLOCK}{NOTE}{END}]{{1,2000}}){END}")
_BOXES = {"☐": False, "☑": True, "☒": True}


def restored(doc: dict[str, Any]) -> dict[str, Any]:
    for node in list(walk(doc)):
        if node["type"] in ("paragraph", "heading"):
            _marked(node)
        if node["type"] == "blockquote":
            _callout(node)
        elif node["type"] == "bulletList":
            _tasks(node)
    return richtext.clean(doc)


def _marked(node: dict[str, Any]) -> None:
    """What stands between the signs of a formula or a note; a formula that fills a paragraph is a block."""
    content: list[dict[str, Any]] = []
    for child in node.get("content", ()):
        parts = _MARKED.split(child.get("text", ""))
        for index in range(0, len(parts), 3):
            if parts[index] or len(parts) == 1:
                content.append(child | {"text": parts[index]} if "text" in child else child)
            if index + 2 < len(parts):
                content.append(_inline(parts[index + 1], parts[index + 2]))
    words = [child for child in content if child.get("text") is None or child["text"].strip()]
    if node["type"] == "paragraph" and len(words) == 1 and words[0].pop("alone", False):
        attrs = words[0]["attrs"]
        node.clear()
        node.update({"type": "mathBlock", "attrs": attrs})
    elif "content" in node:
        node["content"] = content


def _inline(sign: str, words: str) -> dict[str, Any]:
    if sign == NOTE:
        return {"type": "footnote", "attrs": {"text": words}}
    return {"type": "math", "attrs": {"source": words}, "alone": sign == BLOCK}


def _first(node: dict[str, Any]) -> dict[str, Any] | None:
    """The text with which the first paragraph below begins."""
    paragraph = (node.get("content") or [{}])[0]
    text = (paragraph.get("content") or [{}])[0]
    return text if paragraph.get("type") == "paragraph" and text.get("type") == "text" else None


def _callout(node: dict[str, Any]) -> None:
    text = _first(node)
    match = _CALLOUT.match(text["text"]) if text else None
    if not (match and text):
        return
    node["type"], node["attrs"] = "callout", {"kind": match[1]}
    text["text"] = text["text"][match.end() :]
    if not text["text"]:
        node["content"].pop(0)


def _tasks(node: dict[str, Any]) -> None:
    """A list of which every item begins with a box."""
    texts = [_first(item) for item in node["content"]]
    if not all(text and text["text"][:1] in _BOXES for text in texts):
        return
    node["type"] = "taskList"
    for item, text in zip(node["content"], texts, strict=True):
        if text:
            item |= {"type": "taskItem", "attrs": {"checked": _BOXES[text["text"][0]]}}
            text["text"] = text["text"][1:].lstrip()
