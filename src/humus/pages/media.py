"""What may be uploaded, and how it is made harmless before it is kept."""

from __future__ import annotations

import io
import mimetypes
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.base import File as DjangoFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from humus.kit.errors import DeedError
from humus.kit.richtext.standard.previews import PLAYED
from humus.kit.scanner import scan

PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
MOST_PIXELS = 60_000_000
MOST_FRAMES = 300
PHONE_PHOTOGRAPHS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"})
TIFF = (b"II*\0", b"MM\0*")
GPS = 0x8825
WIDEST = 2400
# Shown in the page or by the browser itself; everything else is handed over as a download.
SHOWN = frozenset(PICTURES.values()) | {"application/pdf", *PLAYED}


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
    if guessed in PICTURES.values() or _looks_like_picture(head):
        return _picture(uploaded, scanned)
    if guessed == "application/pdf" and not head.startswith(b"%PDF-"):
        raise DeedError(_("This file says it is a PDF, but it is not."), field="file")
    return Checked(DjangoFile(uploaded), guessed, scanned=scanned)


def _refuse_places(uploaded: Any, head: bytes) -> None:
    """Photographs that we cannot write anew would tell everyone where they were taken."""
    placed = head[4:8] == b"ftyp" and head[8:12] in PHONE_PHOTOGRAPHS
    if head[:4] in TIFF:
        with suppress(OSError, SyntaxError, ValueError), Image.open(uploaded, formats=["TIFF"]) as picture:
            placed = GPS in picture.getexif()
        uploaded.seek(0)
    if placed:
        raise DeedError(_("Please send this photograph as JPEG: this kind tells where it was taken."), field="file")


def _looks_like_picture(head: bytes) -> bool:
    return head.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8")) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def _picture(uploaded: Any, scanned: str) -> Checked:
    """Re-encode, so that nothing but the picture is left: no position, no camera, no second meaning."""
    try:
        with Image.open(uploaded) as picture:
            # Phones put a second, smaller picture behind a JPEG; only the first is kept.
            kind = "JPEG" if picture.format == "MPO" else picture.format
            if kind not in PICTURES:
                raise DeedError(_("Please use a JPEG, PNG, WebP or GIF picture."), field="file")
            frames = 1 if picture.format == "MPO" else getattr(picture, "n_frames", 1)
            if picture.width * picture.height * frames > MOST_PIXELS or frames > MOST_FRAMES:
                raise DeedError(_("This picture is too large to be opened safely."), field="file")
            clean, size = _moving(picture, kind) if frames > 1 else _still(picture, kind)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise DeedError(_("This picture is damaged and cannot be read."), field="file") from error
    return Checked(ContentFile(clean), PICTURES[kind], *size, scanned=scanned)


def _moving(picture: Image.Image, kind: str) -> tuple[bytes, tuple[int, int]]:
    """Each frame drawn anew; how long it stands is all that is taken along."""
    frames, times = [], []
    for frame in ImageSequence.Iterator(picture):
        bare = Image.new("RGBA", picture.size)
        bare.paste(frame.convert("RGBA"))
        # Known for some kinds only once the frame is read.
        times.append(int(frame.info.get("duration", 100)))
        frames.append(bare)
    out = io.BytesIO()
    more: Any = {"disposal": 2} if kind == "GIF" else {}
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=times, loop=0, **more)
    return out.getvalue(), picture.size


def _still(picture: Image.Image, kind: str) -> tuple[bytes, tuple[int, int]]:
    out = io.BytesIO()
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
