"""A browser that is killed with SIGKILL: what was typed is there again, on the same device and on another."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from humus.kit import richtext
from humus.kit.tests.browser import ARGUMENTS, PATIENCE, executable
from humus.pages.models import Draft
from tests.screens.site import Site

pytestmark = pytest.mark.browser
TYPED = "Compost stays ten years"


def processes_with(profile: Path) -> list[int]:
    """Every process that names this profile on its command line: the one browser we started."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and str(profile) in (entry / "cmdline").read_bytes().decode(errors="replace"):
                found.append(int(entry.name))
        except OSError:
            continue
    return [pid for pid in found if pid != os.getpid()]


def start(site: Site, profile: Path) -> Page:
    launch = site.browser.browser_type.launch_persistent_context
    context = launch(str(profile), executable_path=executable(), args=ARGUMENTS, base_url=site.url)
    context.add_cookies(site.cookies("editor"))
    context.set_default_timeout(PATIENCE)
    return context.pages[0]


def test_words_typed_before_the_kill_come_back(site: Site, tmp_path: Path) -> None:
    key = site.world.pages["public"].key
    page = start(site, tmp_path)
    page.goto(f"/p/{key}/edit/")
    text = page.locator(".ProseMirror")
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(f" {TYPED}", delay=5)
    draft = wait_for_draft(site)
    page.keyboard.type(" and longer")
    kept = "Object.values(localStorage).some((one) => one.includes('and longer'))"
    page.wait_for_function(f"() => {kept}")
    time.sleep(0.5)
    for pid in processes_with(tmp_path):
        os.kill(pid, signal.SIGKILL)
    assert TYPED in richtext.to_text(draft.body)

    again = start(site, tmp_path)
    again.goto(f"/p/{key}/edit/")
    expect(again.locator(".ProseMirror")).to_contain_text(TYPED)
    again.context.close()
    with site.open(f"/p/{key}/edit/", "editor") as elsewhere:
        expect(elsewhere.locator(".ProseMirror")).to_contain_text(TYPED)


LEAVE_WHILE_STORING = """() => {
  const send = window.fetch;
  window.fetch = (...asked) => {
    window.fetch = send;
    const answer = send(...asked);
    dispatchEvent(new Event("beforeunload"));
    return answer;
  };
}"""


def test_words_stored_while_one_leaves_stay_on_the_device_until_the_next_are(site: Site) -> None:
    """The next page may have been read on the server before these words were there."""
    with site.open(f"/p/{site.world.pages['public'].key}/edit/", "editor") as page:
        state = page.locator("[data-editor-status]")
        page.locator(".ProseMirror").click()
        page.keyboard.press("Control+End")
        page.evaluate(LEAVE_WHILE_STORING)
        with page.expect_response("**/draft/*"):
            page.keyboard.insert_text(f" {TYPED}")
        expect(state).to_have_text("Saved")
        assert page.evaluate(f"Object.values(localStorage).some((one) => one.includes('{TYPED}'))")
        with page.expect_response("**/draft/*"):
            page.keyboard.insert_text(" and longer")
        page.wait_for_function("() => !Object.keys(localStorage).some((name) => name.startsWith('humus-editor:'))")


def wait_for_draft(site: Site) -> Any:
    until = time.monotonic() + 15
    while time.monotonic() < until:
        draft = Draft.objects.filter(page=site.world.pages["public"], person=site.world.people["editor"]).first()
        if draft and TYPED in richtext.to_text(draft.body):
            return draft
        time.sleep(0.2)
    raise AssertionError("no draft reached the server")
