"""From an uploaded file to a bundle of pages to be; nothing is stored and nothing is fetched."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable
from posixpath import dirname
from typing import IO

from django.utils.translation import gettext as _

from humus.exchange.into import folders
from humus.exchange.into.items import Bundle
from humus.exchange.into.marked import read_markdown
from humus.exchange.into.places import PAGES
from humus.exchange.into.zips import Packed, unpack
from humus.kit.errors import DeedError
from humus.pages.media import safe_name

MOST_PAGES = 500
_OLD_WORD = (".docm", ".dotm", ".dot", ".doc")
Progress = Callable[[int, int], None]


def count(name: str, file: IO[bytes]) -> int:
    """How many pages the file holds; DeedError where it is refused before it is read."""
    return len(_pages(unpack(file))) if _is_zip(name) else 1


def read(name: str, file: IO[bytes], progress: Progress | None = None) -> Bundle:
    """DeedError where the file is refused as a whole; in a ZIP what cannot be read is named and left out."""
    bundle = Bundle()
    if _is_zip(name):
        _read_many(bundle, unpack(file), progress)
    else:
        _read_one(bundle, safe_name(name), file.read())
    if not bundle.items:
        raise DeedError(_("Nothing in this file can become a page."), field="file")
    _name_ends(bundle)
    return bundle


def _is_zip(name: str) -> bool:
    return name.lower().endswith(".zip")


def _pages(packed: Packed) -> list[str]:
    pages = sorted(path for path in packed if path.lower().endswith((*PAGES, *_OLD_WORD)))
    if len(pages) > MOST_PAGES:
        raise DeedError(_("These are too many pages at once: at most %(most)d.") % {"most": MOST_PAGES}, field="file")
    folders.shallow_enough(pages)
    return pages


def _read_many(bundle: Bundle, packed: Packed, progress: Progress | None) -> None:
    pages = _pages(packed)
    bundle.files = ChainMap({}, packed)  # type: ignore[arg-type]
    for number, path in enumerate(pages):
        try:
            _read_one(bundle, path, packed[path])
        except DeedError as refusal:
            bundle.leave_out(path, refusal)
        if progress:
            progress(number + 1, len(pages))
    folders.fill(bundle)
    used = {path for item in bundle.items for path in item.files.values()}
    for path in sorted(packed.keys() - used - set(pages)):
        bundle.leave_out(path, _("no page shows or links it."))


def _name_ends(bundle: Bundle) -> None:
    """Name the pages that are linked and did not come along."""
    for place in bundle.keys.keys() - {item.place for item in bundle.items}:
        bundle.note(_("“%(page)s” is linked but did not come along; its words stay.") % {"page": place})


def _read_one(bundle: Bundle, path: str, content: bytes) -> None:
    place, ending = folders.place_of(path), path.rpartition(".")[2].lower()
    if f".{ending}" in _OLD_WORD:
        raise DeedError(_("Old or macro-enabled Word files are refused. Please save it as DOCX."), field="file")
    if any(item.place == place for item in bundle.items):
        place = path
    bundle.folders[place] = dirname(path)
    if ending == "docx":
        from humus.exchange.into.word import read_word

        item = read_word(bundle, place, content)
    elif ending in ("html", "htm"):
        from humus.exchange.into.webpage import read_html

        item = read_html(bundle, place, _decoded(content))
    elif ending in ("md", "markdown", "txt"):
        item = read_markdown(bundle, place, _decoded(content))
    else:
        raise DeedError(_("Please choose a Markdown, HTML or DOCX file, or a ZIP of them."), field="file")
    bundle.items.append(item)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return content.decode(encoding).replace("\x00", "")
        except UnicodeDecodeError:
            continue
    return content.decode("cp1252", "replace").replace("\x00", "")
