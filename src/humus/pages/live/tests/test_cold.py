"""A page opened before is opened cold without a line, written, and joined in later; or given as a copy."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest

from humus.kit.tests.browser import PATIENCE, chromium
from humus.kit.tests.relay import Relay, relay
from humus.pages import domain
from humus.pages.live.tests.serving import free_port, live_process
from humus.pages.live.tests.test_browser import at_end, sees, status, until
from humus.pages.models import Page

pytestmark = pytest.mark.browser
KEPT = "(await (await (await caches.open('humus-kept-1')).match('/kept/index')).text()).includes('edit/')"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch, chromium() as opened:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield opened


@pytest.fixture
def place(browser: Any, page: Page, live_server: Any, settings: Any) -> Iterator[SimpleNamespace]:
    with relay(urlsplit(live_server.url).port) as line:
        settings.SITE_URL, settings.LIVE_PORT = line.url, free_port()
        with live_process(settings.LIVE_PORT, HUMUS_SITE_URL=line.url, PORT=str(line.port)):
            yield SimpleNamespace(url=line.url, line=line, edit=f"{line.url}/p/{page.key}/edit/?language=en")


@pytest.fixture
def context(browser: Any, place: SimpleNamespace, cast: SimpleNamespace, sign_in: Callable[..., Any]) -> Iterator[Any]:
    opened = browser.new_context(viewport={"width": 390, "height": 900}, locale="en-GB")
    session = sign_in(cast.representative).session.session_key
    opened.add_cookies([{"name": "humus_session", "value": session, "url": place.url}])
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()


def cut(context: Any, line: Relay) -> None:
    context.set_offline(True)
    line.cut()


def mend(context: Any, line: Relay) -> None:
    line.mend()
    context.set_offline(False)


def has(tab: Any, script: str) -> None:
    end = time.monotonic() + PATIENCE / 1000
    while not tab.evaluate(f"async () => {script}"):
        assert time.monotonic() < end, script
        tab.wait_for_timeout(50)


def written_cold(context: Any, place: SimpleNamespace) -> Any:
    """The editor was opened before; the browser is closed, the line cut, the page opened cold and written."""
    tab = context.new_page()
    tab.goto(f"{place.url}/kept/")
    until(tab, "navigator.serviceWorker.controller")
    tab.goto(place.edit)
    until(tab, "document.querySelector('[data-editor-form]')?.editing?.room?.synced")
    has(
        tab,
        KEPT,
    )
    # What the room holds goes to the device within a moment.
    tab.wait_for_timeout(700)
    tab.close()
    cut(context, place.line)
    tab = context.new_page()
    tab.goto(place.edit)
    until(tab, "document.querySelector('[data-editor-form]')?.editing?.room")
    assert tab.locator("[data-kept=writing]").is_visible()
    status(tab, "Offline. What you write is kept on this device.")
    at_end(tab)
    tab.keyboard.type(" Written under a tree.")
    status(tab, "Offline: kept on this device")
    return tab


def test_page_opened_cold_is_written_and_joined_in_days_later(
    context: Any, place: SimpleNamespace, page: Page, cast: SimpleNamespace
) -> None:
    tab = written_cold(context, place)
    tab.get_by_role("button", name="Publish").click()
    tab.close()
    # Opened once more without a line, the words are there; then the line comes back.
    tab = context.new_page()
    tab.goto(place.edit)
    until(tab, "document.querySelector('[data-editor-form]')?.editing?.room")
    sees(tab, "Written under a tree.")
    status(tab, "Offline: kept on this device")
    mend(context, place.line)
    status(tab, "Saved")
    tab.get_by_role("button", name="Publish").click()
    tab.wait_for_url(lambda url: "/edit/" not in url)
    assert "Written under a tree." in tab.locator("main").inner_text()


def test_kept_is_said_only_when_the_device_has_it(context: Any, place: SimpleNamespace) -> None:
    tab = written_cold(context, place)
    # Somebody else holds the device's store for a while, as a slow disk would.
    tab.evaluate("""() => new Promise((held) => {
      indexedDB.open("humus-live").onsuccess = ({ target: { result } }) => {
        const pending = result.transaction("pending", "readwrite").objectStore("pending");
        const hold = () => { pending.count().onsuccess = () => { held(); if (!window.letGo) hold(); }; };
        hold();
      };
    })""")
    tab.keyboard.type(" And once more.")
    status(tab, "Offline: being kept")
    tab.wait_for_timeout(1500)
    assert "being kept" in tab.locator("[data-editor-status]").inner_text()
    tab.evaluate("window.letGo = true")
    status(tab, "Offline: kept on this device")
    tab.close()
    tab = context.new_page()
    tab.goto(place.edit)
    until(tab, "document.querySelector('[data-editor-form]')?.editing?.room")
    sees(tab, "And once more.")


def test_words_of_whoever_may_write_no_more_are_given_as_a_copy(
    context: Any, place: SimpleNamespace, page: Page, cast: SimpleNamespace
) -> None:
    tab = written_cold(context, place)
    domain.restrict(actor=cast.leader, page=page, mode="edit", people=[cast.leader])
    mend(context, place.line)
    offer = tab.locator("[data-offer]")
    offer.wait_for()
    assert "Written under a tree." in offer.locator("textarea").input_value()
    status(tab, "You may not write here any more")
    tab.goto(f"{place.url}/kept/")
    words = tab.locator("[data-kept-words] article textarea")
    words.wait_for()
    assert "Written under a tree." in words.input_value()

    # Seen no more at all: the page that says so gives them too.
    domain.restrict(actor=cast.leader, page=page, mode="view", people=[cast.leader])
    assert tab.goto(place.edit).status == 404
    words.wait_for()
    assert "Written under a tree." in words.input_value()
    with tab.expect_download() as saved:
        tab.get_by_role("link", name="Save as a file").click()
    assert "Written under a tree." in saved.value.path().read_text()
    tab.get_by_role("button", name="Throw it away").click()
    tab.get_by_role("dialog").get_by_role("button", name="Throw it away").click()
    words.wait_for(state="detached")
    assert "tree" not in str(domain.words_in(page, "en"))
