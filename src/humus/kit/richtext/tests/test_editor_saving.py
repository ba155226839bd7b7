"""What one writes in the editor is not lost: drafts, a crash, a session that ends, two tabs."""

from __future__ import annotations

import json
import time

import pytest

from humus.kit import richtext

from .editor_hands import start, wait_for

pytestmark = pytest.mark.browser


def says(page, words):
    """The state that is told to those who do not see it; the line above the text shows the same."""
    page.get_by_role("status").and_(page.get_by_text(words, exact=words == "Saved")).wait_for()


def test_drafts_are_saved_while_one_types(page, site):
    start(page, site)
    page.keyboard.type("carbon")
    wait_for(lambda: site.drafts)
    says(page, "Saved")
    assert site.drafts[-1]["title"] == "Soils"
    assert site.drafts[-1]["base"] == 7
    assert richtext.to_text(richtext.clean(site.drafts[-1]["body"])) == "carbon"
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_a_draft_is_sent_even_if_one_never_pauses(page, site):
    start(page, site)
    begin = time.monotonic()
    while not site.drafts and time.monotonic() - begin < 9:
        page.keyboard.type("word ", delay=60)
    assert site.drafts


def test_what_the_server_did_not_take_survives_a_crash(page, site):
    site.mode = "down"
    start(page, site)
    page.keyboard.type("not lost")
    says(page, "Not saved: kept on this device")
    context = page.context
    page.evaluate("addEventListener('pagehide', (event) => event.stopImmediatePropagation(), true)")
    page.close(run_before_unload=False)
    site.mode = "ok"
    again = context.new_page()
    again.goto(site.url)
    says(again, "Restored from this device")
    assert again.locator(".ProseMirror").inner_text().strip() == "not lost"
    wait_for(lambda: site.drafts)
    assert richtext.to_text(richtext.clean(site.drafts[-1]["body"])) == "not lost"
    says(again, "Saved")


def test_the_restored_text_can_be_given_up(page, site):
    site.mode = "down"
    start(page, site)
    page.keyboard.type("unwanted")
    says(page, "Not saved: kept on this device")
    page.reload()
    page.get_by_role("button", name="Use the saved text instead").click()
    assert page.locator(".ProseMirror").inner_text().strip() == ""


def test_a_session_that_ends_loses_nothing(page, site):
    start(page, site)
    site.mode = "signed out"
    page.keyboard.type("still here")
    page.get_by_role("link", name="Sign in in a new tab").wait_for()
    page.get_by_role("button", name="Publish").click()
    page.wait_for_timeout(500)
    assert site.posted == []
    assert page.locator(".ProseMirror").inner_text().strip() == "still here"
    site.mode, site.token = "ok", "token-two"
    page.keyboard.press("Escape")
    page.evaluate("dispatchEvent(new Event('focus'))")
    says(page, "Saved")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url("**/publish")
    assert "still+here" in site.posted[0]


def test_publishing_sends_what_is_on_the_screen(page, site):
    start(page, site)
    page.keyboard.type("final")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url("**/publish")
    assert "final" in site.posted[0]
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_blocks_that_the_editor_does_not_know_are_kept(page, site):
    counter = {"type": "partnerCounter", "attrs": {"id": "cccc", "category": "state"}}
    site.body["content"].insert(0, counter)
    start(page, site)
    page.keyboard.press("Control+End")
    page.keyboard.type("x")
    sent = json.loads(page.eval_on_selector("[name=body]", "field => field.value"))
    assert sent["content"][0] == counter


def test_opening_a_page_is_no_draft(page, site):
    site.body["content"] = [
        {"type": "heading", "attrs": {"id": "head", "level": 2}, "content": [{"type": "text", "text": "A"}]}
    ]
    start(page, site)
    page.wait_for_timeout(2500)
    assert site.drafts == []
    page.locator("#title").fill("Other title")
    wait_for(lambda: site.drafts)
    assert site.drafts[0]["title"] == "Other title"


def test_two_tabs_are_told_of_each_other(page, site):
    start(page, site)
    other = page.context.new_page()
    start(other, site)
    for tab in (page, other):
        says(tab, "in another tab too")


def test_a_text_that_the_editor_cannot_hold_is_not_saved_over(page, site):
    odd = {"type": "text", "text": "words", "marks": [{"type": "blink"}]}
    site.body["content"] = [{"type": "paragraph", "attrs": {"id": "oddd"}, "content": [odd]}]
    page.goto(site.url)
    says(page, "Nothing was lost")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_timeout(1500)
    assert (site.posted, site.drafts) == ([], [])
