"""A web page in one file: no script, nothing fetched from anywhere."""

from __future__ import annotations

import base64
import io
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from lxml import html as lhtml
from lxml.html import HtmlElement
from PIL import Image

from humus.exchange.book import Book, Chapter, Kept
from humus.exchange.out import Made, file_name
from humus.exchange.trees import HEADINGS, tree
from humus.kit.direction import direction

WIDEST = 1400


def make(book: Book) -> Made:
    with translation.override(book.language):
        chapters = [_chapter(book, chapter) for chapter in book.chapters]
        text = render_to_string(
            "exchange/document.html", {"book": book, "chapters": chapters, "direction": direction(book.language)}
        )
    return Made(text.encode(), file_name(book, "html"), "text/html")


def _chapter(book: Book, chapter: Chapter) -> dict[str, Any]:
    root = tree(book, chapter)
    for element in root.iter(*HEADINGS):
        element.tag = f"h{min(6, int(element.get('data-level') or 2))}"
    for element in root.iter("img"):
        _place(book, element)
    body = "".join(lhtml.tostring(child, encoding="unicode") for child in root)
    return {
        "key": chapter.key,
        "title": chapter.title,
        "level": min(6, chapter.depth + 1),
        "language": chapter.language,
        "direction": direction(chapter.language),
        "url": chapter.url,
        "number": chapter.number,
        "changed_at": chapter.changed_at,
        # Rendered by the one renderer of pages, which escapes where it writes.
        "body": mark_safe(body),  # noqa: S308
    }


def _place(book: Book, element: HtmlElement) -> None:
    kept = book.files.get(element.attrib.pop("data-file", ""))
    element.attrib.pop("loading", None)
    if kept is None:
        element.attrib.pop("src", None)
        return
    content, media_type = picture(kept)
    element.set("src", f"data:{media_type};base64,{base64.b64encode(content).decode()}")


def picture(kept: Kept, widest: int = WIDEST) -> tuple[bytes, str]:
    """The picture, made smaller where it is larger than a page shows."""
    content = kept.bytes()
    if kept.width <= widest or kept.media_type == "image/gif":
        return content, kept.media_type
    with Image.open(io.BytesIO(content)) as opened:
        opened.thumbnail((widest, widest * 3))
        out = io.BytesIO()
        if opened.mode in ("RGB", "L"):
            opened.save(out, "JPEG", quality=85)
            return out.getvalue(), "image/jpeg"
        opened.convert("RGBA").save(out, "PNG")
        return out.getvalue(), "image/png"
