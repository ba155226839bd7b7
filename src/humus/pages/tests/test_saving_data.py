"""On a line that asks to be spared, pictures wait until they are asked for, and say what they weigh."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from humus.kit import richtext
from humus.kit.richtext import FileRef, RenderContext
from humus.pages import domain
from humus.pages.tests.test_file_previews import kept, paper

SignIn = Callable[..., Client]


def shown(node: dict[str, Any], **facts: Any) -> str:
    file = FileRef(key="f1", name="A <b>.jpg", url="/files/f1/", media_type="image/jpeg", **facts)
    context = RenderContext(files=lambda keys: {"f1": file}, saving=True)
    return str(richtext.to_html(richtext.clean({"type": "doc", "content": [node]}), context))


@pytest.mark.parametrize("kind", ["image", "filePreview"])
def test_a_picture_is_a_link_that_says_its_weight(kind: str) -> None:
    node = {"type": kind, "attrs": {"file": "f1", "caption": "By <hand>"}}
    small = shown(node, size=2048, width=300, height=200)
    assert "<img" not in small
    assert '<a class="held panel panel--sunken" href="/files/f1/" data-held="/files/f1/"' in small
    assert "2.0\xa0KB" in small
    assert "By &lt;hand&gt;" in small
    large = shown(node, size=9_000_000, width=1800, height=1200, preview_url="/files/f1/preview/")
    assert 'data-held="/files/f1/preview/"' in large
    assert 'data-held-full="/files/f1/"' in large
    # 900 by 600 pixels at 0.15 bytes.
    assert "about 79.1\xa0KB" in large


@pytest.mark.parametrize(
    ("headers", "cookies", "loads"),
    [
        ({}, {}, True),
        ({"HTTP_SAVE_DATA": "on"}, {}, False),
        ({}, {"data": "save"}, False),
        ({"HTTP_SAVE_DATA": "on"}, {"data": "all"}, True),
    ],
)
def test_a_page_does_as_the_browser_or_the_reader_asks(
    cast: SimpleNamespace, sign_in: SignIn, headers: dict[str, str], cookies: dict[str, str], loads: bool
) -> None:
    file = kept(cast, "plan.pdf", paper())
    node = {"type": "filePreview", "attrs": {"file": file.key}}
    body = {"type": "doc", "content": [node]}
    domain.publish(actor=cast.leader, page=file.page, language="en", title="Soil notes", body=body)
    client = sign_in(cast.member)
    for name, wish in cookies.items():
        client.cookies[name] = wish
    answer = client.get(file.page.get_absolute_url(), **headers)
    page = answer.content.decode()
    assert (f'<img src="{file.get_absolute_url()}preview/"' in page) is loads
    assert ("data-held" in page) is not loads
    assert ("held.js" in page) is not loads
    assert "Save-Data" in answer["Vary"]


def test_faces_give_way_to_initials(cast: SimpleNamespace, sign_in: SignIn) -> None:
    cast.member.photo, cast.member.shown = "people/mona.webp", ["photo"]
    cast.member.save()
    client = sign_in(cast.member)
    assert '<img class="avatar' in client.get("/").content.decode()
    assert '<img class="avatar' not in client.get("/", HTTP_SAVE_DATA="on").content.decode()


def test_the_choice_is_kept_for_the_browser(db: None, client: Client) -> None:
    client.post("/preferences/reading/", {"data": "save"})
    assert client.cookies["data"].value == "save"
    assert 'value="save" checked' in client.get("/preferences/reading/").content.decode()
    client.post("/preferences/reading/", {"data": "<script>"})
    assert client.cookies["data"].value == ""
