"""Pictures drawn anew, so that nothing but what one sees is left."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from humus.kit.errors import DeedError

KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
MOST_PIXELS = 60_000_000
MOST_FRAMES = 300
GPS = 0x8825
WIDEST = 2400


def tells_place(uploaded: Any) -> bool:
    """Whether a TIFF says where it was taken."""
    with suppress(OSError, SyntaxError, ValueError), Image.open(uploaded, formats=["TIFF"]) as picture:
        return GPS in picture.getexif()
    return False


def redraw(uploaded: Any) -> tuple[bytes, str, tuple[int, int]]:
    """Bytes, media type, and width and height: without position, camera or second meaning. DeedError where refused."""
    try:
        with Image.open(uploaded) as picture:
            # Phones put a second, smaller picture behind a JPEG; only the first is kept.
            kind = "JPEG" if picture.format == "MPO" else picture.format
            if kind not in KINDS:
                raise DeedError(_("Please use a JPEG, PNG, WebP or GIF picture."), field="file")
            frames = 1 if picture.format == "MPO" else getattr(picture, "n_frames", 1)
            if picture.width * picture.height * frames > MOST_PIXELS or frames > MOST_FRAMES:
                raise DeedError(_("This picture is too large to be opened safely."), field="file")
            clean, size = _moving(picture, kind) if frames > 1 else _still(picture, kind)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise DeedError(_("This picture is damaged and cannot be read."), field="file") from error
    return clean, KINDS[kind], size


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
