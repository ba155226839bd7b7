"""HTML from elsewhere (pasted, imported, mailed) to a document."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

from django.utils.translation import gettext as _

from .blocks import Node
from .clean import clean
from .errors import BadDocument
from .urls import to_page

MAX_LENGTH = 500_000
MAX_SIGNS = 40_000
# Reading nested tags costs the square of their depth.
MAX_NESTED = 200

_BLOCKS: dict[str, str] = {
    "p": "paragraph",
    "ul": "bulletList",
    "ol": "orderedList",
    "li": "listItem",
    "blockquote": "blockquote",
    "pre": "codeBlock",
    "table": "table",
    "tr": "tableRow",
    "td": "tableCell",
    "th": "tableHeader",
    "details": "expand",
} | {f"h{level}": "heading" for level in range(1, 7)}
_MARKS = {
    "strong": "bold",
    "b": "bold",
    "em": "italic",
    "i": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strike",
    "del": "strike",
    "strike": "strike",
    "code": "code",
    "sub": "subscript",
    "sup": "superscript",
    "mark": "highlight",
    "a": "link",
}
_SPLITTING = {"div", "section", "article", "header", "footer", "main", "aside", "figure", "figcaption", "summary"}
_TAGS = set(_BLOCKS) | set(_MARKS) | _SPLITTING | {"br", "hr", "thead", "tbody", "tfoot", "caption", "img"}
_ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "img": {"src", "alt", "title"},
}
_TAG = re.compile(r"<(/?)([a-z][^\s/>]{0,20})")
_SELF_ENDING = {"p", "li", "td", "th", "tr", "dt", "dd", "option", "thead", "tbody", "tfoot", "br", "hr", "img"}
_SELF_ENDING |= {"col", "input", "meta", "link", "wbr", "area", "base", "source"}
_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(r"[0-9]{1,5}")


def from_plain_html(html: str, address: Callable[[str], str] | None = None) -> Node:
    """A clean document; what the schema does not know leaves only its words. Pictures become links to them.

    ``address`` answers another address for one that stands in the text, for instance ``file:KEY`` for a picture that
    came along with it; a link to the same is ``page:KEY``.
    """
    if len(html) > MAX_LENGTH or html.count("<") + html.count("&") > MAX_SIGNS or _depth(html) > MAX_NESTED:
        raise BadDocument(_("This text is too large to be read."))
    import nh3

    safe = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto", "tel"})
    builder = _Builder(address or str)
    builder.feed(safe)
    builder.close()
    return clean(_settle(builder.root))


def _depth(html: str) -> int:
    """How deep tags may nest at most; those that end by themselves are not counted."""
    opened: dict[str, int] = {}
    depth = deepest = 0
    for closing, name in _TAG.findall(html.lower()):
        if name in _SELF_ENDING:
            continue
        if not closing:
            opened[name] = opened.get(name, 0) + 1
            depth += 1
            deepest = max(deepest, depth)
        elif opened.get(name):
            opened[name] -= 1
            depth -= 1
    return deepest


def _settle(node: Node) -> Node:
    """Text that stands in a division by itself becomes a paragraph of its own."""
    content: list[Node] = []
    for child in node.get("content", ()):
        _settle(child)
        loose = node["type"] == "division" and child["type"] in ("text", "hardBreak")
        if not loose:
            content += _apart(child)
        elif content and content[-1].get("loose"):
            content[-1]["content"].append(child)
        else:
            content.append({"type": "paragraph", "content": [child], "loose": True})
    if "content" in node:
        node["content"] = content
    return node


def _apart(node: Node) -> list[Node]:
    """A picture stands by itself: a line that holds one ends before it and begins anew behind it."""
    if node["type"] not in ("paragraph", "heading") or not any(one["type"] == "image" for one in _flat(node)):
        return [node]
    parts: list[Node] = []
    for child in _flat(node):
        if child["type"] == "image":
            parts.append(child)
        elif parts and parts[-1]["type"] == node["type"]:
            parts[-1]["content"].append(child)
        elif child.get("text", "").strip():
            parts.append(node | {"content": [child]})
    return parts


def _flat(node: Node) -> list[Node]:
    """What a line holds, out of every span."""
    found: list[Node] = []
    for child in node["content"]:
        found += _flat(child) if child["type"] == "loose" else [child]
    return found


class _Builder(HTMLParser):
    def __init__(self, address: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.root: Node = {"type": "doc", "content": []}
        self.stack: list[tuple[str, Node]] = [("", self.root)]
        self.marks: list[tuple[str, dict[str, Any]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _MARKS:
            attributes = {"attrs": {"href": to_page(self.address(given.get("href", "")))}} if tag == "a" else {}
            self.marks.append((tag, {"type": _MARKS[tag]} | attributes))
        elif tag in _BLOCKS or tag in _SPLITTING:
            self._push(tag, given)
        elif tag == "br":
            self._add({"type": "hardBreak"})
        elif tag == "hr":
            self._add({"type": "horizontalRule"})
        elif tag == "img":
            self._picture(self.address(given.get("src", "")), given)

    def _picture(self, source: str, given: dict[str, str]) -> None:
        alt = given.get("alt", "")
        if source.startswith("file:"):
            facts = {"file": source.removeprefix("file:"), "alt": alt, "caption": given.get("title", "")}
            self._add({"type": "image", "attrs": facts | ({} if alt else {"decorative": True})})
        elif source.startswith("http"):
            link = {"type": "link", "attrs": {"href": source}}
            self._add({"type": "text", "text": alt or source, "marks": [link]})

    def handle_endtag(self, tag: str) -> None:
        if tag in _MARKS:
            found = next((index for index in reversed(range(len(self.marks))) if self.marks[index][0] == tag), None)
            if found is not None:
                del self.marks[found]
        elif any(tag == opened for opened, _node in self.stack[1:]):
            while self.stack.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        text = data if any(tag == "pre" for tag, _node in self.stack) else _SPACE.sub(" ", data)
        parent = self.stack[-1][1]
        if not text.strip() and parent["type"] not in ("paragraph", "heading", "codeBlock", "loose"):
            return
        self._add({"type": "text", "text": text, "marks": [mark for _tag, mark in self.marks]})

    def _push(self, tag: str, given: dict[str, str]) -> None:
        node: Node = {"type": _BLOCKS.get(tag, "loose"), "content": []}
        if node["type"] == "loose" and self.stack[-1][1]["type"] not in ("paragraph", "heading"):
            node["type"] = "division"
        if tag[0] == "h" and tag != "header":
            node["attrs"] = {"level": max(2, int(tag[1]))}
        elif given:
            node["attrs"] = {name: int(value) for name, value in given.items() if _NUMBER.fullmatch(value)}
        if len(self.stack) < MAX_NESTED // 4:
            self._add(node)
            self.stack.append((tag, node))

    def _add(self, node: Node) -> None:
        self.stack[-1][1]["content"].append(node)
