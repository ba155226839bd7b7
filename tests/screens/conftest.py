"""A browser, and the platform behind a port of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from humus.kit.tests.browser import chromium
from humus.kit.tests.emptying import kept_for_a_file
from tests.access.world import build, client_of
from tests.screens.scene import let_in_again, plant
from tests.screens.site import Site

pytest.register_assert_rewrite("tests.screens.accessible")


@pytest.fixture(scope="package")
def browser(django_db_setup: None) -> Iterator[Browser]:
    # The browser's driver runs an event loop in this thread; the database is used from it all the same, one at a time.
    with pytest.MonkeyPatch.context() as patch, chromium() as browser:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield browser


@pytest.fixture
def site(browser: Browser, live_server: Any) -> Iterator[Site]:
    yield Site(browser, live_server.url, build())
    for context in browser.contexts:
        context.close()


@pytest.fixture(scope="module")
def planted(browser: Browser, live_server: Any, django_db_blocker: Any) -> Iterator[Site]:
    """One platform for a file whose tests only look at it, with all that can be planted."""
    with kept_for_a_file(django_db_blocker.unblock):
        with django_db_blocker.unblock():
            world = build()
            site = Site(browser, live_server.url, world, plant(world))
            world.clients["author"] = client_of(world.people["author"])
            let_in_again(world, "member")
        yield site
        for context in browser.contexts:
            context.close()
