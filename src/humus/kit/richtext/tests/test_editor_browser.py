"""The editor in a browser, under a strict content policy: typing, menus, keyboard, saving, a crash, a lost session."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from humus.kit import richtext

from . import making, xss_corpus
from .editor_site import PIXEL, Site

pytestmark = pytest.mark.browser
NOT_TRIED = "the editor was NOT tried in a browser"
sync_api = pytest.importorskip("playwright.sync_api", reason=f"playwright is not installed: {NOT_TRIED}")
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
ARGUMENTS += ["--disable-component-update", "--disable-sync"]

PASTE = """given => { const data = new DataTransfer(); %s;
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  document.querySelector(".ProseMirror").dispatchEvent(event) }"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip(f"/usr/bin/chromium is absent: {NOT_TRIED}")
    with sync_api.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.stop()


@pytest.fixture
def page(browser: Any, site: Site) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.troubles = []
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    page.on("console", lambda message: message.type == "error" and page.troubles.append(message.text))
    page.set_default_timeout(8000)
    yield page
    context.close()
    expected = ("403", "ERR_EMPTY_RESPONSE", "Failed to load resource")
    assert [trouble for trouble in page.troubles if not any(one in trouble for one in expected)] == []


TEXT = {"kind": "text", "label": "Text", "required": True, "limit": 300}


def start(page: Any, site: Site, **content: Any) -> Any:
    page.goto(site.url)
    page.wait_for_function("document.querySelector('[data-editor-form]').editing")
    text = page.locator(".ProseMirror")
    text.click()
    return text


def body(page: Any) -> dict[str, Any]:
    sent = json.loads(page.eval_on_selector("[name=body]", "field => field.value"))
    cleaned = richtext.clean(sent)
    assert [node["attrs"]["id"] for node in cleaned["content"]] == [
        node["attrs"]["id"] for node in sent["content"][: len(cleaned["content"])]
    ]
    return cleaned


def types(page: Any) -> list[str]:
    return [node["type"] for node in body(page)["content"]]


def wait_for(condition: Any) -> None:
    for _ in range(100):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("nothing came")


def test_markdown_shortcuts_and_marks(page, site):
    start(page, site)
    page.keyboard.type("## Goals\nWe **must** act\n- one\ntwo\n\n> said\n\n")
    page.keyboard.type("[ ] a task\n\n``` code")
    assert types(page)[:4] == ["heading", "paragraph", "bulletList", "blockquote"]
    assert body(page)["content"][1]["content"][1] == {"type": "text", "text": "must", "marks": [{"type": "bold"}]}
    assert body(page)["content"][0]["attrs"]["level"] == 2


def test_every_block_keeps_one_id_while_one_types(page, site):
    start(page, site)
    page.keyboard.type("one\ntwo\nthree")
    before = [node["attrs"]["id"] for node in body(page)["content"]]
    assert before[0] == "first"
    assert len(set(before)) == 3
    page.keyboard.press("Control+Home")
    page.keyboard.type("more")
    assert [node["attrs"]["id"] for node in body(page)["content"]] == before


def test_the_slash_menu_by_keyboard(page, site):
    text = start(page, site)
    page.keyboard.type("/warn")
    option = page.get_by_role("option", name="Warning")
    option.wait_for()
    assert text.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Enter")
    page.keyboard.type("Mind the gap")
    assert types(page) == ["callout"]
    assert body(page)["content"][0]["attrs"]["kind"] == "warning"
    assert richtext.to_text(body(page)) == "Mind the gap"
    page.keyboard.press("Enter")
    page.keyboard.type("/zzzz")
    assert page.get_by_role("option").count() == 0


def test_escape_closes_the_menu_and_leaves_the_text(page, site):
    start(page, site)
    page.keyboard.type("/")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Escape")
    assert page.get_by_role("option").count() == 0
    page.keyboard.type("tab")
    assert richtext.to_text(body(page)) == "/tab"


