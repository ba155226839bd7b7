"""A browser for tests, and pages that are served to it without a network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from humus.kit import assets

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
SITE = "http://kit.test"
NAMES = ("chromium", "chromium-browser", "google-chrome")
# Milliseconds. A busy machine is slow; what never comes fails all the same.
PATIENCE = 20_000


def executable() -> str | None:
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium (or the one named by CHROMIUM), else the one Playwright installed."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def page_with(browser: Browser, body: str, *modules: str, script: bool = True, **context: Any) -> Iterator[Page]:
    """A page of this body with the style sheet and these script modules; other addresses answer with an empty page."""
    scripts = assets.build_scripts("-".join(modules) + ".js").body.decode()
    head = f"<title>Test</title><style>{assets.build_styles().body.decode()}</style>"
    head += f'<script type="module">{scripts}</script>'
    text = f'<!doctype html><html lang="en"><head>{head}</head><body><div data-toasts role="status"></div>{body}</body>'
    opened = browser.new_context(java_script_enabled=script, **context)
    opened.route(f"{SITE}/**", lambda route: route.fulfill(body="<p>elsewhere", content_type="text/html"))
    opened.route(f"{SITE}/", lambda route: route.fulfill(body=text, content_type="text/html"))
    page = opened.new_page()
    page.goto(f"{SITE}/")
    yield page
    opened.close()
