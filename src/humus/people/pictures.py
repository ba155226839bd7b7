"""Portraits and logos: whatever is sent becomes a small, freshly drawn picture without metadata."""

from __future__ import annotations

import warnings
from io import BytesIO
from math import isfinite
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from humus.kit.ids import secret_key

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 10_000_000
MOST_PIXELS = 50_000_000
LEAST_CUT = 0.05


def refuse_large(upload: Any) -> None:
    if upload.size > MOST_BYTES:
        raise ValidationError(_("The picture is larger than 10 MB."), code="size")


def opened(upload: Any) -> Image.Image:
    """The picture decoded, upright; a readable refusal for anything else, before its pixels are unpacked."""
    refuse_large(upload)
    upload.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(upload, formats=FORMATS)
            if image.width * image.height > MOST_PIXELS:
                raise ValidationError(_("The picture has too many pixels."), code="pixels")
            image.load()
            return ImageOps.exif_transpose(image)
    except ValidationError:
        raise
    except Exception:
        raise ValidationError(_("This is not a picture in JPEG, PNG or WebP."), code="format") from None


def redrawn(image: Image.Image, kind: str) -> ContentFile[bytes]:
    """Only the pixels are kept: no EXIF, no place, no comment, no second frame."""
    plain = Image.new(image.mode, image.size)
    plain.paste(image)
    out = BytesIO()
    plain.save(out, kind, quality=86)
    return ContentFile(out.getvalue(), name=f"{secret_key()[:24]}.{'jpg' if kind == 'JPEG' else 'png'}")


def portrait(upload: Any, cut: str = "", side: int = 400) -> ContentFile[bytes]:
    """A square of ``side`` pixels: the one named by ``cut`` (see `square`), else the middle."""
    image = on_white(opened(upload))
    return redrawn(image.resize((side, side), Image.Resampling.LANCZOS, box=square(image, cut)), "JPEG")


def square(image: Image.Image, cut: str) -> tuple[float, float, float, float]:
    """The corners, in pixels, of "left top side", each given in parts of the shorter side; empty is the middle."""
    short = min(image.size)
    wide, high = image.width / short, image.height / short
    try:
        left, top, side = (float(part) for part in cut.split()) if cut else ((wide - 1) / 2, (high - 1) / 2, 1.0)
        if not all(isfinite(part) for part in (left, top, side)):
            raise ValueError(cut)
    except ValueError:
        raise ValidationError(
            _("What to show of the photo could not be read. Please choose it again."), "cut"
        ) from None
    side = min(max(side, LEAST_CUT), 1.0)
    left, top = min(max(left, 0.0), wide - side), min(max(top, 0.0), high - side)
    return left * short, top * short, (left + side) * short, (top + side) * short


def on_white(image: Image.Image) -> Image.Image:
    """What is transparent would come out black."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    plain = Image.new("RGBA", image.size, "white")
    plain.alpha_composite(image.convert("RGBA"))
    return plain.convert("RGB")


def logo(upload: Any, width: int = 640, height: int = 400) -> ContentFile[bytes]:
    """The whole logo inside a frame; transparency stays."""
    image = opened(upload).convert("RGBA")
    image.thumbnail((width, height), Image.Resampling.LANCZOS)
    return redrawn(image, "PNG")