def test_tables_with_the_keyboard(page, site):
    start(page, site)
    page.keyboard.type("/table")
    page.get_by_role("option", name="Table", exact=True).wait_for()
    page.keyboard.press("Enter")
    page.keyboard.type("a\tb\tc".replace("\t", ""))
    page.keyboard.press("Tab")
    page.keyboard.type("second")
    page.get_by_role("button", name="Add a row below").click()
    page.get_by_role("button", name="Column width").click()
    page.get_by_role("button", name="Align").click()
    table = next(node for node in body(page)["content"] if node["type"] == "table")
    assert len(table["content"]) == 4
    assert [row["content"][1]["attrs"] for row in table["content"]] == [{"align": "center", "width": "narrow"}] * 4
    assert page.locator("[style*=width]").count() == 0


def test_a_link_to_a_page_by_keyboard_alone(page, site):
    start(page, site)
    page.keyboard.type("Read ")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search a page, or paste an address").wait_for()
    page.keyboard.type("living")
    page.get_by_role("option", name="Living soils").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type(" now")
    line = body(page)["content"][0]["content"]
    assert line[1] == {
        "type": "text",
        "text": "Living soils",
        "marks": [{"type": "link", "attrs": {"href": "page:k1page"}}],
    }
    assert line[2]["text"] == " now"


def test_links_take_addresses_and_refuse_scripts(page, site):
    start(page, site)
    page.keyboard.type("word")
    page.keyboard.press("Shift+Home")
    page.wait_for_function("getSelection().toString() === 'word'")
    # The editor hears of a selection a moment after the browser made it.
    page.wait_for_timeout(200)
    page.keyboard.press("Control+k")
    page.keyboard.type("javascript:alert(1)")
    page.keyboard.press("Enter")
    assert "begins with https" in page.get_by_role("alert").inner_text()
    page.keyboard.press("Control+a")
    page.keyboard.type("example.org")
    page.get_by_text("Link to https://example.org").wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for(state="detached")
    page.wait_for_function("document.querySelector('[name=body]').value.includes('https://example.org')")
    assert body(page)["content"][0]["content"][0]["marks"][0]["attrs"] == {"href": "https://example.org"}


def test_an_image_asks_what_it_shows(page, site):
    start(page, site)
    page.get_by_role("button", name="Image").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Image file").set_input_files({"name": "field.png", "mimeType": "image/png", "buffer": PIXEL})
    dialog.get_by_role("button", name="Insert").click()
    assert "mark it as decoration" in dialog.get_by_role("alert").inner_text()
    assert site.uploads == 0
    dialog.get_by_label("What does the image show?").fill("A green field")
    dialog.get_by_role("button", name="Insert").click()
    dialog.wait_for(state="detached")
    (image,) = [node for node in body(page)["content"] if node["type"] == "image"]
    assert image["attrs"] | {"id": ""} == {"id": "", "file": "f1", "alt": "A green field"}
    page.keyboard.type("words below")
    page.locator(".ProseMirror figure").click()
    page.keyboard.type("between")
    assert richtext.to_text(body(page)) == "A green field\n\nbetween\n\nwords below"
    # A second press within half a second would be a double one.
    page.wait_for_timeout(600)
    page.locator(".ProseMirror figure").click()
    page.keyboard.press("Enter")
    dialog.get_by_label("The image is decoration only").check()
    dialog.get_by_role("button", name="Apply").click()
    (image,) = [node for node in body(page)["content"] if node["type"] == "image"]
    assert image["attrs"] | {"id": ""} == {"id": "", "file": "f1", "decorative": True}


def test_a_pasted_picture_is_uploaded_and_asked_about(page, site):
    start(page, site)
    page.evaluate(
        PASTE % "data.items.add(new File([new Uint8Array(given)], 'x.png', {type: 'image/png'}))",
        list(PIXEL),
    )
    page.get_by_label("What does the image show?").fill("Roots")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for(state="detached")
    assert "image" in types(page)


def test_pasted_word_text_is_cleaned(page, site):
    start(page, site)
    page.evaluate(
        PASTE % "data.setData('text/html', given)",
        """<h1 style="color:red" class=MsoTitle>Title</h1><p class=MsoNormal style='margin:0'><o:p></o:p><b>Bold</b>
        <span style='mso-x:y' onclick='alert(1)'>text</span> <span style="font-weight:700;font-style:italic">docs</span>
        <a href="javascript:alert(1)">bad</a></p><script>alert(1)</script>""",
    )
    cleaned = body(page)
    assert types(page)[:2] == ["heading", "paragraph"]
    assert {"type": "text", "text": "docs", "marks": [{"type": "bold"}, {"type": "italic"}]} in cleaned["content"][1][
        "content"
    ]
    assert "javascript" not in json.dumps(cleaned)
    assert "alert" not in json.dumps(cleaned)


