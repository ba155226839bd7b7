"""The number of what is unread on an open page: it comes by itself within two seconds, and only to a good session."""

from __future__ import annotations

import http.client
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from humus.kit import richtext
from humus.notifications.models import Notice
from humus.notifications.notices import domain, fanning
from humus.pages import domain as pages
from humus.pages.live.tests.serving import live_process
from humus.pages.models import Page
from humus.pages.tests.test_pages import page_in
from humus.people import domain as accounts

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[..., Client]
WITHIN = 10.0


class Bell:
    """An open page: what streams to it."""

    def __init__(self, address: str, session: str, origin: str = "") -> None:
        parts = urlsplit(address)
        self.line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=WITHIN)
        cookie = f"{settings.SESSION_COOKIE_NAME}={session}"
        self.line.request("GET", "/live/notices/", headers={"Cookie": cookie, "Origin": origin or settings.SITE_URL})
        self.answer = self.line.getresponse()

    def number(self) -> int:
        """The next number that comes, within two seconds."""
        while line := self.answer.readline():
            if line.startswith(b"data: "):
                return int(line[6:])
        raise EOFError

    def is_closed(self) -> bool:
        while line := self.answer.readline():
            assert not line.startswith(b"data: ")
        return True


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    page_in(cast, "Front")
    page = page_in(cast, "Soil notes")
    pages.watch(actor=cast.member, page=page)
    fanning.tell_all()
    Notice.objects.all().delete()
    return page


@pytest.fixture
def live(page: Page) -> Iterator[str]:
    with live_process() as address:
        yield address


@contextmanager
def opened(live: str, client: Client) -> Iterator[Bell]:
    bell = Bell(live, str(client.session.session_key))
    try:
        yield bell
    finally:
        bell.line.close()


def publish(cast: SimpleNamespace, page: Page, words: str) -> None:
    body = richtext.paragraphs(words)
    pages.publish(actor=cast.leader, page=page, language="en", title=page.title, body=body)
    fanning.tell_all()


def test_number_comes_at_once_and_falls_when_another_device_reads(
    cast: SimpleNamespace, page: Page, live: str, sign_in: SignIn
) -> None:
    with opened(live, sign_in(cast.member)) as one, opened(live, sign_in(cast.member)) as other:
        assert (one.answer.status, one.number(), other.number()) == (200, 0, 0)
        publish(cast, page, "Newer words.")
        assert (one.number(), other.number()) == (1, 1)
        domain.read(actor=cast.member)
        assert (one.number(), other.number()) == (0, 0)


def test_page_names_its_stream_and_script_only_to_who_is_signed_in(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, settings: SimpleNamespace
) -> None:
    settings.LIVE_PORT = 8123
    shown = sign_in(cast.member).get(page.get_absolute_url()).content.decode()
    assert 'data-bell=":8123/live/notices/"' in shown
    (script,) = re.findall(r'<script type="module" src="([^"]*bell[^"]*)">', shown)
    assert b"EventSource" in Client().get(script).content
    assert "data-bell" not in Client().get("/").content.decode()


def test_nothing_is_streamed_to_who_is_not_signed_in_or_comes_from_elsewhere(
    cast: SimpleNamespace, page: Page, live: str, sign_in: SignIn
) -> None:
    session = str(sign_in(cast.member).session.session_key)
    assert Bell(live, "").answer.status == 401
    assert Bell(live, "x" * 32).answer.status == 401
    assert Bell(live, session, origin="https://evil.example").answer.status == 403


@pytest.mark.parametrize("how", ["suspended", "signed out"])
def test_stream_ends_at_once_when_the_account_or_the_session_does(
    cast: SimpleNamespace, page: Page, live: str, sign_in: SignIn, how: str
) -> None:
    client = sign_in(cast.member)
    deeds: dict[str, Callable[[], Any]] = {
        "suspended": lambda: accounts.suspend(actor=cast.administrator, person=cast.member, reason="Because."),
        "signed out": lambda: client.logout(),
    }
    with opened(live, client) as bell:
        bell.number()
        deeds[how]()
        assert bell.is_closed()


def test_oldest_of_very_many_pages_of_one_person_gives_way(
    cast: SimpleNamespace, page: Page, live: str, sign_in: SignIn
) -> None:
    session = str(sign_in(cast.member).session.session_key)
    bells = [Bell(live, session)]
    assert bells[0].number() == 0
    bells += [Bell(live, session) for _number in range(12)]
    assert bells[0].is_closed()
    assert bells[-1].number() == 0
    for bell in bells:
        bell.line.close()
