"""Real Chromium pages in one room: typing at once, carets, away and back, a way around blocked WebSockets."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from humus.kit.tests.browser import PATIENCE, chromium
from humus.pages.live.tests.serving import free_port, live_process
from humus.pages.models import Draft, Page, Version

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    # The browser's own loop runs in this thread; the tests ask the database beside it.
    patch = pytest.MonkeyPatch()
    patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with chromium() as opened:
        yield opened
    patch.undo()


@pytest.fixture
def place(browser: Any, page: Page, live_server: Any, settings: Any) -> Iterator[SimpleNamespace]:
    """The site and its live process, which knows the site's address."""
    address = live_server.url.replace("127.0.0.1", "localhost")
    settings.SITE_URL = address
    settings.LIVE_PORT = free_port()
    with live_process(settings.LIVE_PORT, HUMUS_SITE_URL=address, PORT=str(urlsplit(address).port)):
        yield SimpleNamespace(url=address, port=settings.LIVE_PORT, settings=settings)


@pytest.fixture
def open_page(
    browser: Any, place: SimpleNamespace, page: Page, sign_in: Callable[..., Any]
) -> Iterator[Callable[..., Any]]:
    opened = []

    def come(person: object, *, before: Callable[[Any], None] | None = None, **how: Any) -> Any:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", **how)
        session = sign_in(person).session.session_key
        context.add_cookies([{"name": "humus_session", "value": session, "url": place.url}])
        tab = context.new_page()
        tab.troubles = []
        tab.on("pageerror", lambda error: tab.troubles.append(str(error)))
        tab.set_default_timeout(PATIENCE)
        if before:
            before(tab)
        opened.append((context, tab))
        tab.place = place
        write(tab, place, page)
        return tab

    yield come
    for context, tab in opened:
        assert tab.troubles == []
        context.close()


def write(tab: Any, place: SimpleNamespace, page: Page) -> None:
    tab.goto(f"{place.url}/p/{page.key}/edit/?language=en")
    until(tab, "document.querySelector('[data-editor-form]')?.editing?.room")


def until(tab: Any, script: str, given: object = None, seconds: float = PATIENCE / 1000) -> None:
    """Ask again and again: the page's policy does not let it be asked to wait by itself."""
    end = time.monotonic() + seconds
    while not tab.evaluate(f"given => Boolean({script})", given):
        if time.monotonic() > end:
            said = tab.evaluate("() => document.querySelector('[data-editor-status]')?.textContent")
            raise AssertionError(f"never true: {script} {given!r}; status {said!r}")
        tab.wait_for_timeout(30)


def text(tab: Any) -> str:
    return str(tab.evaluate("document.querySelector('[data-editor-form]').editing.editor.getText()"))


def document(tab: Any) -> Any:
    return tab.evaluate("document.querySelector('[data-editor-form]').editing.editor.getJSON()")


def sees(tab: Any, words: str) -> None:
    until(tab, "document.querySelector('[data-editor-form]').editing.editor.getText().includes(given)", words)


def status(tab: Any, words: str) -> None:
    until(tab, "document.querySelector('[data-editor-status]').textContent.includes(given)", words)


def at_end(tab: Any, place: str = "end") -> None:
    tab.evaluate("to => document.querySelector('[data-editor-form]').editing.editor.commands.focus(to)", place)
    until(tab, "document.activeElement.classList.contains('ProseMirror')")
    # The editor takes the focus with the next picture.
    tab.wait_for_timeout(100)


def at_start(tab: Any) -> None:
    at_end(tab, "start")


def test_two_people_type_at_once_and_end_with_one_text(cast: SimpleNamespace, open_page: Callable[..., Any]) -> None:
    lena, rafa = open_page(cast.leader), open_page(cast.representative)
    at_start(lena)
    at_end(rafa)
    for _ in range(15):
        lena.keyboard.type("a")
        rafa.keyboard.type("b")
    rafa.keyboard.press("Enter")
    rafa.keyboard.type("## Carbon")
    lena.keyboard.type(" roots ")
    sees(rafa, "roots")
    sees(lena, "Carbon")
    status(lena, "Saved")
    status(rafa, "Saved")
    assert document(lena) == document(rafa)
    ids = [node["attrs"]["id"] for node in document(lena)["content"]]
    assert None not in ids[:-1]
    assert len(set(ids)) == len(ids)


def test_names_carets_and_following(cast: SimpleNamespace, open_page: Callable[..., Any]) -> None:
    lena, rafa = open_page(cast.leader), open_page(cast.representative)
    at_end(rafa)
    rafa.keyboard.type("Here I am.")
    lena.wait_for_selector(".caret__name >> text=Rafa Representative")
    face = lena.locator("[data-live-people] button")
    assert face.get_attribute("aria-label") == "Follow Rafa Representative"
    face.click()
    assert lena.locator("[data-live-people] button").get_attribute("aria-pressed") == "true"
    rafa.context.close()
    until(lena, "document.querySelector('[data-live-people]').hidden")
    assert lena.locator(".caret__name").count() == 0


def test_undo_takes_back_only_what_oneself_wrote(cast: SimpleNamespace, open_page: Callable[..., Any]) -> None:
    lena, rafa = open_page(cast.leader), open_page(cast.representative)
    at_start(lena)
    lena.keyboard.type("mine ")
    sees(rafa, "mine")
    at_end(rafa)
    rafa.keyboard.type(" theirs")
    sees(lena, "theirs")
    lena.keyboard.press("Control+z")
    until(lena, "!document.querySelector('[data-editor-form]').editing.editor.getText().includes('mine')")
    assert "theirs" in text(lena)


