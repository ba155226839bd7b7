"""What may be uploaded, and how it is made harmless before it is kept."""

from __future__ import annotations

import io
import mimetypes
import re
import socket
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.base import File as DjangoFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from humus.kit.errors import DeedError

PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
MOST_PIXELS = 60_000_000
MOST_FRAMES = 300
WIDEST = 2400
# Shown in the page or by the browser itself; everything else is handed over as a download.
SHOWN = frozenset(PICTURES.values()) | {"application/pdf", "audio/mpeg", "audio/ogg", "video/mp4", "video/webm"}


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
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if guessed in PICTURES.values() or _looks_like_picture(head):
        return _picture(uploaded, scanned)
    if guessed == "application/pdf" and not head.startswith(b"%PDF-"):
        raise DeedError(_("This file says it is a PDF, but it is not."), field="file")
    return Checked(DjangoFile(uploaded), guessed, scanned=scanned)


def _looks_like_picture(head: bytes) -> bool:
    return head.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8")) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def _picture(uploaded: Any, scanned: str) -> Checked:
    """Re-encode, so that nothing but the picture is left: no position, no camera, no second meaning."""
    try:
        with Image.open(uploaded) as picture:
            if picture.format not in PICTURES:
                raise DeedError(_("Please use a JPEG, PNG, WebP or GIF picture."), field="file")
            if picture.width * picture.height > MOST_PIXELS or getattr(picture, "n_frames", 1) > MOST_FRAMES:
                raise DeedError(_("This picture is too large to be opened safely."), field="file")
            kind = picture.format
            clean, size = _reencode(picture, kind)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise DeedError(_("This picture is damaged and cannot be read."), field="file") from error
    return Checked(ContentFile(clean), PICTURES[kind], *size, scanned=scanned)


def _reencode(picture: Image.Image, kind: str) -> tuple[bytes, tuple[int, int]]:
    out = io.BytesIO()
    if getattr(picture, "n_frames", 1) > 1:
        picture.save(out, kind, save_all=True)
        return out.getvalue(), picture.size
    still = ImageOps.exif_transpose(picture)
    if max(still.size) > WIDEST:
        still.thumbnail((WIDEST, WIDEST))
    if kind == "JPEG" and still.mode not in ("RGB", "L"):
        still = still.convert("RGB")
    bare = Image.new(still.mode, still.size)
    if still.mode == "P" and (palette := still.getpalette()):
        bare.putpalette(palette)
    bare.paste(still)
    options: Any = {"JPEG": {"quality": 85, "progressive": True}, "PNG": {"optimize": True}}.get(kind, {})
    if "transparency" in still.info and still.mode == "P":
        options["transparency"] = still.info["transparency"]
    bare.save(out, kind, **options)
    return out.getvalue(), still.size


def thumbnail(content: Any, width: int) -> bytes:
    """A smaller WebP of a stored picture."""
    with Image.open(content) as picture:
        picture.thumbnail((width, width * 2))
        out = io.BytesIO()
        picture.convert("RGBA" if "A" in picture.getbands() else "RGB").save(out, "WEBP", quality=80)
        return out.getvalue()


def scan(uploaded: Any) -> str:
    """Ask the virus scanner where one is configured; without its word nothing is taken."""
    address = settings.VIRUS_SCANNER
    if not address:
        return ""
    host, _colon, port = address.rpartition(":")
    try:
        with socket.create_connection((host, int(port)), timeout=20) as wire:
            wire.sendall(b"zINSTREAM\0")
            for chunk in uploaded.chunks(65536):
                wire.sendall(len(chunk).to_bytes(4, "big") + chunk)
            wire.sendall(b"\0\0\0\0")
            answer = wire.recv(4096).decode(errors="replace")
    except OSError as error:
        raise DeedError(
            _("The virus scanner does not answer, so nothing can be uploaded just now. Please try again later."),
            field="file",
            permanent=False,
        ) from error
    uploaded.seek(0)
    if "OK" not in answer:
        raise DeedError(_("The virus scanner refuses this file."), field="file")
    return "clean"
