"""The editor in a browser: typing, menus, links, pictures, pasting, everything by keyboard."""

from __future__ import annotations

import json

import pytest

from humus.kit import richtext

from .editor_hands import PASTE, body, start, types, wait_for
from .editor_site import PIXEL

pytestmark = pytest.mark.browser


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


def test_pasted_text_of_office_programs_keeps_what_is_bold_and_where_numbers_stand(page, site):
    start(page, site)
    page.evaluate(
        PASTE % "data.setData('text/html', given)",
        """<p class=MsoNormal><b style='mso-bidi-font-weight:normal'>Present:</b> Ann</p><table><tr><td><b>Land</b></td>
        <td align=right>1 200</td><td style='text-align:center'>2021</td>
        <td><p style='text-align:right'>5</p></td></tr></table>""",
    )
    paragraph, table = body(page)["content"][:2]
    assert paragraph["content"][0] == {"type": "text", "text": "Present:", "marks": [{"type": "bold"}]}
    cells = table["content"][0]["content"]
    assert [cell.get("attrs", {}).get("align", "") for cell in cells] == ["", "end", "center", "end"]


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
