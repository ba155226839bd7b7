"""The editor asks how blocks look: answered through the writer's own right to see."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from humus.pages.models import Page
from humus.pages.tests.test_pages import page_in

SignIn = Callable[..., Client]


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    page_in(cast, "Front", body=None)
    return page_in(cast, "Soil notes")


def ask(client: Client, page: Page, *blocks: Any) -> Any:
    return client.post(f"/p/{page.key}/blocks/", {"blocks": list(blocks)}, content_type="application/json")


def test_blocks_come_back_one_for_one(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    formula = {"type": "mathBlock", "attrs": {"source": "a^2"}}
    answer = ask(sign_in(cast.member), page, formula, {"type": "nothing"}, "junk", {"type": "children", "attrs": {}})
    first, *others = answer.json()["html"]
    assert "<msup>" in first
    assert len(others) == 3
    assert "There are no pages below this one yet." in others[2]


def test_who_may_not_write_is_answered_as_elsewhere(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    assert ask(sign_in(cast.stranger), page).status_code == 404
    assert ask(sign_in(cast.member), page, *[{"type": "toc"}] * 150).json()["html"] == [""] * 100


def test_many_blocks_cost_few_queries(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, django_assert_num_queries: Callable[..., object]
) -> None:
    member = sign_in(cast.member)
    includes = [{"type": "include", "attrs": {"page": page.key + str(number)}} for number in range(30)]
    ask(member, page, *includes)
    with django_assert_num_queries(5):
        ask(member, page, *includes)


@pytest.mark.parametrize("sent", ["{", "[]", "null", '{"blocks": 7}', '{"blocks": [[[[]]]]}'])
def test_junk_is_answered_with_a_sentence_or_nothing(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, sent: str
) -> None:
    answer = sign_in(cast.member).post(f"/p/{page.key}/blocks/", sent, content_type="application/json")
    assert answer.status_code in (200, 400)
    assert answer.json().keys() <= {"html", "error"}
