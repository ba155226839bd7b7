"""The HTML of a chapter as a tree that stands by itself: addresses whole, anchors unique, headings without gaps."""

from __future__ import annotations

import re

from lxml import html as lhtml
from lxml.html import HtmlElement

from humus.exchange.book import Book, Chapter

_FILE = re.compile(r"/files/([A-Za-z0-9_-]{1,64})/(?:preview/)?")
_IMG = re.compile(r'<img [^>]*?src="/files/([A-Za-z0-9_-]{1,64})/(?:preview/)?"')
HEADINGS = {f"h{level}": level for level in range(1, 7)}


def file_keys(html: str) -> set[str]:
    """The files whose pictures are shown."""
    return set(_IMG.findall(html))


def tree(book: Book, chapter: Chapter) -> HtmlElement:
    """A ``div`` with the chapter's blocks. Pictures carry ``data-file``; links inside the book begin with ``#``."""
    root = lhtml.fragment_fromstring(chapter.html, create_parent="div")
    paths = book.paths
    levels = _Levels(chapter.depth + 1)
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.get("id"):
            element.set("id", f"{chapter.key}-{element.get('id')}")
        if element.tag in HEADINGS:
            element.set("data-level", str(levels.next(chapter.depth + HEADINGS[element.tag])))
        elif element.tag == "a" and element.get("href"):
            element.set("href", _href(element.get("href") or "", book, chapter, paths))
        elif element.tag == "img":
            found = _FILE.fullmatch(element.get("src") or "")
            if found:
                element.set("data-file", found[1])
    return root


class _Levels:
    """Heading levels as a document may have them: one step down at most."""

    def __init__(self, top: int) -> None:
        self.top = self.last = top

    def next(self, wanted: int) -> int:
        self.last = max(self.top + 1, min(wanted, self.last + 1))
        return self.last


def _href(href: str, book: Book, chapter: Chapter, paths: dict[str, str]) -> str:
    if href.startswith("#"):
        return f"#{chapter.key}-{href[1:]}"
    if not href.startswith("/"):
        return href
    path, mark, anchor = href.partition("#")
    key = paths.get(path.partition("?")[0])
    if key:
        return f"#{key}-{anchor}" if mark else f"#{key}"
    return book.site_url + href
