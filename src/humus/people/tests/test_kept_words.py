"""A session that ends while one types loses nothing, with scripts or without."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from humus.conftest import make_space
from humus.discussions.models import Comment
from humus.kit import richtext
from humus.pages import domain as pages
from humus.pages.models import Draft, Page, Text
from humus.people import kept_words
from humus.people.models import Person

SignIn = Callable[[Person], Client]
BODY = json.dumps(richtext.empty())
WORDS = "## Cover crops\n\nThey keep the soil alive, and I typed this for an hour."


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    made = pages.create(actor=cast.secretary, space=cast.public, title="Cover crops", language="en")
    return pages.publish(
        actor=cast.secretary, page=made, language="en", title="Cover crops", body=richtext.empty(), base=0
    ).page


def sign_in_by_form(client: Client, person: Person, then: str) -> Any:
    """As a person does it; the session of the visitor goes along."""
    person.set_password("loam-and-leaf-7")
    person.save()
    EmailAddress.objects.get_or_create(user=person, email=person.email, primary=True, verified=True)
    return client.post(f"/account/login/?next={then}", {"login": person.email, "password": "loam-and-leaf-7"})


def fields_of(html: str) -> dict[str, str]:
    """What a browser would send of the form that is shown."""
    html = html.partition('class="form">')[2].partition("</form>")[0]
    found = re.findall(r'<textarea id="kept-\d+" name="(\w+)"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)
    found += re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def test_page_typed_as_markdown_comes_back_after_the_sign_in_and_is_published(
    cast: SimpleNamespace, client: Client, page: Page
) -> None:
    address = f"/p/{page.key}/edit/?language=en&plain"
    typed = {"title": "Cover crops", "markdown": WORDS, "note": "longer", "base": "1", "body": BODY, "request_key": "k"}
    away = client.post(address, typed)
    assert away.headers["Location"] == "/account/login/?next=/me/kept/"
    assert Text.objects.get(page=page, language="en").number == 1
    assert sign_in_by_form(client, cast.secretary, "/me/kept/").headers["Location"] == "/me/kept/"
    session = client.session
    session["second_factor"] = True
    session.save()
    shown = client.get("/me/kept/").content.decode()
    assert f'action="{address.replace("&", "&amp;")}"' in shown
    assert fields_of(shown) == typed
    assert client.post(address, fields_of(shown)).status_code == 302
    text = Text.objects.get(page=page, language="en")
    assert text.number == 2
    assert "typed this for an hour" in str(text.body)
    assert client.get("/me/kept/").status_code == 302


def test_draft_that_one_meant_to_keep_is_kept(cast: SimpleNamespace, client: Client, page: Page) -> None:
    address = f"/p/{page.key}/edit/?language=en&plain"
    client.post(address, {"title": "T", "markdown": WORDS, "base": "1", "body": BODY, "keep": "1"})
    client.force_login(cast.secretary)
    client.post(address, fields_of(client.get("/me/kept/").content.decode()))
    assert "typed this for an hour" in str(Draft.objects.get(page=page, person=cast.secretary).body)


def test_comment_of_a_single_word_is_kept_too(cast: SimpleNamespace, client: Client, page: Page) -> None:
    address = f"/p/{page.key}/comments/"
    assert client.post(address, {"text": "Agreed"}).headers["Location"].endswith("?next=/me/kept/")
    client.force_login(cast.member)
    client.post(address, fields_of(client.get("/me/kept/").content.decode()))
    assert Comment.objects.get(page=page).author == cast.member


def test_button_without_words_leads_to_the_sign_in_alone(client: Client, page: Page) -> None:
    assert client.post(f"/p/{page.key}/watch/", {"watch": "1"}).headers["Location"] == "/account/login/?next=/"
    assert kept_words.KEY not in client.session


def test_secretary_hears_after_the_sign_in_of_words_sent_to_a_closed_room(
    cast: SimpleNamespace, client: Client
) -> None:
    client.cookies["humus_session"] = "ended"
    refused = client.post("/secretariat/banner/", {"text": "Maintenance on Sunday evening"})
    assert (refused.status_code, b"Maintenance" in refused.content) == (404, False)
    answer = sign_in_by_form(client, cast.secretary, "/")
    home = client.get(answer.headers["Location"]).content.decode()
    assert '<a href="/me/kept/">' in home
    assert fields_of(client.get("/me/kept/").content.decode())["text"] == "Maintenance on Sunday evening"


def test_passwords_and_codes_are_never_kept(client: Client, db: None) -> None:
    client.post("/me/erase/", {"password": "loam and leaf", "code": "123 456", "reason": "I am leaving"})
    assert client.session[kept_words.KEY]["fields"] == [["reason", "I am leaving"]]


def test_words_too_long_to_keep_are_shown_to_be_copied(client: Client, page: Page) -> None:
    words = "soil " * 50_000
    answer = client.post(f"/p/{page.key}/edit/", {"markdown": words})
    assert (answer.status_code, words in answer.content.decode()) == (401, True)
    assert kept_words.KEY not in client.session


def test_words_are_gone_when_thrown_away_and_after_an_hour(
    cast: SimpleNamespace, client: Client, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post(f"/p/{page.key}/comments/", {"text": "Some words"})
    client.force_login(cast.member)
    assert "Some words" in client.get("/me/kept/").content.decode()
    monkeypatch.setattr(kept_words, "SECONDS", -1)
    assert client.get("/me/kept/").status_code == 302
    monkeypatch.undo()
    client.logout()
    client.post(f"/p/{page.key}/comments/", {"text": "Other words"})
    client.force_login(cast.member)
    assert client.post("/me/kept/").status_code == 302
    assert kept_words.KEY not in client.session


def test_words_do_not_open_what_one_may_not_write(cast: SimpleNamespace, client: Client) -> None:
    closed = make_space("closed", "committee", visibility="hidden")
    made = pages.create(actor=cast.secretary, space=closed, title="Secret", language="en")
    address = f"/p/{made.key}/edit/"
    client.post(address, {"title": "Secret", "markdown": WORDS})
    client.force_login(cast.stranger)
    assert client.post(address, fields_of(client.get("/me/kept/").content.decode())).status_code == 404


def test_what_was_typed_is_shown_as_text(cast: SimpleNamespace, client: Client, page: Page) -> None:
    client.post(f"/p/{page.key}/comments/", {"text": "</textarea><script>alert(1)</script> x"})
    client.force_login(cast.member)
    assert "<script>alert(1)" not in client.get("/me/kept/").content.decode()
