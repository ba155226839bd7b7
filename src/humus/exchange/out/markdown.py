"""Markdown: a single file, or a ZIP in which the pages below X.md stand in the folder X and files in ``files``."""

from __future__ import annotations

import copy
import io
import json
import re
import zipfile
from collections import Counter
from pathlib import PurePosixPath
from posixpath import relpath
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from humus.exchange.book import Book, Chapter
from humus.exchange.out import Made, file_name
from humus.kit import richtext
from humus.kit.errors import DeedError
from humus.kit.richtext import blocks
from humus.kit.richtext.references import walk
from humus.pages.media import safe_name

MOST_BYTES = 300_000_000
# What these show lies beside the text.
WITH_FILES = ("image", "filePreview")


def make(book: Book) -> Made:
    places = _places(book)
    files = _file_places(book)
    texts = {places[one.key]: _text(book, one, places, files) for one in book.chapters}
    for one in book.chapters:
        _tell(book, one)
    if len(texts) == 1 and not files:
        return Made(next(iter(texts.values())).encode(), file_name(book, "md"), "text/markdown")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, text in texts.items():
            archive.writestr(place, text)
        for key, place in files.items():
            archive.writestr(place, book.files[key].bytes())
    return Made(out.getvalue(), file_name(book, "zip"), "application/zip")


def _places(book: Book) -> dict[str, str]:
    """The path of each chapter by its key."""
    places: dict[str, str] = {}
    taken: set[str] = set()
    above: list[str] = []
    for chapter in book.chapters:
        del above[chapter.depth :]
        stem = "/".join([*above, slugify(chapter.title, allow_unicode=True)[:60] or "page"])
        while stem in taken:
            stem = f"{stem}-{chapter.key[:4]}"
        taken.add(stem)
        above.append(stem.rpartition("/")[2])
        places[chapter.key] = f"{stem}.md"
    return places


def _file_places(book: Book) -> dict[str, str]:
    if sum(kept.size for kept in book.files.values()) > MOST_BYTES:
        raise DeedError(_("The files of these pages are too large for one export."))
    found: dict[str, str] = {}
    for key, kept in book.files.items():
        name = re.sub(r"[^\w.\-]+", "-", safe_name(kept.name))
        found[key] = f"files/{name}" if f"files/{name}" not in found.values() else f"files/{key}-{name}"
    return found


def _text(book: Book, chapter: Chapter, places: dict[str, str], files: dict[str, str]) -> str:
    here = str(PurePosixPath(places[chapter.key]).parent)
    doc = richtext.clean(copy.deepcopy(chapter.doc))
    for node in walk(doc):
        _readdress(node, here, places, files, book)
    facts = {"title": chapter.title, "language": chapter.language, "source": chapter.url}
    head = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in facts.items())
    return f"---\n{head}---\n\n{richtext.to_markdown(doc)}"


def _readdress(node: Any, here: str, places: dict[str, str], files: dict[str, str], book: Book) -> None:
    attrs = node.get("attrs", {})
    if node["type"] == "image" and attrs.get("file") in files:
        attrs["source"] = relpath(files[attrs["file"]], here)
    elif node["type"] == "filePreview" and attrs.get("file") in files:
        attrs["file"] = relpath(files[attrs["file"]], here)
    elif node["type"] == "fileLink" and attrs.get("file") in files:
        key = attrs["file"]
        mark = {"type": "link", "attrs": {"href": relpath(files[key], here)}}
        text = attrs.get("label") or book.files[key].name
        node.clear()
        node.update({"type": "text", "text": text, "marks": [mark]})
    for mark in node.get("marks", ()):
        if mark["type"] == "link":
            mark["attrs"]["href"] = _href(mark["attrs"]["href"], here, places, book)


def _href(href: str, here: str, places: dict[str, str], book: Book) -> str:
    if href.startswith("page:"):
        key, _mark, anchor = href.removeprefix("page:").partition("#")
        if key in places:
            return relpath(places[key], here) + (f"#{anchor}" if anchor else "")
        return f"{book.site_url}/p/{key}/"
    return book.site_url + href if href.startswith("/") else href


def _tell(book: Book, chapter: Chapter) -> None:
    """Name what the written text does not give back."""
    before = richtext.clean(chapter.doc)
    for label in lost(before, richtext.from_markdown(richtext.to_markdown(before))):
        book.note(_("“%(page)s”: part of “%(block)s” cannot be kept.") % {"page": chapter.title, "block": label})
    for node in walk(before):
        block = blocks.dynamic(node["type"])
        if block and not block.inline and node["type"] not in WITH_FILES:
            words = {"page": chapter.title, "block": block.label}
            book.note(_("“%(page)s”: “%(block)s” is written as a reference, without its content.") % words)


def lost(before: Any, after: Any) -> list[str]:
    """The labels of the blocks that are fewer, or say less, after the way out and back."""
    names = dict.fromkeys(name for name, _facts in _counted(before) - _counted(after))
    labels = (_label(name) for name in names)
    return list(dict.fromkeys(label for label in labels if label))


def _counted(doc: Any) -> Counter[tuple[str, str]]:
    counted: Counter[tuple[str, str]] = Counter()
    for node in walk(doc):
        facts = {name: value for name, value in node.get("attrs", {}).items() if name != "id"}
        # A line without words says nothing that could be lost.
        if node["type"] != "text" and (node["type"] != "paragraph" or node.get("content")):
            counted[node["type"], json.dumps(facts, sort_keys=True)] += 1
    return counted


def _label(name: str) -> str:
    block = blocks.get(name)
    if block is None:
        return ""
    if name.startswith("table"):
        return str(getattr(blocks.get("table"), "label", ""))
    return str(block.label)
