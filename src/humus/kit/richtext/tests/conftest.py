"""The editor in a browser, under a strict content policy, at a site of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from humus.kit.tests.browser import PATIENCE, chromium

from .editor_site import Site


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.stop()


@pytest.fixture
def page(browser: Any, site: Site) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.troubles = []
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    page.on("console", lambda message: message.type == "error" and page.troubles.append(message.text))
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()
    expected = ("403", "ERR_EMPTY_RESPONSE", "Failed to load resource")
    assert [trouble for trouble in page.troubles if not any(one in trouble for one in expected)] == []
