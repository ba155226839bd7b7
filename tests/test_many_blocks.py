"""A page of very many blocks asks no more of the database than one with few: they read at the same time."""

from __future__ import annotations

from itertools import cycle, islice
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from humus.kit import richtext
from humus.kit.richtext import blocks
from humus.pages import domain
from humus.pages.models import Page
from tests.access.world import World, build
from tests.screens.blocks import every_block, kinds

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build()


def publish(world: World, page: Page, content: list[Any]) -> Page:
    body = richtext.clean({"type": "doc", "content": content})
    assert len(body["content"]) == len(content)
    domain.publish(actor=world.people["author"], page=page, language="en", title="Many", body=body)
    return Page.objects.get(pk=page.pk)


def asked(world: World, page: Page, role: str) -> int:
    """How many queries a second look asks."""
    client, address = world.clients[role], page.get_absolute_url()
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def written(block: dict[str, Any]) -> bool:
    """Whether all of it was written into the page, so that nothing is looked up when it is read."""
    looked_up = {one.name for one in blocks.every() if isinstance(one, blocks.Dynamic)}
    return not looked_up & set(kinds(block))


@pytest.mark.parametrize(("role", "queries"), [("anonymous", 4), ("member", 7)])
def test_two_hundred_blocks_that_hold_their_own_words(world: World, role: str, queries: int) -> None:
    page = world.pages["public"]
    content = [one for one in every_block(world, page)["content"] if written(one)]
    assert asked(world, publish(world, page, list(islice(cycle(content), 200))), role) == queries


@pytest.mark.parametrize("role", ["anonymous", "member"])
def test_two_hundred_blocks_of_every_kind_ask_what_one_of_each_asks(world: World, role: str) -> None:
    page = world.pages["public"]
    content = every_block(world, page)["content"]
    once = asked(world, publish(world, page, content), role)
    many = asked(world, publish(world, page, list(islice(cycle(content), 200))), role)
    assert [once, many] == {"anonymous": [6, 6], "member": [9, 9]}[role]


@pytest.mark.parametrize("number", [3, 30])
def test_thirty_included_pages_cost_what_three_cost(world: World, number: int) -> None:
    page, author = world.pages["public"], world.people["author"]
    content = []
    for nth in range(number):
        other = domain.create(actor=author, space=page.space, title=f"Included {nth}")
        words = richtext.from_markdown(f"Words {nth} and [a page](page:{page.key}).")
        domain.publish(actor=author, page=other, language="en", title=f"Included {nth}", body=words)
        content.append({"type": "include", "attrs": {"page": other.key}})
    whole = publish(world, page, content)
    shown = world.clients["member"].get(whole.get_absolute_url()).content.decode()
    assert all(f"Words {nth} and" in shown for nth in range(number))
    assert asked(world, whole, "member") == 9