LINE = """<p class=MsoListParagraph style='margin-left:.5in;mso-list:l0 level{level} lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>{sign}<span style='font:7.0pt "Times New Roman"'>&nbsp; </span>
</span></span><![endif]>{words}<o:p></o:p></p>"""


def test_pasted_lists_of_word_are_lists(page, site):
    start(page, site)
    lines = [(1, "·", "Clay"), (2, "o", "<b>Fine</b> clay"), (2, "o", "Loam"), (1, "·", "Sand"), (1, "3.", "Dig")]
    pasted = "".join(LINE.format(level=level, sign=sign, words=words) for level, sign, words in lines)
    page.evaluate(PASTE % "data.setData('text/html', given)", f"<p class=MsoNormal>Soils:</p>{pasted}<p>End</p>")

    def told(node):
        if node["type"] in ("text", "paragraph"):
            return node.get("text") or "".join(told(one) for one in node.get("content", []))
        return [node["type"], *(told(one) for one in node.get("content", []))]

    assert [told(node) for node in body(page)["content"]][:4] == [
        "Soils:",
        ["bulletList", ["listItem", "Clay", ["bulletList", ["listItem", "Fine clay"], ["listItem", "Loam"]]],
         ["listItem", "Sand"]],
        ["orderedList", ["listItem", "Dig"]],
        "End",
    ]  # fmt: skip
    assert body(page)["content"][2]["attrs"]["start"] == 3


def test_mentions_includes_and_other_blocks(page, site):
    start(page, site)
    page.keyboard.type("Ask @ana")
    page.get_by_role("option", name="Ana Lima").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("/include a")
    page.get_by_role("option", name="Include a page").wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("combobox").fill("maps")
    page.get_by_role("option", name="Soil maps").click()
    page.get_by_role("dialog").get_by_role("button", name="Insert").click()
    page.get_by_role("dialog").wait_for(state="detached")
    document = body(page)
    assert document["content"][0]["content"][1] == {"type": "mention", "attrs": {"person": "p1", "label": "Ana Lima"}}
    assert [node["attrs"]["page"] for node in document["content"] if node["type"] == "include"] == ["k2page"]
    assert "Include a page Soil maps" in page.locator(".block-box").inner_text()


def test_the_toolbar_is_one_tab_stop_and_arrows_move_in_it(page, site):
    start(page, site)
    page.keyboard.press("Alt+F10")
    bar = page.get_by_role("toolbar", name="Text tools")
    assert bar.locator("[tabindex='0']").count() == 1
    page.keyboard.press("End")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    focused = "document.activeElement.getAttribute('aria-label')"
    first = page.evaluate(focused)
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused) != first
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.classList.contains('ProseMirror')")
    sizes = bar.locator("button").evaluate_all("all => all.map(one => Math.min(one.offsetWidth, one.offsetHeight))")
    assert min(sizes) >= 44


def test_blocks_move_by_keyboard(page, site):
    start(page, site)
    page.keyboard.type("one\ntwo")
    page.keyboard.press("Alt+Shift+ArrowUp")
    assert richtext.to_text(body(page)) == "two\n\none"
    page.keyboard.type("!")
    assert richtext.to_text(body(page)).startswith("two!")


def test_drafts_are_saved_while_one_types(page, site):
    start(page, site)
    page.keyboard.type("carbon")
    wait_for(lambda: site.drafts)
    page.get_by_text("Saved", exact=True).wait_for()
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
    page.get_by_text("Not saved: kept on this device").wait_for()
    context = page.context
    page.evaluate("addEventListener('pagehide', (event) => event.stopImmediatePropagation(), true)")
    page.close(run_before_unload=False)
    site.mode = "ok"
    again = context.new_page()
    again.goto(site.url)
    again.get_by_text("Restored from this device").wait_for()
    assert again.locator(".ProseMirror").inner_text().strip() == "not lost"
    wait_for(lambda: site.drafts)
    assert richtext.to_text(richtext.clean(site.drafts[-1]["body"])) == "not lost"
    again.get_by_text("Saved", exact=True).wait_for()


