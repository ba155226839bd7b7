"""What may be uploaded, and how it is made harmless before it is kept."""

from __future__ import annotations

import mimetypes
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.base import File as DjangoFile
from django.utils.translation import gettext as _

from humus.kit.errors import DeedError
from humus.kit.richtext.standard.previews import PLAYED
from humus.kit.scanner import scan

PICTURES = ("image/jpeg", "image/png", "image/webp", "image/gif")
PHONE_PHOTOGRAPHS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"})
TIFF = (b"II*\0", b"MM\0*")
# Shown in the page or by the browser itself; everything else is handed over as a download.
SHOWN = frozenset(PICTURES) | {"application/pdf", *PLAYED}


@dataclass(frozen=True)
class Checked:
    content: DjangoFile[bytes]
    media_type: str
    width: int | None = None
    height: int | None = None
    scanned: str = ""


def safe_name(name: str) -> str:
    """The name as shown: no folders, no control or direction-changing characters, at most 200 characters."""
    name = PurePosixPath(name.replace("\\", "/")).name
    name = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c)[0] != "C")
    name = re.sub(r"\s+", " ", name).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if dot and len(name) > 200:
        name = f"{stem[: 199 - len(ending)]}.{ending[:20]}"
    return name[:200] or "file"


def check(uploaded: Any, name: str) -> Checked:
    """The file as it will be kept, or DeedError."""
    scanned = scan(uploaded)
    head = uploaded.read(16)
    uploaded.seek(0)
    _refuse_places(uploaded, head)
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if guessed in PICTURES or _looks_like_picture(head):
        # Loaded where a picture comes in; most web processes never see one.
        from humus.pages import pictures

        clean, media_type, size = pictures.redraw(uploaded)
        return Checked(ContentFile(clean), media_type, *size, scanned=scanned)
    if guessed == "application/pdf" and not head.startswith(b"%PDF-"):
        raise DeedError(_("This file says it is a PDF, but it is not."), field="file")
    return Checked(DjangoFile(uploaded), guessed, scanned=scanned)


def _refuse_places(uploaded: Any, head: bytes) -> None:
    """Photographs that we cannot write anew would tell everyone where they were taken."""
    placed = head[4:8] == b"ftyp" and head[8:12] in PHONE_PHOTOGRAPHS
    if head[:4] in TIFF:
        from humus.pages import pictures

        placed = pictures.tells_place(uploaded)
        uploaded.seek(0)
    if placed:
        raise DeedError(_("Please send this photograph as JPEG: this kind tells where it was taken."), field="file")


def _looks_like_picture(head: bytes) -> bool:
    return head.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8")) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
