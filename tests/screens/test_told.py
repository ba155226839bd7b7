"""Being told in a real browser: by the bell of an open page, and on the device while none is open."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from humus.discussions import domain as discussions
from humus.notifications.models import Notice, Push, PushDevice
from humus.notifications.notices import fanning
from humus.notifications.push import sending
from humus.notifications.tests.push_service import Device, Service, push_service
from tests.screens.site import Site

pytestmark = pytest.mark.browser
HABITS = "/me/notices/habits/"
LOOK = os.environ.get("HUMUS_PICTURES", "")
# No push service can be reached from a test, so the browser's own half is played: what the site sees of it is the same.
PLAYED = """(told) => {
  const kept = () => sessionStorage.getItem("subscribed");
  const made = () => ({
    endpoint: told.endpoint,
    toJSON: () => ({ endpoint: told.endpoint, keys: { p256dh: told.p256dh, auth: told.auth } }),
    unsubscribe: async () => sessionStorage.removeItem("subscribed"),
  });
  PushManager.prototype.getSubscription = async () => (kept() ? made() : null);
  PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
    if (told.blocked) throw new DOMException("no service", "AbortError");
    if (!userVisibleOnly || applicationServerKey.length !== 87) throw new TypeError();
    sessionStorage.setItem("subscribed", "yes");
    return made();
  };
  Object.defineProperty(Notification, "permission", { get: () => localStorage.getItem("asked") || "default" });
  Notification.requestPermission = async () => (localStorage.setItem("asked", told.answer), told.answer);
}"""


@pytest.fixture
def service(settings: Any) -> Iterator[Service]:
    settings.PUSH_LOOPBACK = True
    with push_service() as service:
        yield service


def opened(
    site: Site, device: Device, *, width: int = 1280, language: str = "en", theme: str = "light", **how: str
) -> Page:
    context = site.context("member", width=width, language=language, theme=theme)
    context.grant_permissions(["notifications"], origin=site.url)
    context.add_init_script(f"({PLAYED})({json.dumps(device.told | {'answer': 'granted'} | how)})")
    page = context.new_page()
    page.goto(HABITS)
    return page


def look(page: Page, name: str) -> None:
    if LOOK:
        page.screenshot(path=Path(LOOK) / f"{name}.png", full_page=True)


def deliver(context: BrowserContext, page: Page, told: dict[str, Any]) -> None:
    """As the browser does with what it has opened."""
    line = context.new_cdp_session(page)
    registrations: list[Any] = []
    line.on("ServiceWorker.workerRegistrationUpdated", lambda event: registrations.extend(event["registrations"]))
    line.send("ServiceWorker.enable")
    end = time.monotonic() + 5
    while not registrations and time.monotonic() < end:
        page.wait_for_timeout(20)
    number = registrations[0]["registrationId"]
    origin = page.evaluate("location.origin")
    line.send(
        "ServiceWorker.deliverPushMessage", {"origin": origin, "registrationId": number, "data": json.dumps(told)}
    )


def delivered(page: Page, told: dict[str, Any]) -> Any:
    """What is shown then. On a busy machine the browser's tool loses one now and then; twice told is shown once."""
    shown = """async () => {
      const found = await (await navigator.serviceWorker.ready).getNotifications();
      return found.map(({ title, body, data: url, tag, lang }) => ({ title, body, url, tag, lang }));
    }"""
    for _ in range(5):
        deliver(page.context, page, told)
        end = time.monotonic() + 3
        while time.monotonic() < end:
            if found := page.evaluate(shown):
                return found
            page.wait_for_timeout(50)
    return []


def name(site: Site, key: str = "space") -> Notice:
    people, page = site.world.people, site.world.pages[key]
    discussions.add(actor=people["editor"], page=page, text=f"@{people['member'].name}, what do you say?")
    fanning.tell_all()
    return Notice.objects.get(person=people["member"], telling__verb="comment.added", telling__page=page, read_at=None)


def comes_back(page: Page) -> None:
    """By itself after a new sign-in of its person, and of nobody else."""
    PushDevice.objects.update(session="gone")
    page.evaluate("localStorage.setItem('humus-push', 'somebody')")
    page.reload()
    expect(page.locator("[data-push-on]")).to_be_visible()
    assert PushDevice.objects.get().session == "gone"
    page.evaluate("localStorage.setItem('humus-push', document.querySelector('[data-push]').dataset.pushPerson)")
    page.reload()
    expect(page.locator("[data-push-here]")).to_be_visible()
    assert not Push.objects.exists()


def test_device_is_turned_on_told_and_turned_off(site: Site, service: Service) -> None:
    device = service.device()
    page = opened(site, device)
    page.get_by_role("button", name="Tell me on this device").click()
    expect(page.get_by_text("A first one is on its way")).to_be_visible()
    line = page.locator("[data-push-device]")
    expect(line.get_by_text("this device", exact=True)).to_be_visible()
    expect(page.locator("[data-push-on]")).to_be_hidden()
    look(page, "on")
    page.set_viewport_size({"width": 390, "height": 900})
    look(page, "on-phone")
    notice = name(site)
    assert sending.send_due() == 2
    told = [device.opened(body) for _path, _headers, body in service.came]
    shown = delivered(page, told[-1])
    assert shown == [{name: told[-1][name] for name in ("title", "body", "url", "tag", "lang")}]
    clicked = """async () => {
      const opened = [];
      clients.openWindow = async (url) => opened.push(url);
      const [notification] = await registration.getNotifications();
      dispatchEvent(new NotificationEvent("notificationclick", { notification }));
      for (let turn = 0; turn < 100 && !opened.length; turn++) await new Promise((done) => setTimeout(done, 20));
      return [opened, (await registration.getNotifications()).length];
    }"""
    assert page.context.service_workers[0].evaluate(clicked) == [[f"/me/notices/{notice.pk}/"], 0]
    comes_back(page)
    line.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Tell me on this device")).to_be_visible()
    assert (PushDevice.objects.count(), page.evaluate("sessionStorage.getItem('subscribed')")) == (0, None)


def test_browser_that_says_no_or_finds_no_service_is_explained(site: Site, service: Service) -> None:
    page = opened(site, service.device(), answer="denied", language="fr", width=390)
    page.locator("[data-push-on]").click()
    expect(page.locator("[data-push-state=refused]")).to_be_visible()
    look(page, "refused-fr")
    page = opened(site, service.device(), blocked="yes", theme="dark", language="ar", width=390)
    page.locator("[data-push-on]").click()
    expect(page.locator("[data-push-trouble]")).to_be_visible()
    look(page, "blocked-ar")
    page.evaluate("localStorage.setItem('humus-keep', 'off')")
    page.reload()
    expect(page.locator("[data-push-state=unkept]")).to_be_visible()
    page.add_init_script("delete window.PushManager")
    page.reload()
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-push]")).to_be_hidden()
    assert not PushDevice.objects.exists()
