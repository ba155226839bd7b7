"""Headings and their anchors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.text import slugify

from . import blocks
from .blocks import HIDDEN, Node

# Keeps anchors apart from the ids of the page around; includes put the key of their page behind it.
PREFIX = "h-"


@dataclass(frozen=True)
class Heading:
    level: int
    text: str
    anchor: str


def outline(doc: Node) -> list[Heading]:
    """Every heading in reading order, with an anchor that is unique in the document."""
    seen: dict[str, int] = {}
    found: list[Heading] = []
    for node in _headings(doc):
        typed = _joined(child.get("text", " ") for child in node.get("content", ()))
        anchor = PREFIX + (slugify(typed, allow_unicode=True)[:60].strip("-") or "section")
        seen[anchor] = seen.get(anchor, 0) + 1
        while seen[anchor] > 1 and f"{anchor}-{seen[anchor]}" in seen:
            seen[anchor] += 1
        if seen[anchor] > 1:
            anchor = f"{anchor}-{seen[anchor]}"
            seen[anchor] = 1
        found.append(Heading(node.get("attrs", {}).get("level", 2), _joined(_words(node)), anchor))
    return found


def _words(heading: Node) -> Iterator[str]:
    for child in heading.get("content", ()):
        block = blocks.get(child["type"])
        yield child["text"] if "text" in child else block.heading(child) if block else ""


def _joined(parts: Iterable[str]) -> str:
    return " ".join("".join(parts).split())


def _headings(node: Node) -> Iterator[Node]:
    for child in node.get("content", ()):
        if child["type"] == "heading":
            yield child
        elif child.get("content") and child["type"] != HIDDEN:
            yield from _headings(child)
