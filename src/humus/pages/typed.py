"""The text of a page as it was sent: by the editor as JSON, or typed as Markdown where the editor cannot run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from humus.kit import richtext


def body_of(posted: Mapping[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """The document of a form: ``body`` as the editor sent it, unless Markdown was typed over it."""
    return from_markdown(posted["markdown"], body) if "markdown" in posted else body


def from_markdown(typed: str, before: dict[str, Any]) -> dict[str, Any]:
    """What was typed as Markdown; each block that was left as it was stays the very block it was."""
    before, typed = richtext.clean(before), typed.replace("\r\n", "\n")
    if typed.strip() == richtext.to_markdown(before).strip():
        return before
    known: dict[str, list[dict[str, Any]]] = {}
    for block in before.get("content", []):
        known.setdefault(_shape(block), []).append(block)
    blocks = richtext.from_markdown(typed).get("content", [])
    kept = [same.pop(0) if (same := known.get(_shape(block))) else block for block in blocks]
    return richtext.clean({"type": "doc", "content": kept})


def _shape(block: dict[str, Any]) -> str:
    """What Markdown can say of a block: two blocks that are written alike are the same to its writer."""
    return richtext.to_markdown({"type": "doc", "content": [block]}).strip()