def test_without_a_line_one_writes_on_and_both_texts_meet_again(
    cast: SimpleNamespace, open_page: Callable[..., Any], place: SimpleNamespace, page: Page
) -> None:
    lena, rafa = open_page(cast.leader), open_page(cast.representative)
    lena.context.set_offline(True)
    status(lena, "Offline")
    at_end(lena)
    lena.keyboard.type(" Written in the field.")
    status(lena, "Offline: kept on this device")
    at_start(rafa)
    rafa.keyboard.type("Written at the desk. ")
    status(rafa, "Saved")
    lena.context.set_offline(False)
    sees(lena, "Written at the desk.")
    sees(rafa, "Written in the field.")
    status(lena, "Saved")
    assert document(lena) == document(rafa)


def test_what_was_written_without_a_line_survives_closing_the_page(
    cast: SimpleNamespace, open_page: Callable[..., Any], place: SimpleNamespace, page: Page
) -> None:
    lena = open_page(cast.leader)
    lena.context.route(re.compile("/live/"), lambda route: route.abort())
    lena.context.route_web_socket(re.compile("/live/"), lambda socket: socket.close())
    lena.evaluate("document.querySelector('[data-editor-form]').editing.room.line.lost(1006)")
    status(lena, "Offline")
    at_end(lena)
    lena.keyboard.type(" Not yet on the server.")
    status(lena, "Offline: kept on this device")
    write(lena, place, page)
    assert "Not yet on the server." in text(lena)
    status(lena, "kept on this device")
    lena.context.unroute_all()
    lena.close()
    tab = lena.context.new_page()
    tab.troubles = []
    write(tab, place, page)
    status(tab, "Saved")
    rafa = open_page(cast.representative)
    assert "Not yet on the server." in text(rafa)


def test_publishing_makes_one_version_that_names_all_who_wrote(
    cast: SimpleNamespace, open_page: Callable[..., Any], page: Page
) -> None:
    lena, rafa = open_page(cast.leader), open_page(cast.representative)
    at_end(lena)
    lena.keyboard.type(" Lena wrote.")
    sees(rafa, "Lena wrote.")
    write(rafa, rafa.place, page)
    expect(rafa.get_by_text("Not published yet: what Lena Leader wrote.")).to_be_visible()
    at_end(rafa)
    rafa.keyboard.type(" Rafa wrote.")
    sees(lena, "Rafa wrote.")
    lena.fill("#title", "Soil notes, together")
    until(rafa, "document.querySelector('#title').value === 'Soil notes, together'")
    lena.click(".savebar button.button")
    lena.wait_for_url(re.compile("/s/"))
    status(rafa, "is published")
    expect(rafa.locator("[data-unpublished]:visible")).to_have_count(0)
    version = Version.objects.get(page=page, number=2)
    assert "Lena wrote. Rafa wrote." in str(version.body)
    assert version.title == "Soil notes, together"
    assert {one.person for one in version.written_by.all()} == {cast.leader, cast.representative}
    assert not Draft.objects.exists()


def test_blocked_sockets_are_gone_around(cast: SimpleNamespace, open_page: Callable[..., Any], page: Page) -> None:
    block = "window.WebSocket = class { constructor() { setTimeout(() => this.onclose({code: 1006}), 50) } close() {} }"
    lena = open_page(cast.leader, before=lambda tab: tab.add_init_script(block))
    rafa = open_page(cast.representative)
    at_end(lena)
    lena.keyboard.type(" Over plain HTTP.")
    sees(rafa, "Over plain HTTP.")
    status(lena, "Saved")
    assert lena.evaluate("document.querySelector('[data-editor-form]').editing.room.line.way.way") == "stream"
    at_start(rafa)
    rafa.keyboard.type("And back. ")
    sees(lena, "And back.")


def test_where_no_room_answers_one_writes_a_draft(
    cast: SimpleNamespace, open_page: Callable[..., Any], place: SimpleNamespace, page: Page, browser: Any, sign_in: Any
) -> None:
    place.settings.LIVE_PORT = free_port()
    context = browser.new_context()
    context.add_cookies(
        [{"name": "humus_session", "value": sign_in(cast.leader).session.session_key, "url": place.url}]
    )
    tab = context.new_page()
    tab.goto(f"{place.url}/p/{page.key}/edit/?language=en")
    until(tab, "document.querySelector('[data-editor-form]').editing", seconds=15)
    tab.locator(".ProseMirror").click()
    tab.keyboard.type("Alone.")
    until(tab, "document.querySelector('[data-editor-status]').textContent === 'Saved'")
    assert "Alone." in str(Draft.objects.get().body)
    context.close()


def test_state_is_in_sight_where_one_writes_a_long_text(cast: SimpleNamespace, open_page: Callable[..., Any]) -> None:
    lena = open_page(cast.leader)
    lena.set_viewport_size({"width": 390, "height": 500})
    at_end(lena)
    for _ in range(20):
        lena.keyboard.press("Enter")
    lena.keyboard.type("Far down.")
    state = lena.locator(".editor__state")
    expect(state).to_have_text("Saved")
    expect(state).to_be_in_viewport()
    expect(lena.locator("[data-editor-status]")).not_to_be_in_viewport()
    lena.context.set_offline(True)
    lena.keyboard.type(" Alone.")
    expect(state).to_have_text("Offline: kept on this device")
    expect(state).to_be_in_viewport()
    lena.context.set_offline(False)
    expect(state).to_have_text("Saved")
