"""A page, its people, and the live process beside the test's database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from django.conf import settings

from humus.pages.live.tests.client import Client
from humus.pages.live.tests.serving import live_process
from humus.pages.models import Page
from humus.pages.tests.test_pages import page_in

Enter = Callable[..., Client]


@pytest.fixture
def page(transactional_db: None, cast: SimpleNamespace) -> Page:
    page_in(cast, "Front", body=None)
    return page_in(cast, "Soil notes")


@pytest.fixture
def live(page: Page) -> Iterator[str]:
    with live_process() as address:
        yield address


@pytest.fixture
def enter(page: Page, live: str, sign_in: Callable[..., object]) -> Iterator[Enter]:
    """``enter(person)`` opens the page's room as that person."""
    opened: list[Client] = []

    def come(person: object, *, address: str = live, join: bool = True, **more: str) -> Client:
        session = sign_in(person).session.session_key if person else ""  # type: ignore[attr-defined]
        client = Client(address, page.key, str(session), **{"origin": settings.SITE_URL, **more})
        opened.append(client)
        return client.join() if join else client.connect()

    yield come
    for client in opened:
        client.leave()
