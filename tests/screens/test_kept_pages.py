"""Pages read before stay readable without a line: for their reader alone, marked with their age."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from humus.kit import richtext
from humus.kit.offline import worker
from humus.kit.tests.browser import PATIENCE
from humus.kit.tests.relay import Relay, relay
from humus.pages import domain
from tests.screens.site import Site

pytestmark = pytest.mark.browser
FIRST = "/strategy/"
HABITS = "/me/notices/habits/"
LOOK = os.environ.get("HUMUS_PICTURES", "")
STATE = """async (path) => {
  const found = await (await caches.open("humus-kept-1")).match("/kept/index");
  return found ? found.json() : { entries: {} };
}"""


@pytest.fixture
def line(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Relay]:
    monkeypatch.setattr(worker, "PATIENCE", 1.5)
    worker.kept.cache_clear()
    with relay(urlsplit(site.url).port or 0) as found:
        site.url = found.url
        yield found
    worker.kept.cache_clear()


def ready(context: BrowserContext, path: str = FIRST) -> Page:
    """The worker is there and has this page."""
    page = context.new_page()
    read(page, path)
    return page


def read(page: Page, path: str) -> None:
    page.goto(path)
    until(page, f"path in (await ({STATE})()).entries && Boolean(navigator.serviceWorker.controller)", path)


def until(page: Page, script: str, path: str = "") -> None:
    end = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(f"async (path) => {script}", path):
        assert time.monotonic() < end, f"never true: {script}"
        page.wait_for_timeout(50)


def entries(page: Page) -> dict[str, Any]:
    return page.evaluate(STATE)["entries"]  # type: ignore[no-any-return]


def look(page: Page, name: str) -> None:
    if LOOK:
        page.screenshot(path=Path(LOOK) / f"{name}.png")


def test_pages_stay_readable_with_their_age_and_what_is_not_kept_says_so(site: Site, line: Relay) -> None:
    context = site.context("member", language="fr", width=390)
    page = ready(context)
    path = site.world.pages["space"].get_absolute_url()
    read(page, path)
    heading = page.locator("h1").inner_text()

    line.cut()
    page.goto(path)
    expect(page.locator("h1")).to_have_text(heading)
    bar = page.locator("[data-kept=away]")
    expect(bar).to_contain_text("cette minute-ci")
    look(page, "away-fr")
    bar.get_by_role("link").last.press("Enter")
    expect(page).to_have_url(f"{line.url}/kept/")
    expect(page.locator(".lines a")).to_have_count(2)
    look(page, "list-fr")
    for language, direction in (("en", "ltr"), ("fr", "ltr"), ("es", "ltr"), ("ar", "rtl")):
        page.goto(f"/events/?language={language}")
        root = page.locator(f"html[lang={language}][dir={direction}]")
        expect(root.locator("h1")).to_be_visible()
        expect(root.locator(".lines a")).to_have_count(2)
        assert "qzx" not in page.content()
        look(page, f"none-{language}")

    line.mend()
    page.goto("/kept/")
    expect(page.locator("[data-kept-list] .lines a")).to_have_count(2)
    look(page, "kept-fr")
    page.locator("form[action='/kept/empty/'] button").press("Enter")
    expect(page.locator("[data-kept-list] .lines")).to_have_count(0)
    line.cut()
    page.goto(path)
    expect(page.locator(".away__page").first).to_be_visible()
    assert heading not in page.content()
    context.close()


def test_page_read_with_and_without_its_language_in_the_address_is_listed_once(site: Site, line: Relay) -> None:
    context = site.context("member", language="en")
    page = ready(context)
    translated, author = site.world.pages["space"], site.world.people["author"]
    path, words = translated.get_absolute_url(), richtext.paragraphs("Sol.")
    domain.publish(actor=author, page=translated, language="fr", title=translated.title, body=words)
    for address in (path, f"{path}?language=en", f"{path}?language=fr"):
        read(page, address)

    page.goto("/kept/?language=en")
    listed = page.locator("[data-kept-list] .lines a")
    expect(listed).to_have_count(3)
    assert [one.get_attribute("href") for one in listed.all()] == [f"{path}?language=fr", f"{path}?language=en", FIRST]

    # Each of the addresses is answered all the same.
    line.cut()
    for address in (path, f"{path}?language=en"):
        page.goto(address)
        expect(page.locator("[data-kept=away]")).to_be_visible()
    context.close()


def test_nothing_is_kept_for_anyone_but_its_reader(site: Site, line: Relay) -> None:
    context = site.context("member", language="en")
    page = ready(context)
    closed = site.world.pages["space"]
    path = closed.get_absolute_url()
    read(page, path)
    assert page.evaluate(STATE)["reader"] == site.world.people["member"].key

    # The right to see it ends: the next look takes the copy away.
    domain.restrict(actor=site.world.people["author"], page=closed, mode="view", people=[site.world.people["author"]])
    page.goto(path)
    until(page, f"!(path in (await ({STATE})()).entries)", path)
    read(page, "/spaces/")

    # What the site said once is not said again by a copy.
    page.goto(HABITS)
    page.locator("main form").last.evaluate("form => form.requestSubmit()")
    expect(page.locator(".toast")).to_be_visible()
    until(page, "(await (await caches.match(path))?.text())?.includes('toast--')", HABITS)
    line.cut()
    page.reload()
    expect(page.locator("[data-kept=away]")).to_be_visible()
    expect(page.locator(".toast")).to_be_hidden()
    assert "toast--" in page.content()
    line.mend()

    # Another person on the same device, then a line that is cut.
    context.add_cookies(site.cookies("editor", language="en"))
    read(page, "/organisations/")
    assert list(entries(page)) == ["/organisations/"]
    line.cut()
    page.goto("/spaces/")
    expect(page.get_by_role("heading", name="There is no line")).to_be_visible()

    # Whoever signs out leaves nothing, with a line or without.
    page.goto("/organisations/")
    page.locator("form[action='/account/logout/']").evaluate("form => form.requestSubmit()")
    expect(page.get_by_role("alert")).to_contain_text("No answer came")
    assert entries(page) == {}
    page.goto("/organisations/")
    expect(page.get_by_role("heading", name="There is no line")).to_be_visible()
    context.close()


def test_slow_line_and_a_form_without_a_line_lose_nothing(site: Site, line: Relay) -> None:
    context = site.context("member", language="ar", theme="dark", width=390)
    page = ready(context)
    line.silent = True
    page.goto(FIRST)
    expect(page.locator("[data-kept=slow]")).to_be_visible()
    look(page, "slow-ar")
    line.cut()
    line.mend()

    page.goto("/me/profile/")
    page.locator("[name=name]").fill("A name typed without a line")
    line.cut()
    page.locator("[name=name]").press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "unsent-ar")
    expect(page.locator("[name=name]")).to_have_value("A name typed without a line")
    line.mend()
    page.locator("[name=name]").press("Enter")
    expect(page.get_by_role("alert")).to_have_count(0)
    site.world.people["member"].refresh_from_db()
    assert site.world.people["member"].name == "A name typed without a line"
    context.close()


def test_oldest_goes_and_all_of_it_can_be_ended(site: Site, line: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(worker.MOST, "pages", 2)
    context = site.context("member", language="en")
    page = ready(context)
    for path in ("/spaces/", "/organisations/"):
        read(page, path)
    assert list(entries(page)) == ["/spaces/", "/organisations/"]

    page.goto("/kept/off/")
    again = page.get_by_role("button", name="Keep the pages I read again")
    expect(again).to_be_visible()
    look(page, "off-en")
    assert page.evaluate("caches.keys()") == []
    page.goto(FIRST, wait_until="networkidle")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    page.goto("/kept/")
    expect(page.get_by_role("link", name="Keep no pages")).to_be_hidden()
    again.click()
    expect(page.get_by_role("link", name="Keep no pages")).to_be_visible()
    expect(again).to_be_hidden()
    until(page, "(await navigator.serviceWorker.getRegistrations()).length === 1")
    context.close()