def test_the_restored_text_can_be_given_up(page, site):
    site.mode = "down"
    start(page, site)
    page.keyboard.type("unwanted")
    page.get_by_text("Not saved: kept on this device").wait_for()
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
    page.get_by_text("Saved", exact=True).wait_for()
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
        tab.get_by_text("in another tab too").wait_for()


def test_a_text_that_the_editor_cannot_hold_is_not_saved_over(page, site):
    odd = {"type": "text", "text": "words", "marks": [{"type": "blink"}]}
    site.body["content"] = [{"type": "paragraph", "attrs": {"id": "oddd"}, "content": [odd]}]
    page.goto(site.url)
    page.get_by_text("Nothing was lost").wait_for()
    page.get_by_role("button", name="Publish").click()
    page.wait_for_timeout(1500)
    assert (site.posted, site.drafts) == ([], [])


def test_blocks_of_higher_floors_are_in_the_menu(page, site):
    site.blocks = [
        {
            "name": "partnerCounter",
            "label": "Partner counter",
            "inline": False,
            "attributes": {
                "category": {"kind": "text", "label": "Category", "required": True},
                "most": {"kind": "number", "label": "Most", "low": 1, "high": 9, "default": 5},
                "order": {"kind": "choice", "label": "Order", "options": {"": "Name", "new": "Newest"}, "default": ""},
                "people": {"kind": "person", "label": "Whose"},
            },
        },
        {"name": "clock", "label": "World clock", "inline": False, "attributes": {}},
    ]
    start(page, site)
    page.keyboard.type("/world")
    page.get_by_role("option", name="World clock").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("/partner")
    page.get_by_role("option", name="Partner counter").wait_for()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    page.keyboard.press("Enter")
    assert dialog.get_by_label("Category").get_attribute("aria-invalid") == "true"
    dialog.get_by_label("Category").fill("state")
    dialog.get_by_label("Most").fill("40")
    dialog.get_by_label("Order").select_option("Newest")
    dialog.get_by_role("combobox", name="Whose").fill("ana")
    dialog.get_by_role("option", name="Ana Lima").click()
    dialog.get_by_role("button", name="Insert").click()
    page.get_by_role("dialog").wait_for(state="detached")
    sent = json.loads(page.eval_on_selector("[name=body]", "field => field.value"))["content"]
    assert [node["type"] for node in sent if node.get("attrs", {}).get("id") and node["type"] != "paragraph"] == [
        "clock", "partnerCounter",
    ]  # fmt: skip
    given = next(node for node in sent if node["type"] == "partnerCounter")["attrs"]
    given.pop("id")
    assert given == {"category": "state", "most": 9, "order": "new", "people": "p1"}
    # The server's own drawing stands in the box, and nothing in it can be reached by a click or the keyboard.
    shown = page.locator("[data-block=partnerCounter] .block-box__shown")
    shown.get_by_text("Drawn: partnerCounter").wait_for()
    assert shown.get_attribute("inert") is not None
    assert [one["type"] for batch in site.previews for one in batch] == ["clock", "partnerCounter"]


NOTES = [
    {"name": "footnote", "label": "Footnote", "inline": True, "words": "note", "attributes": {"text": TEXT}},
    {
        "name": "citation",
        "label": "Citation",
        "inline": True,
        "attributes": {"text": TEXT, "doi": {"kind": "text", "label": "DOI", "limit": 250}},
    },
]


def test_footnotes_are_numbers_in_the_line_and_can_be_changed(page, site):
    site.blocks = NOTES
    page.set_viewport_size({"width": 1000, "height": 420})
    start(page, site)
    for words in ("First", "Second"):
        page.keyboard.type(f"{words} /footn")
        page.get_by_role("option", name="Footnote").wait_for()
        page.keyboard.press("Enter")
        page.keyboard.type(f"{words} remark")
        page.keyboard.press("Control+Enter")
        page.get_by_role("dialog").wait_for(state="detached")
        page.keyboard.type(". ")
    marks = page.locator(".note-mark")
    assert [one.get_attribute("title") for one in marks.all()] == ["First remark", "Second remark"]
    assert marks.first.bounding_box()["height"] < 30
    assert richtext.to_text(body(page)) == "First (First remark). Second (Second remark)."
    # The tools that a first click brings do not take the mark away from under the second.
    marks.last.dblclick()
    page.get_by_role("dialog").get_by_label("Text").fill("Another")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for(state="detached")
    assert marks.last.get_attribute("title") == "Another"


