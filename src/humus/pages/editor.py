"""What the editor needs to know of a page: its addresses, and its words in the reader's language."""

from __future__ import annotations

import json
from typing import Any

from humus.kit import richtext
from humus.kit.richtext import blocks
from humus.kit.richtext.editor_data import editor_data
from humus.kit.richtext.editor_strings import editor_strings
from humus.kit.richtext.references import walk
from humus.pages import reading
from humus.pages.live.strings import LIVE_STRINGS
from humus.pages.models import Page
from humus.spaces.models import Space


def editor_context(
    person: Any, page: Page, language: str, opening: dict[str, Any], *, may_edit: bool = True
) -> dict[str, Any]:
    """``opening`` is what the editor opens with: title, body and, where there is one, the draft."""
    known = editor_data(richtext.clean(opening["body"]), reading.context(person, page, language, may_edit=may_edit))
    draft = opening.get("draft")
    return {
        "edit_language": language,
        "draft_url": f"{page.short_url}draft/?language={language}",
        "upload_url": f"{page.short_url}files/upload/",
        "page_search_url": "/pages/find/",
        "space_search_url": "/find/spaces/",
        "organisation_search_url": "/find/organisations/",
        "people_search_url": f"/pages/people/?page={page.key}",
        "saved_at": draft.saved_at.isoformat() if draft else page.changed_at.isoformat() if page.changed_at else "",
        "body_json": as_json(opening["body"]),
        "markdown": opening.get("markdown") or richtext.to_markdown(richtext.clean(opening["body"])),
        "block_url": f"{page.short_url}blocks/?language={language}",
        "bring_url": f"{page.short_url}bring-in/?language={language}",
        "strings": as_json(editor_strings() | {key: str(words) for key, words in LIVE_STRINGS.items()}),
        "titles": as_json(known["titles"] | _spaces(person, opening["body"])),
        "known_files": as_json(known["files"]),
        "blocks": as_json(known["blocks"]),
    }


def _spaces(person: Any, body: dict[str, Any]) -> dict[str, str]:
    """What the spaces are called that blocks of the text name, as far as the person may see them."""
    asked = set()
    for node in walk(richtext.clean(body)):
        block = blocks.get(node["type"])
        for name, attribute in block.attributes.items() if block else ():
            if attribute.form.get("kind") == "space" and (slug := node.get("attrs", {}).get(name)):
                asked.add(slug)
    found = Space.objects.visible_to(person).filter(slug__in=asked) if asked else ()
    return {space.slug: str(space) for space in found}


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
