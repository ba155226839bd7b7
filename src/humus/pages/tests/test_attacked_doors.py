"""The attack corpus as JSON, as a changed script would send it to the doors that editors send to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from humus.kit.richtext.tests import xss_corpus
from humus.kit.richtext.tests.harmless import alive, faults
from humus.pages.models import Draft, Page
from humus.pages.tests.test_pages import page_in

pytestmark = pytest.mark.django_db
TITLE = "</title><script>pwn()</script><img src=x onerror=pwn()>\"'>"


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    page_in(cast, "Front", body=None)
    return page_in(cast, "Soil notes")


@pytest.fixture
def lena(cast: SimpleNamespace, sign_in: Callable[..., Client]) -> Client:
    return sign_in(cast.leader)


def blocks() -> list[Any]:
    """Of each document some blocks, by turns of each kind; a zero byte would refuse the whole."""
    found: list[Any] = []
    for number, whole in enumerate(xss_corpus.documents()):
        found += whole["content"][number % 5 :: 5]
    clean: list[Any] = json.loads(json.dumps(found).replace("\\u0000", ""))
    assert len(clean) > 800
    return clean


def bodies(most: int) -> Iterator[dict[str, Any]]:
    every = blocks()
    for start in range(0, len(every), most):
        yield {"type": "doc", "content": every[start : start + most]}


def sent(client: Client, address: str, given: dict[str, Any]) -> Any:
    return client.post(address, json.dumps(given), content_type="application/json")


@pytest.mark.parametrize(
    ("door", "shown"), [("draft/", "edit/?room=no"), ("suggest/draft/", "suggest/"), ("bring-in/", "")]
)
def test_nothing_runs_that_a_script_sent(page: Page, lena: Client, door: str, shown: str) -> None:
    whole = {"type": "doc", "content": blocks()[:900]}
    answer = sent(
        lena,
        f"/p/{page.key}/{door}",
        {"title": TITLE, "body": whole, "mine": whole, "base": 1 if "draft" in door else None},
    )
    assert answer.status_code == 200, answer.content[:200]
    html = lena.get(f"/p/{page.key}/{shown}", follow=True).content.decode()
    assert alive(html) == []


def test_nothing_runs_that_is_drawn_for_the_editor(page: Page, lena: Client) -> None:
    drawn = []
    for body in bodies(100):
        answer = sent(lena, f"/p/{page.key}/blocks/", {"blocks": body["content"]})
        if answer.status_code == 200:
            drawn += answer.json()["html"]
    assert sum("pwn" in html for html in drawn) > 300
    assert [html for html in drawn if faults(html) or alive(html)] == []


def test_a_draft_of_attacks_is_published_harmless(page: Page, lena: Client) -> None:
    assert sent(lena, f"/p/{page.key}/draft/", {"title": TITLE, "body": next(bodies(900))}).status_code == 200
    kept = Draft.objects.get(page=page)
    form = {"title": kept.title, "body": json.dumps(kept.body), "base": "1"}
    assert lena.post(f"/p/{page.key}/edit/", form).status_code == 302
    html = lena.get(Page.objects.get(pk=page.pk).get_absolute_url()).content.decode()
    assert html.count("pwn") > 100
    assert alive(html) == []


def test_what_would_run_is_told_from_what_would_not() -> None:
    """The control: nearly all of the corpus, written out as it came, is seen."""
    seen = sum(bool(alive(f"<main>{one}</main>")) for one in xss_corpus.HTML)
    assert seen > len(xss_corpus.HTML) * 0.6
    assert alive("<p>&lt;img onerror=pwn()&gt; <a href='/s/soil/'>pwn</a></p>") == []