def test_the_blank_after_a_status_gives_way_to_a_full_stop(page, site):
    start(page, site)
    page.keyboard.type("It is /status")
    page.get_by_role("option", name="Status").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.type("Done")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for(state="detached")
    page.keyboard.type(". Next")
    assert richtext.to_text(body(page)) == "It is Done. Next"


def test_the_menu_has_parts_and_what_is_called_so_comes_first(page, site):
    site.blocks = [
        {"name": "video", "label": "Video of another site", "inline": False, "words": "film", "attributes": {}},
        {"name": "filePreview", "label": "Preview of a file", "words": "pdf video", "attributes": {}},
    ]
    start(page, site)
    page.keyboard.type("/")
    page.get_by_role("option").first.wait_for()
    heads = page.locator(".editor-popup:not([hidden]) .editor-popup__group").all_inner_texts()
    assert heads == [
        "Text", "Tables, pictures and files", "Boxes and layout", "In the line",
        "Lists that keep themselves up to date",
    ]  # fmt: skip
    page.keyboard.type("video")
    page.locator(".editor-popup__group").first.wait_for(state="detached")
    assert page.get_by_role("option").all_inner_texts() == ["Video of another site", "Preview of a file"]


def test_a_field_that_is_needed_says_so(page, site):
    start(page, site)
    page.keyboard.type("/status")
    page.get_by_role("option", name="Status").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.get_by_role("alert").inner_text() == "Please fill in: Text"


def test_columns_and_tabs_by_keyboard(page, site):
    start(page, site)
    page.keyboard.type("/columns")
    page.keyboard.press("Enter")
    page.keyboard.type("Left")
    page.get_by_role("toolbar", name="Column tools").get_by_role("button", name="Add a column").click()
    page.keyboard.type("Middle")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("Right")
    columns = body(page)["content"][0]["content"]
    assert [richtext.to_text({"type": "doc", "content": one["content"]}) for one in columns] == [
        "Left",
        "Middle",
        "Right",
    ]
    page.keyboard.press("Control+End")
    page.wait_for_timeout(200)
    page.keyboard.type("/tabs")
    page.keyboard.press("Enter")
    page.keyboard.type("Inside")
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_role("dialog").get_by_label("Title").fill("Aims")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for(state="detached")
    assert "Aims\nInside" in richtext.to_text(body(page))
    page.get_by_role("button", name="Remove").click()
    assert types(page)[-1] == "paragraph"
    assert "Inside" in richtext.to_text(body(page))
    assert "tabs" not in types(page)


def test_an_emoji_by_its_name_and_from_the_menu(page, site):
    start(page, site)
    page.keyboard.type("Soil :seedl")
    page.get_by_role("option", name="seedling").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.type(" /emoji")
    page.keyboard.press("Enter")
    page.keyboard.type("lombriz")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for(state="detached")
    assert richtext.to_text(body(page)) == "Soil 🌱 🪱"


def test_a_column_of_a_table_is_drawn_wider(page, site):
    start(page, site)
    page.keyboard.type("/table")
    page.keyboard.press("Enter")
    page.keyboard.type("A")
    box = page.locator(".ProseMirror th").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] + 79, box["y"] + 10, steps=4)
    page.mouse.up()
    first = body(page)["content"][0]["content"][0]["content"][0]
    assert abs(first["attrs"]["colwidth"][0] - box["width"] - 80) < 6
    assert '<colgroup><col class="wide-' in richtext.to_html(body(page), richtext.RenderContext())


def test_the_box_of_a_task_is_named_in_the_readers_words(page, site):
    site.strings = {"taskDone": "Fait : {words}"}
    start(page, site)
    page.keyboard.type("[ ] Prélever")
    page.get_by_role("checkbox", name="Fait : Prélever").wait_for()


