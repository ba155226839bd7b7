"""Marks on text, in the order in which they nest (the first is outermost)."""

from __future__ import annotations

from typing import Any

from . import attributes

Mark = dict[str, Any]

TAGS: dict[str, str] = {
    "bold": "strong",
    "italic": "em",
    "underline": "u",
    "strike": "s",
    "highlight": "mark",
    "subscript": "sub",
    "superscript": "sup",
    "code": "code",
}
ATTRIBUTES: dict[str, dict[str, attributes.Attribute]] = {"link": {"href": attributes.url()}}
ATTRIBUTES |= {tag: {} for tag in TAGS}
RANK = {name: rank for rank, name in enumerate(ATTRIBUTES)}


def clean(given: Any) -> list[Mark]:
    """Known marks, each once, in order; code stands alone but for a link."""
    found: dict[str, Mark] = {}
    for mark in given if isinstance(given, list) else ():
        name = mark.get("type") if isinstance(mark, dict) else None
        if not isinstance(name, str) or name not in ATTRIBUTES or name in found:
            continue
        attrs = attributes.read_all(ATTRIBUTES[name], mark.get("attrs"))
        if attrs is not None:
            found[name] = {"type": name, "attrs": attrs} if attrs else {"type": name}
    if "code" in found:
        found = {name: mark for name, mark in found.items() if name in ("code", "link")}
    return sorted(found.values(), key=lambda mark: RANK[mark["type"]])


def link(marks: list[Mark]) -> str:
    """The address of the link among the marks, or ""."""
    return next((mark["attrs"]["href"] for mark in marks if mark["type"] == "link"), "")
