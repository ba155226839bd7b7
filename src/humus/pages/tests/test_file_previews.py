"""Files that show themselves in a page: first page, parts of a film, and who may have them."""

from __future__ import annotations

import io
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pypdf import PdfWriter

from humus.pages import domain, firstpage
from humus.pages.models import File
from humus.pages.tests.test_pages import page_in

SignIn = Callable[..., Client]
FILM = bytes(range(256)) * 1000


def paper(width: int = 300, height: int = 400) -> bytes:
    out, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(width, height)
    writer.write(out)
    return out.getvalue()


def kept(cast: SimpleNamespace, name: str, content: bytes) -> File:
    page = page_in(cast, "Soil notes")
    return domain.upload(actor=cast.leader, page=page, uploaded=SimpleUploadedFile(name, content))


def test_the_first_page_of_a_pdf_is_a_picture_for_who_may_see_the_page(cast: SimpleNamespace, sign_in: SignIn) -> None:
    url = f"{kept(cast, 'plan.pdf', paper()).get_absolute_url()}preview/"
    answer = sign_in(cast.member).get(url)
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (900, 1200))
    assert "sandbox" in answer["Content-Security-Policy"]
    assert sign_in(cast.stranger).get(url).status_code == 404


@pytest.mark.parametrize("content", [b"%PDF-1.7 and then nothing", paper(1, 1_000_000), paper()[:200]])
def test_a_pdf_that_cannot_be_drawn_has_no_preview(content: bytes) -> None:
    drawn = firstpage.picture(content)
    assert len(drawn) < 20_000


def test_a_broken_pdf_is_a_file_without_a_picture(cast: SimpleNamespace, sign_in: SignIn) -> None:
    url = f"{kept(cast, 'plan.pdf', b'%PDF-1.7 broken').get_absolute_url()}preview/"
    assert sign_in(cast.member).get(url).status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "expected"),
    [
        ("bytes=0-99", 206, FILM[:100]),
        ("bytes=1000-", 206, FILM[1000:]),
        ("bytes=-10", 206, FILM[-10:]),
        ("bytes=100-999999999", 206, FILM[100:]),
        ("bytes=0-1,5-9", 200, FILM),
        ("bytes=-", 200, FILM),
        ("pages=1-2", 200, FILM),
    ],
)
def test_a_film_is_handed_over_in_parts(
    cast: SimpleNamespace, sign_in: SignIn, asked: str, status: int, expected: bytes
) -> None:
    file = kept(cast, "field.mp4", FILM)
    answer: Any = sign_in(cast.member).get(file.get_absolute_url(), headers={"range": asked})
    assert (answer.status_code, answer.getvalue() == expected) == (status, True)
    assert answer["Content-Length"] == str(len(expected))
    assert answer["Content-Type"] == "video/mp4"
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("asked", ["bytes=256000-", "bytes=9-5", "bytes=-0"])
def test_a_part_that_does_not_exist_is_said_so(cast: SimpleNamespace, sign_in: SignIn, asked: str) -> None:
    answer = sign_in(cast.member).get(kept(cast, "field.mp4", FILM).get_absolute_url(), headers={"range": asked})
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */256000")