def test_undo(page, site):
    start(page, site)
    page.keyboard.type("abc")
    page.keyboard.press("Control+z")
    assert richtext.to_text(body(page)) == ""


def test_words_of_the_editor_are_translated_and_arabic_runs_from_the_right(page, site):
    site.language, site.strings = "ar", {"bold": "غامق"}
    start(page, site)
    assert page.get_by_role("button", name="غامق").count() == 1
    assert page.locator(".ProseMirror").get_attribute("dir") == "rtl"


def test_no_accessibility_fault_on_a_phone(browser, site):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    context = browser.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True)
    page = context.new_page()
    start(page, site)
    page.keyboard.type("Text\n/")
    page.get_by_role("option").first.wait_for()
    faults = [fault["id"] for fault in axe.Axe().run(page).response["violations"]]
    page.keyboard.press("Escape")
    for tool in ("Link", "Image"):
        page.get_by_role("button", name=tool, exact=True).click()
        page.get_by_role("dialog").wait_for()
        faults += [fault["id"] for fault in axe.Axe().run(page).response["violations"]]
        page.keyboard.press("Escape")
        page.get_by_role("dialog").wait_for(state="detached")
    context.close()
    assert faults == []


def test_nothing_of_the_corpus_runs_even_without_a_content_policy(browser):
    shelf = making.Shelf({"abc": making.page("abc", making.paragraph("included"))})
    written = [richtext.to_html(document, shelf.context(may_edit=True)) for document in _attacks()]
    assert _runs(browser, written) == 0
    raw = ["<script>pwn()</script>", "<img src=x onerror=pwn()>", "<svg onload=pwn()>"]
    assert _runs(browser, raw) >= 3


def _attacks() -> Iterator[dict[str, Any]]:
    for document in xss_corpus.documents():
        yield json.loads(json.dumps(document).replace("\\u0000", ""))
    for source in xss_corpus.HTML:
        yield richtext.from_plain_html(source)
    for source in xss_corpus.MARKDOWN:
        yield richtext.from_markdown(source)


def _runs(browser: Any, written: list[str]) -> int:
    """How often pwn() was called once everything was loaded, touched, focused and clicked."""
    context = browser.new_context()
    context.route("**/*", lambda route: route.fulfill(status=404))
    page = context.new_page()
    page.set_content("<script>window.count = 0; window.pwn = () => { window.count += 1 }</script>")
    page.evaluate("html => document.write(html)", "<!doctype html><meta charset=utf-8>" + "\n".join(written))
    page.evaluate(
        """() => { for (const one of document.body.querySelectorAll("*")) for (const name of ["click", "mouseover",
        "mouseenter", "pointerover", "focus", "focusin", "load", "error", "toggle", "animationstart"]) {
        const link = one.closest("a");
        const leads = name === "click" && link && link.protocol !== "javascript:";
        if (!leads) one.dispatchEvent(new MouseEvent(name, {bubbles: true})) } }"""
    )
    page.wait_for_timeout(300)
    called = page.evaluate("window.count")
    context.close()
    return called


def test_every_clean_document_passes_through_the_editor_unchanged(page, site):
    """What the server keeps and what the editor can hold is one format."""
    start(page, site)
    through = """given => { const { editor } = document.querySelector("[data-editor-form]").editing;
      editor.commands.setContent(given, { emitUpdate: false }); editor.state.doc.check(); return editor.getJSON() }"""

    @settings(max_examples=100, deadline=None, database=None, derandomize=True, phases=[Phase.generate])
    @given(making.documents)
    def unchanged(document: dict[str, Any]) -> None:
        cleaned = richtext.clean(document)
        assert richtext.clean(page.evaluate(through, cleaned)) == cleaned

    unchanged()


def test_enter_leads_from_the_title_to_the_text_and_pasted_lines_become_one(page, site):
    start(page, site)
    page.keyboard.type("below")
    title = page.locator("[name=title]")
    title.focus()
    page.keyboard.press("End")
    page.keyboard.insert_text(" of\nthe highlands")
    assert title.input_value() == "Soils of the highlands"
    page.keyboard.press("Enter")
    page.keyboard.type("Text ")
    wait_for(lambda: richtext.to_text(body(page)) == "Text below")
    assert title.input_value() == "Soils of the highlands"
