"""Whether a change still fits the text as others have written on it since."""

from __future__ import annotations

from collections.abc import Sequence

from ..blocks import Node
from ..clean import clean
from ..diff.sequence import budget
from ..diff.tokens import same_content
from ..merge import merge
from .finding import Unit, take, with_ids_of


@budget()
def clashes(
    units: Sequence[Unit], base: Node, mine: Node, titles: tuple[str, str], now: tuple[str, Node]
) -> dict[str, Node | None]:
    """The changes where others changed the same words since, each with the block as it is ``now`` (None: it is gone).

    ``now`` is the title and the body that a change would be brought into. A title that clashes is a line of its own.
    """
    before, held = _blocks(base), _blocks(now[1])
    after = _blocks(with_ids_of(base, mine))
    found: dict[str, Node | None] = {}
    for unit in units:
        if unit.kind == "title":
            if now[0] not in titles:
                found[unit.id] = {"type": "paragraph", "content": [{"type": "text", "text": now[0]}]}
            continue
        old, there = before.get(unit.block), held.get(unit.block)
        if old is None or unit.kind == "moved" or (there and same_content(there) == same_content(old)):
            continue
        one = _doc(old)
        _title, taken = take(one, _doc(after.get(unit.block)), ("", ""), {unit.id})
        wanted = taken if unit.kind != "removed" else _doc(None)
        if merge(one, wanted, _doc(there)).conflicts:
            found[unit.id] = there
    return found


def _doc(node: Node | None) -> Node:
    return {"type": "doc", "content": [node] if node else []}


def _blocks(body: Node) -> dict[str, Node]:
    return {node["attrs"]["id"]: node for node in clean(body)["content"]}
