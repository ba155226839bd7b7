"""Pictures in the editor: dropped beside a line, made narrower by hand and by keyboard, refused with the reason."""

from __future__ import annotations

import pytest

from .editor_hands import PASTE, body, start, types
from .editor_site import PIXEL

pytestmark = pytest.mark.browser
DROP = """given => { const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(given)], "field.png", {type: "image/png"}));
  const line = document.querySelector(".ProseMirror p").getBoundingClientRect();
  document.querySelector(".ProseMirror").dispatchEvent(new DragEvent("drop", {
    dataTransfer: data, bubbles: true, cancelable: true, clientX: line.left + 40, clientY: line.top + 8})) }"""
FILE = "data.items.add(new File([new Uint8Array(given)], 'x.png', {type: 'image/png'}))"


@pytest.fixture
def dropped(page, site):
    start(page, site)
    page.keyboard.type("One line of many words\nAnother")
    page.evaluate(DROP, list(PIXEL))
    page.get_by_label("What does the image show?").fill("Roots")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for(state="detached")
    return page


def width(page):
    return next(node for node in body(page)["content"] if node["type"] == "image")["attrs"].get("width", "full")


def test_a_dropped_picture_splits_no_line(dropped):
    assert types(dropped) == ["paragraph", "image", "paragraph"]
    assert body(dropped)["content"][0]["content"][0]["text"] == "One line of many words"


def test_a_picture_is_made_narrower_by_keyboard_and_one_takes_it_back(dropped):
    tools = dropped.get_by_role("toolbar", name="Picture tools")
    assert tools.get_by_role("button", name="Full width").get_attribute("aria-pressed") == "true"
    dropped.wait_for_timeout(600)
    tools.get_by_role("button", name="Small").focus()
    dropped.keyboard.press("Enter")
    assert width(dropped) == "small"
    assert dropped.locator("figure.image--small").count() == 1
    assert tools.get_by_role("button", name="Small").get_attribute("aria-pressed") == "true"
    dropped.keyboard.press("Control+z")
    assert width(dropped) == "full"


def test_a_picture_is_drawn_narrower_by_its_handle(dropped):
    dropped.eval_on_selector(".image__frame img", "one => one.setAttribute('width', 600)")
    handle = dropped.locator(".image__handle").bounding_box()
    at = (handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    dropped.mouse.move(*at)
    dropped.mouse.down()
    dropped.mouse.move(at[0] - 360, at[1], steps=6)
    assert width(dropped) == "full"
    dropped.mouse.up()
    assert width(dropped) == "small"


def test_why_a_file_was_refused_stays_until_one_has_read_it(page, site):
    site.refusal = "This image is damaged."
    start(page, site)
    page.evaluate(PASTE % FILE, list(PIXEL))
    told = page.get_by_role("alert").filter(has_text="x.png: This image is damaged.")
    told.wait_for()
    page.keyboard.type("One writes on")
    page.locator("[data-editor-status]", has_text="Saved").wait_for()
    assert told.is_visible()
    told.get_by_role("button", name="Close").click()
    assert told.count() == 0
    assert types(page) == ["paragraph"]


def test_what_is_no_picture_is_refused_before_it_is_sent_and_nothing_typed_is_lost(page, site):
    start(page, site)
    page.get_by_role("button", name="Image").click()
    dialog = page.get_by_role("dialog")
    paper = {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    dialog.get_by_label("Image file").set_input_files(paper)
    dialog.get_by_label("What does the image show?").fill("Roots")
    dialog.get_by_role("button", name="Insert").click()
    assert "Choose a picture" in dialog.get_by_role("alert").inner_text()
    assert dialog.get_by_label("What does the image show?").input_value() == "Roots"
    assert site.uploads == 0
