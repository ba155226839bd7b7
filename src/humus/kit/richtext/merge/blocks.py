"""Three versions of a page, block by block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..blocks import Node
from ..clean import clean, new_id, paragraph
from ..diff.sequence import budget, in_order
from ..diff.tokens import same_content
from .words import merge_block

Choice = Literal["mine", "theirs", "both"]
Blocks = dict[str, Node]


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """A block that both changed; None stands for a block that one of them removed."""

    id: str
    base: Node | None
    mine: Node | None
    theirs: Node | None


@dataclass(frozen=True)
class Merge:
    """``parts`` are merged blocks and conflicts in their order."""

    parts: list[Node | Conflict] = field(default_factory=list)

    @property
    def conflicts(self) -> list[Conflict]:
        return [part for part in self.parts if isinstance(part, Conflict)]

    @property
    def document(self) -> Node:
        """With both texts of every conflict in it, theirs first."""
        return self.resolve({})

    def resolve(self, choices: Mapping[str, str]) -> Node:
        """The document with one choice per conflict id: "mine", "theirs" or "both" (the default)."""
        content: list[Node] = []
        for part in self.parts:
            if isinstance(part, Conflict):
                content += _chosen(part, choices.get(part.id, "both"))
            else:
                content.append(part)
        return {"type": "doc", "content": content or [{**paragraph(), "attrs": {"id": new_id()}}]}


def _chosen(conflict: Conflict, choice: str) -> list[Node]:
    if choice == "mine":
        return [conflict.mine] if conflict.mine else []
    found = [conflict.theirs] if conflict.theirs else []
    if choice == "theirs":
        return found
    if conflict.mine and conflict.theirs:
        return [*found, {**conflict.mine, "attrs": {**conflict.mine["attrs"], "id": new_id()}}]
    return [conflict.mine] if conflict.mine else found


@budget()
def merge(base: Node, mine: Node, theirs: Node) -> Merge:
    """Edits of different blocks, and of different words of one block, are joined; others become conflicts.

    A block that one removed and the other changed is a conflict too.
    """
    before, ours, yours = (_by_id(doc) for doc in (base, mine, theirs))
    parts = [_merge_one(key, before.get(key), ours.get(key), yours.get(key)) for key in _order(before, ours, yours)]
    return Merge([part for part in parts if part is not None])


def merge_title(base: str, mine: str, theirs: str) -> str | None:
    """The title where only one of the two changed it, else None."""
    if mine == theirs or theirs == base:
        return mine
    return theirs if mine == base else None


def _by_id(doc: Node) -> Blocks:
    return {node["attrs"]["id"]: node for node in clean(doc)["content"]}


def _merge_one(key: str, base: Node | None, mine: Node | None, theirs: Node | None) -> Node | Conflict | None:
    if _same(mine, theirs) or _same(base, theirs):
        return mine
    if _same(base, mine):
        return theirs
    if base and mine and theirs:
        merged = merge_block(base, mine, theirs)
        if merged:
            return merged
    return Conflict(id=key, base=base, mine=mine, theirs=theirs)


def _same(one: Node | None, other: Node | None) -> bool:
    if one is None or other is None:
        return one is other
    return same_content(one) == same_content(other)


def _order(base: Blocks, mine: Blocks, theirs: Blocks) -> list[str]:
    """Their order, into which goes what I added or moved, each behind the block it follows in my version."""
    order = list(theirs) + [key for key in base if key not in theirs and key in mine]
    order = _put_back(order, list(base), theirs)
    places = {key: index for index, key in enumerate(base)}
    shared = [key for key in mine if key in places]
    still = in_order([places[key] for key in shared])
    before = ""
    for key in mine:
        if key not in places or places[key] not in still:
            if key in order:
                order.remove(key)
            order.insert(order.index(before) + 1 if before else 0, key)
        before = key
    return order


def _put_back(order: list[str], base: list[str], theirs: Blocks) -> list[str]:
    """Blocks that they removed and I kept stand behind the block that they followed."""
    kept = [key for key in order if key in theirs]
    for index, key in enumerate(base):
        if key in theirs or key not in order:
            continue
        follows = next((one for one in reversed(base[:index]) if one in kept), None)
        kept.insert(kept.index(follows) + 1 if follows else 0, key)
    return kept
