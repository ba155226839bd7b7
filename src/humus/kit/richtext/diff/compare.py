"""What changed between two documents, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .. import blocks
from ..blocks import Node
from ..clean import clean
from .align import by_identity, in_sequence
from .sequence import budget, in_order, join_islands, steps
from .tokens import join, same_content, tokens

Kind = Literal["kept", "added", "removed", "changed"]


@dataclass(frozen=True)
class Span:
    """A stretch of a line: words with their marks and inline leaves."""

    kind: Literal["same", "added", "removed"]
    content: list[Node]


@dataclass(frozen=True, kw_only=True)
class BlockChange:
    """One block. ``spans`` tell what changed in a line of text, ``children`` in a list, a table or another container.

    ``moved`` blocks stand where the new version has them and may be changed as well; ``attributes`` names what else
    differs ("type" where a paragraph became a heading).
    """

    kind: Kind
    old: Node | None = None
    new: Node | None = None
    moved: bool = False
    spans: list[Span] = field(default_factory=list)
    children: list[BlockChange] = field(default_factory=list)
    attributes: tuple[str, ...] = ()

    @property
    def node(self) -> Node:
        node = self.new or self.old
        assert node is not None
        return node

    @property
    def type(self) -> str:
        return str(self.node["type"])


@budget()
def compare(old: Node, new: Node, *, titles: tuple[str, str] | None = None) -> list[BlockChange]:
    """Every block of both versions in reading order; with ``titles`` (old, new) the title comes first."""
    before, after = clean(old)["content"], clean(new)["content"]
    pairs = by_identity(before, after)
    still = in_order([pairs[at] for at in sorted(pairs)])
    used = set(pairs.values())
    found = [_title(*titles)] if titles else []
    place = 0
    for at, node in enumerate(after):
        origin = pairs.get(at)
        if origin is None:
            found.append(BlockChange(kind="added", new=node))
            continue
        if origin in still:
            found += _removed(before, used, place, origin)
            place = origin + 1
        found.append(change(before[origin], node, moved=origin not in still))
    return found + _removed(before, used, place, len(before))


def _removed(before: list[Node], used: set[int], start: int, stop: int) -> list[BlockChange]:
    return [BlockChange(kind="removed", old=before[index]) for index in range(start, stop) if index not in used]


def _title(old: str, new: str) -> BlockChange:
    def node(text: str) -> Node:
        return {"type": "title", "content": [{"type": "text", "text": text}]}

    if old == new:
        return BlockChange(kind="kept", old=node(old), new=node(new))
    spans = _spans(node(old)["content"], node(new)["content"])
    return BlockChange(kind="changed", old=node(old), new=node(new), spans=spans)


def change(old: Node, new: Node, *, moved: bool = False) -> BlockChange:
    """What became of one block."""
    if same_content(old) == same_content(new):
        return BlockChange(kind="kept", old=old, new=new, moved=moved)
    differ = _attributes(old, new)
    shape, former = _shape(new), _shape(old)
    if shape == former and shape in ("inline", "text"):
        spans = _spans(old.get("content", []), new.get("content", []))
        return BlockChange(kind="changed", old=old, new=new, moved=moved, spans=spans, attributes=differ)
    if shape == former and shape != "":
        pairs = in_sequence(old["content"], new["content"])
        children = [_child(old["content"], new["content"], *pair) for pair in pairs]
        return BlockChange(kind="changed", old=old, new=new, moved=moved, children=children, attributes=differ)
    return BlockChange(kind="changed", old=old, new=new, moved=moved, attributes=differ)


def _shape(node: Node) -> str:
    """Blocks of one shape can be compared inside."""
    block = blocks.get(node["type"])
    content = block.content if block else ""
    if isinstance(content, str):
        return content
    return "row" if "tableCell" in content else "table" if "tableRow" in content else "list"


def _child(old: list[Node], new: list[Node], i: int | None, j: int | None) -> BlockChange:
    if i is None:
        return BlockChange(kind="added", new=new[j or 0])
    if j is None:
        return BlockChange(kind="removed", old=old[i])
    return change(old[i], new[j])


def _attributes(old: Node, new: Node) -> tuple[str, ...]:
    mine, theirs = old.get("attrs", {}), new.get("attrs", {})
    names = [name for name in {**mine, **theirs} if name != "id" and mine.get(name) != theirs.get(name)]
    return ("type", *names) if old["type"] != new["type"] else tuple(names)


def _spans(old: list[Node], new: list[Node]) -> list[Span]:
    before, after = tokens(old), tokens(new)
    keys = [token[0] for token in before]
    found: list[Span] = []
    for step in join_islands(steps(keys, [token[0] for token in after]), keys):
        if step.same:
            found.append(Span("same", join(after[step.c : step.d])))
            continue
        if step.b > step.a:
            found.append(Span("removed", join(before[step.a : step.b])))
        if step.d > step.c:
            found.append(Span("added", join(after[step.c : step.d])))
    return found
