"""Writing without scripts: Markdown in, the same blocks out."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings

from humus.kit import richtext
from humus.kit.richtext.tests.making import documents
from humus.pages import domain
from humus.pages.models import Draft, Page
from humus.pages.tests.test_pages import page_in
from humus.pages.typed import from_markdown

SignIn = Callable[..., Client]


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    page_in(cast, "Front", body=None)
    page = page_in(cast, "Soil notes")
    body = richtext.from_markdown("## Why\n\nCarbon feeds the soil.\n\n:::children page=none\n\nRoots last.")
    domain.publish(actor=cast.leader, page=page, language="en", title="Soil notes", body=body)
    return Page.objects.get(pk=page.pk)


def sent(page: Page, markdown: str, **more: str) -> dict[str, str]:
    text = page.texts.get(language="en")
    return {"title": text.title, "body": json.dumps(text.body), "base": str(text.number), "markdown": markdown} | more


def test_the_editor_offers_the_text_as_markdown(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    leader = sign_in(cast.leader)
    for address in ("edit/", "edit/?plain"):
        shown = leader.get(f"/p/{page.key}/{address}").content.decode()
        assert 'name="markdown"' in shown
        assert "Carbon feeds the soil." in shown.split('name="markdown"')[1].split("</textarea>")[0]


def test_what_was_not_touched_stays_the_same_block(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    before = page.texts.get(language="en").body
    changed = richtext.to_markdown(before).replace("Roots last.", "Roots last long.").replace("\n", "\r\n")
    answer = sign_in(cast.leader).post(f"/p/{page.key}/edit/?language=en", sent(page, changed))
    assert answer.status_code == 302
    after = page.texts.get(language="en").body
    assert after["content"][:-1] == before["content"][:-1]
    assert richtext.to_text(after).endswith("Roots last long.")


@pytest.mark.parametrize("words", ["Carbon feeds every soil.", "Nothing of it is left."])
def test_what_two_people_type_in_one_block_is_shown_to_the_second(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, words: str
) -> None:
    before = richtext.to_markdown(page.texts.get(language="en").body)
    leader, address = sign_in(cast.leader), f"/p/{page.key}/edit/?language=en"
    theirs = sent(page, before.replace("Carbon feeds the soil.", "Carbon feeds living soils."))
    mine = sent(page, before.replace("Carbon feeds the soil.", words))
    assert leader.post(address, theirs).status_code == 302
    answer = leader.post(address, mine)
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert ("living" in shown, words.split()[-1] in shown) == (True, True)
    assert page.versions.count() == 3


def test_a_draft_is_kept_by_a_button(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    leader, address = sign_in(cast.leader), f"/p/{page.key}/edit/?language=en"
    assert leader.post(address, sent(page, "Only half", keep="draft")).status_code == 302
    assert richtext.to_text(Draft.objects.get(page=page).body) == "Only half"
    assert "Only half" in leader.get(address + "&plain").content.decode()
    assert page.versions.count() == 2
    assert sign_in(cast.stranger).post(address, sent(page, "Mine", keep="draft")).status_code in (403, 404)


def test_too_much_markdown_is_refused_and_comes_back(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    answer = sign_in(cast.leader).post(f"/p/{page.key}/edit/?language=en&plain", sent(page, "x" * 200_001))
    assert answer.status_code == 400
    assert "x" * 200_001 in answer.content.decode()
    assert page.versions.count() == 2


@given(documents)
@settings(max_examples=40, deadline=None)
def test_any_text_comes_back_unchanged_when_nothing_was_typed(document: dict[str, Any]) -> None:
    before = richtext.clean(document)
    assert from_markdown(richtext.to_markdown(before), before) == before


@pytest.mark.parametrize("door", ["edit", "suggest"])
def test_what_cannot_be_stored_is_refused_in_words(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, door: str
) -> None:
    cast.force.visibility = "public"
    cast.force.suggesting = "readers"
    cast.force.save()
    client = sign_in(cast.leader if door == "edit" else cast.stranger)
    body = {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "a\0b"}]}]}
    typed = {"title": "Another title", "body": json.dumps(body), "base": "1"}
    answer = client.post(f"/p/{page.key}/{door}/", typed)
    shown = answer.content.decode()
    assert answer.status_code == 400
    assert "characters that cannot be stored" in shown
    assert "Another title" in shown
    assert "Carbon feeds the soil." in shown
