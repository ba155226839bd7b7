"""PDF: one document with cover, contents, bookmarks and page numbers, tagged where that can be."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import structlog
from django.utils import translation
from django.utils.translation import gettext as _

from humus.exchange.book import Book
from humus.exchange.out import Made, file_name, parts, sheets
from humus.exchange.out.desk import Desk
from humus.exchange.out.quoting import quoted
from humus.exchange.out.typesetting import NotSet, typeset
from humus.exchange.out.typst_blocks import Blocks
from humus.exchange.trees import tree
from humus.kit.errors import DeedError

log = structlog.get_logger(__name__)
NAME = "sheet"


def make(book: Book) -> Made:
    with tempfile.TemporaryDirectory(prefix="humus-sheet-") as name, translation.override(book.language):
        desk = Desk.laid(book, Path(name))
        for sentence in _notices(_typeset(desk)):
            book.note(sentence)
        return Made((desk.folder / f"{NAME}.pdf").read_bytes(), file_name(book, "pdf"), "application/pdf")


def _typeset(desk: Desk) -> set[str]:
    """How it was done: in parts where it is large, in one piece, or at least as plain words."""
    large = [parts.typeset] if parts.needed(desk) else []
    for do in (*large, _whole, _plainly):
        try:
            return do(desk, NAME)
        except NotSet as error:
            log.warning("not typeset", how=do.__name__, why=str(error))
    raise DeedError(_("The PDF could not be made. Please try the web page instead."))


def _whole(desk: Desk, name: str) -> set[str]:
    book, blocks = desk.book, Blocks(desk.pictures, desk.owners)
    desk.write(name, sheets.document(book, "\n".join(_pieces(book, blocks))), blocks.drawings)
    return {typeset(desk.folder, name)}


def _pieces(book: Book, blocks: Blocks) -> Iterator[str]:
    if book.tree:
        yield sheets.front(book) + "\npagebreak()"
    yield sheets.NEW_PAGE.join(sheets.chapter(book, one, tree(book, one), blocks) for one in book.chapters)
    # A link to what could not be kept is no reason to keep nothing.
    for label in sorted(blocks.linked - blocks.given):
        yield f"[#metadata(none)#label({quoted(label)})]"


def _plainly(desk: Desk, name: str) -> set[str]:
    blocks = Blocks(desk.pictures, desk.owners)
    desk.write(name, sheets.document(desk.book, sheets.plain(desk.book.chapters, blocks)))
    typeset(desk.folder, name)
    return {"plain"}


def _notices(ways: set[str]) -> Iterator[str]:
    if "plain" in ways:
        yield _("These pages could only be laid out as plain text: their form could not be kept.")
    if "partly plain" in ways:
        yield _("Some of these pages could only be laid out as plain text: their form could not be kept.")
    if "untagged" in ways:
        yield _("This PDF is not tagged for screen readers. The web page is readable for everyone.")
    elif "tagged" in ways:
        yield _("This PDF is tagged, but not to the full standard for screen readers: some sign stands in its way.")
