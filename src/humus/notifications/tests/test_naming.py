"""Who is named in a page or called with its group: offered while one types, told when it is published."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from humus.discussions import domain as discussions
from humus.kit import richtext
from humus.notifications.models import Notice, Telling
from humus.notifications.notices import fanning
from humus.pages import domain as pages
from humus.pages.models import Page, Watch
from humus.pages.tests.test_pages import page_in

SignIn = Callable[..., Client]


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    page = page_in(cast, "Front")
    Telling.objects.all().delete()
    Watch.objects.all().delete()
    return page


def naming(*people: Any, words: str = "Dear ") -> dict[str, Any]:
    mentions = [{"type": "mention", "attrs": {"person": one.key, "label": one.name}} for one in people]
    return {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": words}, *mentions]}]}


def published(actor: Any, page: Page, body: dict[str, Any]) -> set[tuple[str, str]]:
    Notice.objects.all().delete()
    pages.publish(actor=actor, page=page, language="en", title="Front", body=body)
    fanning.tell_all()
    return set(Notice.objects.values_list("person__name", "reason"))


def test_who_is_named_in_a_page_is_told_once_and_only_if_they_may_see_it(cast: SimpleNamespace, page: Page) -> None:
    assert published(cast.leader, page, naming(cast.member, cast.stranger)) == {("Mona Member", "named")}
    assert published(cast.leader, page, naming(cast.member, words="Again ")) == set()
    both = naming(cast.member, cast.representative)
    assert published(cast.leader, page, both) == {("Rafa Representative", "named")}


def test_group_called_in_a_page_is_told_once(cast: SimpleNamespace, page: Page) -> None:
    members = {("Rafa Representative", "named"), ("Mona Member", "named")}
    assert published(cast.leader, page, richtext.paragraphs("Please read, @members.")) == members
    assert published(cast.leader, page, richtext.paragraphs("Please read this, @members.")) == set()
    assert published(cast.leader, page, richtext.paragraphs("Mail people@members.example.")) == set()


def test_who_is_not_of_the_space_calls_nobody(cast: SimpleNamespace) -> None:
    page = page_in(cast, "Front", space=cast.public, actor=cast.secretary)
    discussions.add(actor=cast.stranger, page=page, text="Hello @members and @leaders.")
    fanning.tell_all()
    assert not Notice.objects.filter(reason="named").exists()


@pytest.mark.parametrize(
    ("who", "typed", "language", "offered"),
    [
        ("leader", "", "en", ["members", "leaders"]),
        ("leader", "mem", "en", ["members"]),
        ("leader", "mem", "fr", ["membres"]),
        ("leader", "responsa", "es", ["responsables"]),
        ("leader", "members please", "en", []),
        ("stranger", "mem", "en", []),
    ],
)
def test_groups_are_offered_by_their_first_letters_to_who_may_call_them(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, who: str, typed: str, language: str, offered: list[str]
) -> None:
    with translation.override(language):
        client = sign_in(getattr(cast, who))
        found = client.get(
            "/pages/people/",
            {"q": typed, "page": page.key, "groups": ""},
            headers={"accept-language": language},
        )
    assert [one["name"] for one in found.json()["results"] if not one["key"]] == offered
    without = client.get("/pages/people/", {"q": typed, "page": page.key}).json()["results"]
    assert all(one["key"] for one in without)


def test_who_spoke_below_a_page_is_offered_there(cast: SimpleNamespace, sign_in: SignIn) -> None:
    page = page_in(cast, "Front", space=cast.public, actor=cast.secretary)
    client = sign_in(cast.stranger)

    def names() -> list[str]:
        found = client.get("/pages/people/", {"q": "mo", "page": page.key, "groups": ""})
        return [one["name"] for one in found.json()["results"]]

    assert names() == []
    said = discussions.add(actor=cast.member, page=page, text="I dig.")
    assert names() == ["Mona Member"]
    discussions.take_back(actor=cast.member, comment=said)
    assert names() == []
