"""The formats a book can be made in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from humus.exchange.book import Book


@dataclass(frozen=True)
class Made:
    """One file, ready to be handed over."""

    content: bytes
    name: str
    media_type: str


@dataclass(frozen=True)
class Format:
    """``gathered`` is the share of the time after which the pages are gathered and the file begins to be made."""

    label: str | Promise
    hint: str | Promise
    maker: str
    gathered: float = 1.0

    def make(self, book: Book) -> Made:
        """Loaded when first asked for: the libraries behind some formats take room."""
        from importlib import import_module

        make: Callable[[Book], Any] = import_module(f"humus.exchange.out.{self.maker}").make
        return make(book)  # type: ignore[no-any-return]


FORMATS: dict[str, Format] = {
    "pdf": Format(_("PDF"), _("To print and to keep: with contents, bookmarks and page numbers."), "pdf", gathered=0.2),
    "docx": Format(_("Word"), _("To go on writing in Word or LibreOffice; can be brought in again."), "word"),
    "html": Format(_("Web page"), _("One file with all pictures in it, for any browser, also without a line."), "html"),
    "md": Format(
        _("Markdown"), _("Plain text with marks, and the files beside it; can be brought in again."), "markdown"
    ),
}


def file_name(book: Book, ending: str) -> str:
    """A name that every system can store."""
    return f"{slugify(book.top.title, allow_unicode=True)[:80] or 'page'}.{ending}"
