"""What the editor must know of a document to show it: titles, pictures, and the blocks that it has no code for."""

from __future__ import annotations

from typing import Any

from humus.kit.queries import answered, finish

from . import blocks
from .attributes import Attribute
from .blocks import Block, Node
from .context import RenderContext
from .references import references


def editor_data(doc: Node, context: RenderContext) -> dict[str, Any]:
    """For the attributes ``data-titles``, ``data-files`` and ``data-blocks`` (each as JSON) of the editor's element."""
    found = references(doc)
    pages = {*found.pages, *found.includes, *(page for page, _name in found.excerpts)}
    titles = context.pages(frozenset(pages), frozenset()) if pages else {}
    files = finish(answered(context.files(frozenset(found.files)))) if found.files else {}
    return {
        "titles": {key: page.title for key, page in titles.items() if page.visible},
        "files": {key: file.preview_url or file.url for key, file in files.items()},
        "blocks": [
            _described(block) for block in blocks.every() if block.label and not block.content and block.fits(context)
        ],
    }


def _described(block: Block) -> dict[str, Any]:
    return {
        "name": block.name,
        "label": str(block.label),
        "help": str(block.help),
        "words": block.words_to_find,
        "inline": block.inline,
        "attributes": {
            key: _field(str(block.attribute_labels.get(key, key)), one) for key, one in block.attributes.items()
        },
    }


def _field(label: str, attribute: Attribute) -> dict[str, Any]:
    """How the editor asks for an attribute."""
    form = {"kind": "text", **attribute.form}
    if "options" in form:
        options = form["options"]() if callable(form["options"]) else form["options"]
        form["options"] = {value: str(words) for value, words in options.items()}
    return {"label": label, "default": attribute.default, "required": attribute.required, **form}
