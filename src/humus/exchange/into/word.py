"""Word documents: refused where they carry macros or are made to harm, else read outside this process."""

from __future__ import annotations

import base64
import io
import json
import re
import subprocess
from typing import Any

from django.utils.translation import gettext as _

from humus.exchange.into.items import Bundle, Item, attached
from humus.exchange.into.webpage import read_html
from humus.exchange.into.zips import Damaged, Packed, unpack
from humus.kit import confined
from humus.kit.errors import DeedError

SECONDS = 40
MOST_UNPACKED = 150_000_000
_MACROS = re.compile(r"vbaProject|vbaData|\.bin$|activeX|oleObject", re.IGNORECASE)


def read_word(bundle: Bundle, place: str, content: bytes) -> Item:
    try:
        parts = unpack(io.BytesIO(content), most_bytes=MOST_UNPACKED)
    except Damaged as refusal:
        raise _unreadable() from refusal
    if "word/document.xml" not in parts:
        raise DeedError(_("This is not a Word document (DOCX)."), field="file")
    if any(_MACROS.search(name) for name in parts):
        raise DeedError(
            _("This document carries macros or embedded programs. Please save it as plain DOCX."), field="file"
        )
    if any(_declares(parts[name]) for name in parts if name.endswith((".xml", ".rels"))):
        raise DeedError(_("This document is built to harm its reader and is refused."), field="file")
    made = _read(content)
    folder = attached(place, "")
    for name, packed in made["pictures"].items():
        bundle.files[folder + name] = base64.b64decode(packed)
    item = read_html(bundle, place, made["html"], files=lambda href: folder + href)
    _tell(bundle, item.title, parts, made["messages"])
    return item


def _unreadable() -> DeedError:
    return DeedError(_("This Word document is damaged or too large to be read."), field="file")


def _declares(part: bytes) -> bool:
    """A document of Word declares no types and no entities, in whatever encoding."""
    bare = part.replace(b"\0", b"").upper()
    return b"<!DOCTYPE" in bare or b"<!ENTITY" in bare


def _read(content: bytes) -> dict[str, Any]:
    try:
        done = confined.run("humus.exchange.into.wordreading", seconds=SECONDS, input=content)
    except subprocess.TimeoutExpired as error:
        raise DeedError(
            _("This document takes too long to read. Please send it in smaller parts."), field="file"
        ) from error
    if done.returncode:
        raise _unreadable()
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def _tell(bundle: Bundle, title: str, parts: Packed, messages: list[str]) -> None:
    """What a page has no place for."""
    body = parts["word/document.xml"]
    losses = {
        _("comments"): b"<w:comment " in (parts.get("word/comments.xml") or b""),
        _("tracked changes (taken as accepted)"): b"<w:ins " in body or b"<w:del " in body,
        _("text boxes and drawings"): b"<wps:txbx" in body or b"<v:textbox" in body,
        _("charts and diagrams"): any(name.startswith(("word/charts/", "word/diagrams/")) for name in parts),
        _("fonts, colours and page layout"): b"<w:color " in body or b"<w:jc " in body or b"<w:cols w:num=" in body,
    }
    for what, found in losses.items():
        if found:
            bundle.note(_("“%(page)s”: %(what)s cannot be kept.") % {"page": title, "what": what})
    for message in messages:
        style = re.search(r"style: '?([^'(]{1,80}?)'?(?: \(|$)", message)
        if style:
            words = {"page": title, "style": style[1]}
            bundle.note(_("“%(page)s”: the style “%(style)s” becomes plain text.") % words)
