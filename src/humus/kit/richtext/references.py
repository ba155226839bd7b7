"""What a document points at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from . import marks
from .blocks import Node
from .urls import page_key


@dataclass(frozen=True)
class References:
    """Keys and addresses, each once, in the order of the text. ``excerpts`` are (page, name of the excerpt)."""

    pages: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    excerpts: tuple[tuple[str, str], ...] = ()
    urls: tuple[str, ...] = ()


def references(doc: Node) -> References:
    found: dict[str, dict[object, None]] = {name: {} for name in References.__dataclass_fields__}
    for node in walk(doc):
        attrs = node.get("attrs", {})
        match node["type"]:
            case "mention":
                found["people"][attrs.get("person", "")] = None
            case "image" | "fileLink" | "filePreview":
                found["files"][attrs.get("file", "")] = None
            case "include":
                found["includes"][attrs.get("page", "")] = None
            case "includeExcerpt":
                found["excerpts"][attrs.get("page", ""), attrs.get("name", "")] = None
            case "text":
                _link(marks.link(node.get("marks", [])), found)
    return References(**{name: tuple(values) for name, values in found.items()})  # type: ignore[arg-type]


def _link(href: str, found: dict[str, dict[object, None]]) -> None:
    page = page_key(href)
    if page:
        found["pages"][page[0]] = None
    elif href and not href.startswith("#"):
        found["urls"][href] = None


def walk(node: Node) -> Iterator[Node]:
    """Every node below, in reading order."""
    for child in node.get("content", ()):
        yield child
        yield from walk(child)


def excerpt(doc: Node, name: str = "") -> Node | None:
    """The content of the first excerpt of this name, as a document."""
    for node in walk(doc):
        if node["type"] == "excerpt" and node.get("attrs", {}).get("name", "") == name:
            return {"type": "doc", "content": node["content"]}
    return None
