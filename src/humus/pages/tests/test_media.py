"""What an upload becomes before it is kept: pictures drawn anew, places forgotten, lies refused."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, TiffImagePlugin

from humus.kit.errors import DeedError
from humus.pages import media

PLACE = b"CANARYPLACE"


def written(kind: str, **known: Any) -> SimpleUploadedFile:
    """A picture that tells its place in EXIF, in a comment and after its end."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = PLACE.decode()
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (48.0, 51.0, 24.0)
    Image.new("RGB", (64, 48), "sienna").save(out, kind, exif=exif, **known)
    return SimpleUploadedFile(f"soil.{kind.lower()}", out.getvalue() + PLACE)


def frames(kind: str, count: int = 3) -> SimpleUploadedFile:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = PLACE.decode()
    first, *more = [Image.new("RGB", (64, 48), (60 * number, 80, 40)) for number in range(count)]
    known: dict[str, Any] = {"comment": PLACE} if kind == "GIF" else {"exif": exif}
    first.save(out, kind, save_all=True, append_images=more, duration=120, **known)
    return SimpleUploadedFile(f"moving.{kind.lower()}", out.getvalue())


def opened(checked: media.Checked) -> tuple[bytes, Image.Image]:
    checked.content.seek(0)
    body = checked.content.read()
    return body, Image.open(io.BytesIO(body))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_still_picture_forgets_place_and_words(kind: str) -> None:
    sent = written(kind)
    assert PLACE in sent.read()
    sent.seek(0)
    body, picture = opened(media.check(sent, str(sent.name)))
    assert (PLACE in body, dict(picture.getexif()), picture.size) == (False, {}, (64, 48))


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_moving_picture_keeps_moving_and_forgets_the_rest(kind: str) -> None:
    sent = frames(kind)
    assert PLACE in sent.read()
    sent.seek(0)
    body, picture = opened(media.check(sent, str(sent.name)))
    picture.load()
    assert (PLACE in body, getattr(picture, "n_frames", 1), picture.info["duration"]) == (False, 3, 120)


def test_second_picture_behind_a_photograph_is_dropped() -> None:
    out = io.BytesIO()
    first, second = (Image.new("RGB", (64, 48), colour) for colour in ("sienna", "olive"))
    first.save(out, "MPO", save_all=True, append_images=[second])
    checked = media.check(SimpleUploadedFile("phone.jpg", out.getvalue()), "phone.jpg")
    assert (checked.media_type, opened(checked)[1].format) == ("image/jpeg", "JPEG")


def tiff(*, placed: bool) -> SimpleUploadedFile:
    out, directory = io.BytesIO(), TiffImagePlugin.ImageFileDirectory_v2()
    if placed:
        directory[0x8825] = {1: "N", 2: (48.0, 51.0, 24.0)}
    Image.new("RGB", (8, 8)).save(out, "TIFF", tiffinfo=directory)
    return SimpleUploadedFile("scan.tif", out.getvalue())


def test_photograph_that_we_cannot_draw_anew_is_refused_if_it_tells_its_place() -> None:
    phone = SimpleUploadedFile("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64))
    for sent in (phone, tiff(placed=True)):
        with pytest.raises(DeedError, match="as JPEG"):
            media.check(sent, str(sent.name))
    assert media.check(tiff(placed=False), "scan.tif").media_type == "image/tiff"


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("page.png", b"<html><script>alert(1)</script>"),
        ("drawing.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("paper.pdf", b"<html>"),
        ("broken.jpg", b"\xff\xd8\xff" + bytes(100)),
        ("postscript.png", b"%!PS-Adobe-3.0 EPSF-3.0"),
    ],
)
def test_file_that_is_not_what_it_says_is_refused(name: str, body: bytes) -> None:
    with pytest.raises(DeedError):
        media.check(SimpleUploadedFile(name, body), name)


def test_picture_named_something_else_is_still_drawn_anew() -> None:
    sent = written("JPEG")
    checked = media.check(sent, "report.bin")
    assert (checked.media_type, PLACE in opened(checked)[0]) == ("image/jpeg", False)


def test_flood_of_pixels_or_frames_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    Image.new("1", (10_000, 7_000)).save(out, "PNG")
    with pytest.raises(DeedError, match="too large"):
        media.check(SimpleUploadedFile("flood.png", out.getvalue()), "flood.png")
    out = io.BytesIO()
    first, *more = [Image.new("L", (8, 8), number % 250) for number in range(400)]
    first.save(out, "GIF", save_all=True, append_images=more)
    with pytest.raises(DeedError, match="too large"):
        media.check(SimpleUploadedFile("long.gif", out.getvalue()), "long.gif")
