"""Portraits and logos: whatever is sent becomes a small, freshly drawn picture without metadata."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from humus.kit.ids import secret_key

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 10_000_000
MOST_PIXELS = 50_000_000


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


def portrait(upload: Any, side: int = 400) -> ContentFile[bytes]:
    """A square of at most ``side`` pixels, cut from the middle."""
    image = opened(upload).convert("RGB")
    return redrawn(ImageOps.fit(image, (side, side), Image.Resampling.LANCZOS), "JPEG")


def logo(upload: Any, width: int = 640, height: int = 400) -> ContentFile[bytes]:
    """The whole logo inside a frame; transparency stays."""
    image = opened(upload).convert("RGBA")
    image.thumbnail((width, height), Image.Resampling.LANCZOS)
    return redrawn(image, "PNG")
