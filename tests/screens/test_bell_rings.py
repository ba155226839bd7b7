"""The bell of an open page in a real browser, beside a real live process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from humus.discussions import domain as discussions
from humus.kit import content_security
from humus.notifications.models import Notice
from humus.notifications.notices import fanning
from humus.pages.live.tests.serving import free_port, live_process
from tests.screens.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def stream(site: Site, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The live process on a port that the pages' policy names, as at a start with that port."""
    settings.LIVE_PORT, settings.SITE_URL = free_port(), site.url
    allowed = ["'self'", f"http://{urlsplit(site.url).hostname}:{settings.LIVE_PORT}"]
    monkeypatch.setitem(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"], "connect-src", allowed)
    content_security.common.cache_clear()
    with live_process(settings.LIVE_PORT, HUMUS_SITE_URL=site.url):
        yield
    content_security.common.cache_clear()


def test_bell_of_an_open_page_rings_by_itself(site: Site, stream: None) -> None:
    page = site.context("member").new_page()
    with page.expect_response("**/live/notices/"):
        page.goto("/me/")
    count = page.locator("[data-unread] .tool__count")
    before = int(count.text_content() or 0)
    people, talked = site.world.people, site.world.pages["space"]
    discussions.add(actor=people["editor"], page=talked, text=f"@{people['member'].name}, what do you say?")
    fanning.tell_all()
    expect(count).to_have_text(str(before + 1))
    Notice.objects.update(read_at=timezone.now())
    expect(count).to_be_hidden()
    page.goto("about:blank")
