"""A browser, and the platform behind a port of its own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser

from humus.kit.tests.browser import chromium
from tests.access.world import build
from tests.screens.site import Site

BUSY = """
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND backend_type = 'client backend' AND state <> 'idle'"""


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
    await_silence()


def await_silence(patience: float = 10.0) -> None:
    """A page that closes may still send what was typed: the tables are emptied only after it has been kept."""
    quiet, end = 0, time.monotonic() + patience
    while quiet < 3 and time.monotonic() < end:
        time.sleep(0.03)
        with connection.cursor() as cursor:
            cursor.execute(BUSY)
            quiet = 0 if cursor.fetchone()[0] else quiet + 1
