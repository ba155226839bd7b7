"""Write a document once: finished HTML, with references where the reader or the moment decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import Any

from django.utils import translation

from . import blocks, marks
from .blocks import Node
from .clean import clean
from .context import Target
from .outline import Heading, outline
from .urls import page_key

# Raised whenever the HTML changes, so that stored pages are compiled anew.
VERSION = 4


@dataclass(frozen=True)
class Compiled:
    """``html`` has one part more than ``refs``; each reference stands between two parts."""

    html: list[str]
    refs: list[tuple[str, dict[str, Any]]]
    target: str = "page"
    language: str = ""
    excerpts: dict[str, Compiled] = field(default_factory=dict)

    @cached_property
    def uses(self) -> list[tuple[str, dict[str, Any]]]:
        """Its references, once each of those that ask for the same."""
        return list({(name, repr(attrs)): (name, attrs) for name, attrs in self.refs}.values())

    def to_json(self) -> dict[str, Any]:
        return {
            "v": VERSION,
            "target": self.target,
            "language": self.language,
            "html": self.html,
            "refs": [list(ref) for ref in self.refs],
            "excerpts": {name: excerpt.to_json() for name, excerpt in self.excerpts.items()},
        }

    @classmethod
    def from_json(cls, data: Any) -> Compiled | None:
        """None where it was made by another version: compile the body again."""
        if not isinstance(data, dict) or data.get("v") != VERSION:
            return None
        excerpts = {name: cls.from_json(one) for name, one in data["excerpts"].items()}
        return cls(
            data["html"],
            [(name, attrs) for name, attrs in data["refs"]],
            data["target"],
            data["language"],
            {name: one for name, one in excerpts.items() if one},
        )


class Writer:
    def __init__(self, target: Target, headings: list[Heading], base_url: str = "") -> None:
        self.target = target
        self.base_url = base_url
        # Parts shown by themselves, as in a comparison: what would stand below the text is written in its place.
        self.alone = False
        self.headings = headings
        # The level of the heading above, and what blocks keep for the end of the text, by the name of the block.
        self.level = 1
        self.kept: dict[str, list[Any]] = {}
        self._next_heading: Iterator[Heading] = iter(headings)
        # How many blocks stand around the one that is being written.
        self.depth = -1
        self._html: list[list[str]] = [[]]
        self._refs: list[tuple[str, dict[str, Any]]] = []

    def raw(self, html: str) -> None:
        self._html[-1].append(html)

    def later(self, name: str, attrs: dict[str, Any]) -> None:
        kept = {key: value for key, value in attrs.items() if key != "id"}
        self._refs.append((name, kept))
        self._html.append([])

    def anchor(self) -> str:
        """The anchor of the heading that is being written."""
        heading = next(self._next_heading)
        self.level = heading.level
        return heading.anchor

    def url(self, href: str) -> str:
        return self.base_url + href if href.startswith("/") else href

    def children(self, node: Node) -> None:
        self.depth += 1
        for child in node.get("content", ()):
            block = blocks.get(child["type"])
            if block:
                block.write(child, self)
        self.depth -= 1

    def inline(self, node: Node) -> None:
        """Text and inline leaves; a mark that spans several of them is opened once."""
        opened: list[marks.Mark] = []
        for child in node.get("content", ()):
            wanted = child.get("marks", [])
            same = _shared(opened, wanted)
            self._close(opened, same)
            for mark in wanted[same:]:
                self._open(mark)
                opened.append(mark)
            if child["type"] == "text":
                self.raw(escape(child["text"]))
            else:
                blocks.get(child["type"]).write(child, self)  # type: ignore[union-attr]
        self._close(opened, 0)

    def _open(self, mark: marks.Mark) -> None:
        if mark["type"] != "link":
            self.raw(f"<{marks.TAGS[mark['type']]}>")
            return
        href = mark["attrs"]["href"]
        page = page_key(href)
        if page:
            self.raw("<a")
            self.later("pageLink", {"page": page[0], "anchor": page[1]})
            self.raw(">")
        else:
            outside = ' class="external" rel="external noopener"' if href.startswith("http") else ""
            self.raw(f'<a href="{escape(self.url(href))}"{outside}>')

    def _close(self, opened: list[marks.Mark], keep: int) -> None:
        while len(opened) > keep:
            self.raw(f"</{marks.TAGS.get(opened.pop()['type'], 'a')}>")

    def html(self) -> str:
        """What was written where nothing was left for later."""
        return "".join(self._html[-1])

    def compiled(self, language: str, excerpts: dict[str, Compiled]) -> Compiled:
        return Compiled(["".join(part) for part in self._html], self._refs, self.target, language, excerpts)


def _shared(one: list[marks.Mark], other: list[marks.Mark]) -> int:
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def compile(
    doc: Node, *, target: Target = "page", language: str = "", base_url: str = "", cleaned: bool = False
) -> Compiled:
    """Everything that is the same for every reader, written once; ``language`` is the document's own.

    Unless it was ``cleaned`` a moment ago the document is cleaned again, so that what an older version of this code
    let in does no harm.
    """
    doc = doc if cleaned else clean(doc)
    with translation.override(language or translation.get_language()):
        excerpts = {
            node.get("attrs", {}).get("name", ""): _write(node, target, language, base_url, {})
            for node in reversed(list(_excerpts(doc)))
        }
        return _write(doc, target, language, base_url, excerpts)


def _write(node: Node, target: Target, language: str, base_url: str, excerpts: dict[str, Compiled]) -> Compiled:
    writer = Writer(target, outline(node), base_url)
    writer.children(node)
    for name, kept in writer.kept.items():
        if block := blocks.get(name):
            block.close(kept, writer)
    return writer.compiled(language, excerpts)


def _excerpts(node: Node) -> Iterator[Node]:
    for child in node.get("content", ()):
        if child["type"] == "excerpt":
            yield child
        yield from _excerpts(child)
