"""What the editor must know of a document to show it: titles, pictures, and the blocks of higher floors."""

from __future__ import annotations

from typing import Any

from . import blocks
from .blocks import Dynamic, Node
from .context import RenderContext
from .references import references


def editor_data(doc: Node, context: RenderContext) -> dict[str, Any]:
    """For the attributes ``data-titles``, ``data-files`` and ``data-blocks`` (each as JSON) of the editor's element."""
    found = references(doc)
    pages = {*found.pages, *found.includes, *(page for page, _name in found.excerpts)}
    titles = context.pages(frozenset(pages), frozenset()) if pages else {}
    files = context.files(frozenset(found.files)) if found.files else {}
    return {
        "titles": {key: page.title for key, page in titles.items() if page.visible},
        "files": {key: file.preview_url or file.url for key, file in files.items()},
        "blocks": [_described(block) for block in blocks.every() if isinstance(block, Dynamic) and not block.part],
    }


def _described(block: Dynamic) -> dict[str, Any]:
    return {
        "name": block.name,
        "label": str(block.label),
        "inline": block.inline,
        "attributes": {key: str(block.attribute_labels.get(key, key)) for key in block.attributes},
    }
