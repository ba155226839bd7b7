"""Addresses in a text that is brought in: files and pages that came along, and what points elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from posixpath import join, normpath
from urllib.parse import unquote

from django.utils.translation import gettext as _

from humus.exchange.into.folders import place_of
from humus.exchange.into.items import Bundle, Item
from humus.kit.ids import short_key

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
PAGES = (".md", ".markdown", ".html", ".htm", ".docx", ".txt")


class Places:
    """``address`` answers ``file:`` and ``page:`` with placeholders, settled when the pages are made."""

    def __init__(self, bundle: Bundle, item: Item, files: Callable[[str], str] | None = None) -> None:
        self.bundle, self.item, self.files = bundle, item, files

    def address(self, href: str) -> str:
        if not href or href.startswith(("#", "/", "mailto:", "tel:", "page:", "file:", "person:")):
            return href
        if "://" in href or href.startswith("//"):
            self._outside(href)
            return href
        path = self._path(href)
        if path is None:
            return href
        if path.lower().endswith(PAGES):
            anchor = href.partition("#")[2]
            return f"page:{self.bundle.key_of(place_of(path))}" + (f"#{anchor}" if anchor else "")
        if path in self.bundle.files:
            return self._file(path)
        words = {"page": self.item.title, "what": href[:100]}
        self.bundle.note(_("“%(page)s”: “%(what)s” did not come along.") % words)
        return href

    def _path(self, href: str) -> str | None:
        """The path in the bundle; None where it leads out of it."""
        bare = unquote(href.partition("#")[0].partition("?")[0])
        path = self.files(bare) if self.files else normpath(join(self.bundle.folder_of(self.item.place), bare))
        return None if path.startswith(("../", "/")) or path == ".." else path

    def _file(self, path: str) -> str:
        known = next((key for key, one in self.item.files.items() if one == path), None)
        key = known or short_key()
        self.item.files[key] = path
        return f"file:{key}"

    def _outside(self, href: str) -> None:
        if href.partition("?")[0].lower().endswith(PICTURES):
            words = {"page": self.item.title, "what": href[:100]}
            self.bundle.note(_("“%(page)s”: pictures on other sites are not fetched; a link stays: %(what)s") % words)
