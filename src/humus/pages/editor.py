"""What the editor needs to know of a page: its addresses, and its words in the reader's language."""

from __future__ import annotations

from typing import Any

from humus.pages.models import Page


def editor_context(page: Page, language: str) -> dict[str, Any]:
    return {
        "edit_language": language,
        "draft_url": f"{page.short_url}draft/?language={language}",
        "upload_url": f"{page.short_url}files/upload/",
        "page_search_url": "/pages/find/",
        "people_search_url": f"/pages/people/?page={page.key}",
        "strings": "{}",
    }
