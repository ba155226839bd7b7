"""The text of a page as it was sent: by the editor as JSON, or typed as Markdown where the editor cannot run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from humus.kit import richtext
from humus.kit.richtext.diff.align import by_identity


def body_of(posted: Mapping[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """The document of a form: ``body`` as the editor sent it, unless Markdown was typed over it."""
    return from_markdown(posted["markdown"], body) if "markdown" in posted else body


def from_markdown(typed: str, before: dict[str, Any]) -> dict[str, Any]:
    """What was typed as Markdown; a block that was left as it was, or changed where it stood, stays that block."""
    before, typed = richtext.clean(before), typed.replace("\r\n", "\n")
    if typed.strip() == richtext.to_markdown(before).strip():
        return before
    known: dict[str, list[dict[str, Any]]] = {}
    for block in before.get("content", []):
        known.setdefault(_shape(block), []).append(block)
    blocks = richtext.from_markdown(typed).get("content", [])
    kept = [same.pop(0) if (same := known.get(_shape(block))) else block for block in blocks]
    body = richtext.clean({"type": "doc", "content": kept})
    _recognise(before.get("content", []), body["content"])
    return richtext.clean(body)


def showable(body: dict[str, Any], before: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What was refused, to go on with; what no editor can show gives way to the text that it began with."""
    try:
        return richtext.clean(body)
    except richtext.BadDocument:
        return before()


def _recognise(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> None:
    """A changed block keeps its id, so that what two people make of it is seen to touch."""
    found = by_identity(before, after)
    for at in range(len(after)):
        place = found.get(at - 1, -1) + 1
        free = place < len(before) and place not in found.values() and before[place]["type"] == after[at]["type"]
        if at not in found and free:
            found[at] = place
    for at, place in found.items():
        after[at]["attrs"]["id"] = before[place]["attrs"]["id"]


def _shape(block: dict[str, Any]) -> str:
    """What Markdown can say of a block: two blocks that are written alike are the same to its writer."""
    return richtext.to_markdown({"type": "doc", "content": [block]}).strip()
