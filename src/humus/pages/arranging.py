"""A front as a list of parts that can be moved, hidden and set: each answers the changed document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from humus.kit import richtext
from humus.kit.errors import DeedError
from humus.kit.richtext import RenderContext, blocks
from humus.kit.richtext.blocks import HIDDEN, Block, Dynamic, Node
from humus.kit.richtext.clean import MOST_ID, new_id
from humus.kit.richtext.sections import Section
from humus.pages.chosen import Chosen
from humus.pages.fronts import Front

# Dynamic blocks that belong to the text around them.
IN_TEXT = frozenset({"image", "filePreview", "video"})
MOST_WORDS = 140
# Text that was put or moved below other text stays a part by itself: so begins the id of its first block.
PART = "part-"
Nodes = list[Node]


@dataclass(frozen=True)
class Row:
    """One part of a front; ``block`` is None for text."""

    nodes: Nodes
    block: Block | None
    standing: bool
    chosen: Chosen | None = None

    @property
    def id(self) -> str:
        return str(self.nodes[0]["attrs"]["id"])

    @property
    def hidden(self) -> bool:
        return bool(self.nodes[0]["type"] == HIDDEN)

    @property
    def label(self) -> str:
        return str(self.block.label) if self.block else _("Text")

    @property
    def words(self) -> str:
        """How it begins, or what was chosen for it."""
        words = " ".join(richtext.to_text({"type": "doc", "content": inside(self.nodes)}).split())
        if self.block:
            words = words or self._told
        return words[:MOST_WORDS] + ("…" if len(words) > MOST_WORDS else "")

    @property
    def _told(self) -> str:
        first = next(((name, value) for name, value in self.attrs.items() if isinstance(value, str)), None)
        if first is None or self.block is None:
            return ""
        return self.chosen.words(self.block, *first) if self.chosen else first[1]

    @property
    def attrs(self) -> dict[str, Any]:
        return {name: value for name, value in inside(self.nodes)[0].get("attrs", {}).items() if name != "id"}

    @property
    def settable(self) -> bool:
        return bool(self.block and self.block.attributes)


def inside(nodes: Nodes) -> Nodes:
    """The blocks themselves, whether they are hidden or not."""
    return list(nodes[0]["content"]) if nodes[0]["type"] == HIDDEN else nodes


def placeable(block: Block | None) -> bool:
    """Whether it is a part by itself rather than a piece of text."""
    return isinstance(block, Dynamic) and bool(block.label) and not block.inline and block.name not in IN_TEXT


def rows(doc: Node, front: Front) -> list[Row]:
    found: list[Row] = []
    for node in doc["content"]:
        own = inside([node])
        block = blocks.get(own[0]["type"]) if len(own) == 1 else None
        block = block if placeable(block) else None
        begins = block or node["type"] == HIDDEN or _begins_text(node)
        last = found[-1] if found else None
        if begins or last is None or last.block or last.hidden:
            found.append(Row([node], block, bool(block and block.name == front.standing)))
        else:
            last.nodes.append(node)
    return found


def _begins_text(node: Node) -> bool:
    return (node["type"] == "heading" and node["attrs"]["level"] == 2) or str(node["attrs"]["id"]).startswith(PART)


def named(found: list[Row], person: Any) -> list[Row]:
    """The same, which call what was chosen for them by its name, as far as the person may see it."""
    chosen = Chosen(person, [(row.block, row.attrs) for row in found if row.block])
    return [replace(row, chosen=chosen) for row in found]


def offered(context: RenderContext, front: Front) -> list[Block]:
    """Blocks that may be added, those made for this front first; a standing one is always there."""
    every = [block for block in blocks.every() if placeable(block) and block.fits(context)]
    order = {name: number for number, name in enumerate(front.first)}
    return sorted(
        (block for block in every if block.name != front.standing),
        key=lambda block: (not isinstance(block, Section), order.get(block.name, len(order)), str(block.label)),
    )


def gone() -> str:
    return _("This part is not there any more. Somebody changed the page meanwhile; please look again.")


def _place(found: list[Row], wanted: str) -> int:
    for place, row in enumerate(found):
        if _is(row.id, wanted):
            return place
    raise DeedError(gone())


def _is(known: str, wanted: str) -> bool:
    """Whether it is the one meant, also where it became a part by itself since it was shown."""
    return bool(wanted) and known in (wanted, _by_itself(wanted))


def _by_itself(wanted: str) -> str:
    return f"{PART}{wanted}"[:MOST_ID]


def _keep_apart(found: list[Row]) -> None:
    for before, row in pairwise(found):
        plain = not (before.block or before.hidden or row.block or row.hidden)
        if plain and not _begins_text(row.nodes[0]):
            row.nodes[0]["attrs"]["id"] = _by_itself(row.id)


def _written(found: list[Row]) -> Node:
    _keep_apart(found)
    return richtext.clean({"type": "doc", "content": [node for row in found for node in row.nodes]})


def after(doc: Node, front: Front, wanted: str, other: str) -> Node:
    """The part behind another one, or first of all."""
    found = rows(doc, front)
    row = found.pop(_place(found, wanted))
    found.insert(_place(found, other) + 1 if other else 0, row)
    return _written(found)


def step(doc: Node, front: Front, wanted: str, by: int) -> Node:
    found = rows(doc, front)
    place = _place(found, wanted)
    found.insert(max(0, place + by), found.pop(place))
    return _written(found)


def hide(doc: Node, front: Front, wanted: str) -> Node:
    """Out of the readers' sight, or back into it; its place and its options stay."""
    found = rows(doc, front)
    place = _place(found, wanted)
    row = found[place]
    if row.hidden:
        nodes: Nodes = inside(row.nodes)
        nodes[0].setdefault("attrs", {})["id"] = row.id
    else:
        nodes = [{"type": HIDDEN, "attrs": {"id": row.id}, "content": row.nodes}]
    found[place] = Row(nodes, row.block, row.standing)
    return _written(found)


def remove(doc: Node, front: Front, wanted: str) -> Node:
    found = rows(doc, front)
    row = found.pop(_place(found, wanted))
    if row.standing:
        raise DeedError(_("This part belongs to the page: it can be hidden, not removed."))
    return _written(found)


def put(doc: Node, front: Front, nodes: Nodes, behind: str) -> Node:
    """New blocks behind a part, or first of all."""
    found = rows(doc, front)
    for node in nodes:
        node["attrs"] = {"id": new_id(), **node.get("attrs", {})}
    found.insert(_place(found, behind) + 1 if behind else 0, Row(nodes, None, standing=False))
    return _written(found)


def part_of(doc: Node, front: Front, wanted: str) -> str:
    """The part that a block stands in; empty where it is not there any more."""
    return next((row.id for row in rows(doc, front) if any(_is(n["attrs"]["id"], wanted) for n in row.nodes)), "")


def set_options(doc: Node, front: Front, wanted: str, attrs: Mapping[str, Any]) -> Node:
    found = rows(doc, front)
    row = found[_place(found, wanted)]
    inside(row.nodes)[0]["attrs"] = {"id": row.id, **attrs}
    return _written(found)


DEEDS: dict[str, Callable[[Node, Front, str], Node]] = {
    "up": lambda doc, front, wanted: step(doc, front, wanted, -1),
    "down": lambda doc, front, wanted: step(doc, front, wanted, 1),
    "hide": hide,
    "remove": remove,
}
