"""Find the single changes between two texts, and make the text in which only some of them are taken.

One walk does both: at each place where the texts differ it asks whether the change is taken.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

from ..blocks import Node
from ..clean import clean
from ..diff.align import by_identity
from ..diff.compare import BlockChange, Span, compare
from ..diff.sequence import budget
from ..diff.tokens import canonical, join, tokens

Kind = Literal["title", "words", "format", "added", "removed", "moved", "block"]
# So many words before and after a change are shown with it.
NEAR = 12
# Containers that stay whole whichever of their parts come and go.
LOOSE = {"bulletList", "orderedList", "taskList", "listItem", "taskItem", "blockquote", "callout", "expand"}


@dataclass(frozen=True, kw_only=True)
class Unit:
    """``block`` is the id of the top-level block it is in, ``change`` shows it with what stands around.

    ``id`` says what changes in which block, so it stays the same while other changes are taken or left.
    """

    id: str
    block: str
    kind: Kind
    change: BlockChange


@budget()
def find(base: Node, mine: Node, titles: tuple[str, str]) -> list[Unit]:
    """Every change from ``base`` to ``mine`` in reading order; ``titles`` are the one before and the one after."""
    walk = _Walk(())
    walk.text(base, mine, titles)
    return walk.units


@budget()
def take(base: Node, mine: Node, titles: tuple[str, str], chosen: Collection[str]) -> tuple[str, Node]:
    """Title and body of ``base`` with the chosen changes and no others."""
    return _Walk(chosen).text(base, mine, titles)


class _Walk:
    def __init__(self, chosen: Collection[str]) -> None:
        self.chosen = chosen
        self.units: list[Unit] = []
        self.met: Counter[str] = Counter()

    def text(self, base: Node, mine: Node, titles: tuple[str, str]) -> tuple[str, Node]:
        before = clean(base)
        changes = compare(before, with_ids_of(before, mine), titles=titles)
        title = titles[0]
        if changes[0].kind == "changed" and self._taken("title", "", changes[0]):
            title = titles[1]
        content: list[Node] = []
        left: dict[str, list[Node]] = {}
        for change in changes[1:]:
            block = str(change.node["attrs"]["id"])
            built = self._build(change, block)
            if change.moved and not self._taken("moved", block, _only_moved(change)):
                left[block] = built
            else:
                content += built
        return title, clean({"type": "doc", "content": _put_back(content, left, before["content"])})

    def _taken(self, kind: Kind, block: str, change: BlockChange) -> bool:
        said = canonical([kind, block, _said(change)])
        name = hashlib.sha256(said.encode()).hexdigest()[:14]
        self.met[name] += 1
        name = name if self.met[name] == 1 else f"{name}-{self.met[name]}"
        self.units.append(Unit(id=name, block=block, kind=kind, change=change))
        return name in self.chosen

    def _build(self, change: BlockChange, block: str) -> list[Node]:
        old, new = change.old, change.new
        if change.kind == "added" or old is None:
            return [new] if new and self._taken("added", block, change) else []
        if change.kind == "removed" or new is None:
            return [] if self._taken("removed", block, change) else [old]
        if change.kind == "kept":
            return [new]
        if change.spans:
            return [_filled(self._opening(change, block), self._line(change, block))]
        if change.children and _splits(change):
            opening = self._opening(change, block)
            return [_filled(opening, [node for child in change.children for node in self._build(child, block)])]
        return [new if self._taken("block", block, change) else old]

    def _opening(self, change: BlockChange, block: str) -> Node:
        """Type and attributes: a change of their own."""
        assert change.old
        assert change.new
        if not change.attributes:
            return change.new
        content = change.old.get("content", [])
        shown = BlockChange(
            kind="changed", old=change.old, new=_filled(change.new, content), attributes=change.attributes
        )
        return change.new if self._taken("format", block, shown) else change.old

    def _line(self, change: BlockChange, block: str) -> list[Node]:
        out: list[Any] = []
        spans = change.spans
        at = 0
        while at < len(spans):
            if spans[at].kind == "same":
                out += tokens(spans[at].content)
                at += 1
                continue
            end = at
            while end < len(spans) and spans[end].kind != "same":
                end += 1
            wanted = "added" if self._taken("words", block, _near(change, at, end)) else "removed"
            for span in spans[at:end]:
                out += tokens(span.content) if span.kind == wanted else []
            at = end
        return join(out)


def with_ids_of(base: Node, mine: Node) -> Node:
    """``mine`` cleaned, its blocks called as those of ``base`` that they come from."""
    before, after = clean(base)["content"], clean(mine)["content"]
    for at, origin in by_identity(before, after).items():
        after[at] = {**after[at], "attrs": {**after[at]["attrs"], "id": before[origin]["attrs"]["id"]}}
    return {"type": "doc", "content": after}


def _splits(change: BlockChange) -> bool:
    """Whether the parts can be taken one by one: a table stays even, a layout keeps its columns."""
    if change.type in LOOSE:
        return True
    rows = [child for child in change.children if child.kind == "changed"] if change.type == "table" else [change]
    return all(child.kind in ("kept", "changed") for row in rows for child in row.children)


def _near(change: BlockChange, at: int, end: int) -> BlockChange:
    """The change alone, with some words around it."""
    before = tokens(change.spans[at - 1].content)[-NEAR:] if at else []
    after = tokens(change.spans[end].content)[:NEAR] if end < len(change.spans) else []
    spans = [Span("same", join(before)), *change.spans[at:end], Span("same", join(after))]
    line = {"type": "codeBlock" if change.type == "codeBlock" else "paragraph"}
    return BlockChange(kind="changed", old=line, new=line, spans=[span for span in spans if span.content])


def _only_moved(change: BlockChange) -> BlockChange:
    return BlockChange(kind="kept", old=change.old, new=change.old, moved=True)


def _said(change: BlockChange) -> Any:
    """What the change says, without what stands around it."""
    if change.moved:
        return []
    if change.spans:
        return [[span.kind, span.content] for span in change.spans if span.kind != "same"]
    sides = [dict(node) if node else None for node in (change.old, change.new)]
    for side in sides:
        if side and "attrs" in side:
            side["attrs"] = {name: value for name, value in side["attrs"].items() if name != "id"}
    if change.attributes:
        # The words are changes of their own.
        return [[side["type"], side.get("attrs")] for side in sides if side]
    return sides


def _filled(opening: Node, content: list[Node]) -> Node:
    node = {name: value for name, value in opening.items() if name != "content"}
    return {**node, "content": content} if content else node


def _put_back(content: list[Node], left: dict[str, list[Node]], before: list[Node]) -> list[Node]:
    """Blocks whose move is not taken stand behind the block that they followed."""
    follows = ""
    for node in before:
        name = node["attrs"]["id"]
        if left.get(name):
            places = [one["attrs"]["id"] for one in content]
            at = places.index(follows) + 1 if follows in places else 0
            content = [*content[:at], *left[name], *content[at:]]
        if any(one["attrs"]["id"] == name for one in content):
            follows = name
    return content
