"""Sections: blocks that a front page lays across its whole width, between its text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from .blocks import HIDDEN, Dynamic, Node
from .writer import Compiled, Writer

# What is kept of a section that stands by itself, not inside another block.
ALONE = "alone"


class Section(Dynamic):
    """Drawn across the page where it stands by itself, and like any block where it stands inside another."""

    told = False

    def write(self, node: Node, out: Writer) -> None:
        out.later(self.name, node.get("attrs", {}) | ({ALONE: True} if not out.depth else {}))


@dataclass(frozen=True)
class Part:
    """One section by itself, with its name, or the text between two of them, with none."""

    name: str
    compiled: Compiled


def alone(name: str, attrs: dict[str, Any] | None = None) -> Part:
    return Part(name, Compiled(["", ""], [(name, (attrs or {}) | {ALONE: True})]))


def split(compiled: Compiled) -> list[Part]:
    """The parts of a front in their order; text that holds nothing is left out."""
    parts: list[Part] = []
    html: list[str] = [compiled.html[0]]
    refs: list[tuple[str, dict[str, Any]]] = []
    for (name, attrs), after in zip(compiled.refs, compiled.html[1:], strict=True):
        if attrs.get(ALONE):
            parts += _text(compiled, html, refs)
            parts.append(alone(name, attrs))
            html, refs = [after], []
        elif name != HIDDEN:
            html, refs = [*html, after], [*refs, (name, attrs)]
        else:
            html = [*html[:-1], html[-1] + after]
    return parts + _text(compiled, html, refs)


def _text(compiled: Compiled, html: list[str], refs: list[tuple[str, dict[str, Any]]]) -> list[Part]:
    if not refs and not "".join(html).strip():
        return []
    return [Part("", replace(compiled, html=html, refs=refs, excerpts={}))]


def holds(compiled: Compiled, name: str) -> bool:
    """Whether the block stands in the text, shown or put away."""
    return any(name == ref or (ref == HIDDEN and name in attrs["holds"]) for ref, attrs in compiled.refs)
