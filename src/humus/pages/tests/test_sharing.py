"""The card that other sites show of a page: with a picture of its text, if everybody may see it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from humus.kit.richtext import from_markdown
from humus.pages import domain
from humus.pages.domain.planting import plant
from humus.pages.models import File, Page

SignIn = Callable[..., Client]
SITE = re.compile(r"http://testserver/assets/\w+/card\.png")


def picture(cast: SimpleNamespace, page: Page, width: int = 1600, height: int = 900) -> File:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "sienna").save(out, "JPEG")
    uploaded = SimpleUploadedFile("field.jpg", out.getvalue())
    return domain.upload(actor=cast.secretary, page=page, uploaded=uploaded)


def show(cast: SimpleNamespace, page: Page, *files: File) -> None:
    images: list[dict[str, Any]] = [
        {"type": "image", "attrs": {"file": one.key, "alt": 'A "red" pit'}} for one in files
    ]
    body = {"type": "doc", "content": [*from_markdown("Look.")["content"], *images]}
    domain.publish(actor=cast.secretary, page=page, language="en", title="Pit", body=body)


def card(client: Client, page: Page, **headers: Any) -> dict[str, str]:
    answer = client.get(page.get_absolute_url(), **headers)
    assert answer.status_code == 200
    return dict(re.findall(r'<meta property="og:(image[:\w]*)" content="([^"]*)">', answer.content.decode()))


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    plant(space=cast.public, slug="front", texts={"en": ("Front", from_markdown("."))})
    return plant(space=cast.public, slug="pit", texts={"en": ("Pit", from_markdown("Look."))})


def test_card_shows_the_first_picture_that_is_large_enough(cast: SimpleNamespace, page: Page, client: Client) -> None:
    show(cast, page, picture(cast, page, 120, 90), large := picture(cast, page), picture(cast, page))
    assert card(client, page) == {
        "image": f"http://testserver{large.get_absolute_url()}preview/",
        "image:alt": "A &quot;red&quot; pit",
    }
    answer = client.get(f"{large.get_absolute_url()}preview/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")


def test_page_without_a_picture_that_all_may_see_shows_that_of_the_site(
    cast: SimpleNamespace, page: Page, client: Client, sign_in: SignIn
) -> None:
    closed = plant(space=cast.force, slug="within", texts={"en": ("Within", from_markdown("."))})
    hidden = picture(cast, closed)
    show(cast, page, hidden, picture(cast, page, 120, 90))
    for reader in (client, sign_in(cast.secretary)):
        found = card(reader, page)
        assert list(found) == ["image"]
        assert SITE.fullmatch(found["image"])
    show(cast, page, picture(cast, page))
    assert SITE.fullmatch(card(client, page, HTTP_SAVE_DATA="on")["image"])


def test_a_card_asks_nothing_more(
    cast: SimpleNamespace, page: Page, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(page.get_absolute_url())
    with django_assert_num_queries(2):
        card(client, page)
    show(cast, page, picture(cast, page))
    client.get(page.get_absolute_url())
    # The files of the text are asked for as before.
    with django_assert_num_queries(3):
        card(client, page)
