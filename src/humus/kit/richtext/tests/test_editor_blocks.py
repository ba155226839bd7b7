"""Blocks in the editor: in its menu, by keyboard, their forms."""

from __future__ import annotations

import json

import pytest

from humus.kit import richtext

from .editor_hands import body, start, types

pytestmark = pytest.mark.browser


TEXT = {"kind": "text", "label": "Text", "required": True, "limit": 300}


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


def test_a_day_is_written_in_the_language_of_the_text(page, site):
    site.language, site.text_language = "ar", "fr"
    day = {"type": "date", "attrs": {"value": "2026-01-12"}}
    site.body = {"type": "doc", "content": [{"type": "paragraph", "attrs": {"id": "first"}, "content": [day]}]}
    start(page, site)
    assert page.locator(".ProseMirror time").inner_text() == "12 janvier 2026"


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


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("callout", "Note"),
        ("toggle", "Expand"),
        ("séparateur", "Line"),
        ("todo", "Task list"),
        ("sommaire", "contents"),
    ],
)
def test_a_block_is_found_by_what_it_is_called_elsewhere(page, site, typed, found):
    start(page, site)
    page.keyboard.type(f"/{typed}")
    page.get_by_role("option", name=found).first.wait_for()


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


def test_cells_are_chosen_by_keyboard_as_far_as_the_table_goes(page, site):
    start(page, site)
    page.keyboard.type("/table")
    page.get_by_role("option", name="Table", exact=True).wait_for()
    page.keyboard.press("Enter")
    for _press in range(4):
        page.keyboard.press("Shift+ArrowRight")
    assert page.locator(".selectedCell").count() == 3
    page.get_by_role("button", name="Merge the cells").click()
    assert body(page)["content"][0]["content"][0]["content"][0]["attrs"] == {"colspan": 3}


def test_cells_are_chosen_by_touch_and_merged(browser, site):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, locale="en-GB")
    page = context.new_page()
    start(page, site)
    page.keyboard.type("/table")
    page.get_by_role("option", name="Table", exact=True).tap()
    page.locator("td").first.tap()
    beside = page.get_by_role("button", name="Choose the cell beside as well")
    below = page.get_by_role("button", name="Choose the cell below as well")
    assert [one.bounding_box()[side] >= 44 for one in (beside, below) for side in ("width", "height")] == [True] * 4
    beside.tap()
    below.tap()
    assert page.locator(".selectedCell").count() == 4
    assert below.is_disabled()
    page.get_by_role("button", name="Merge the cells").tap()
    cells = body(page)["content"][0]["content"][1]["content"]
    assert [one.get("attrs") for one in cells] == [{"colspan": 2, "rowspan": 2}, None]
    page.get_by_role("button", name="Undo").tap()
    assert [len(row["content"]) for row in body(page)["content"][0]["content"]] == [3, 3, 3]
    context.close()


def test_the_line_that_one_draws_a_column_with_is_whole(page, site):
    start(page, site)
    page.keyboard.type("/table")
    page.get_by_role("option", name="Table", exact=True).wait_for()
    page.keyboard.press("Enter")
    edge = page.locator("td").first.bounding_box()
    page.mouse.move(edge["x"] + edge["width"] - 2, edge["y"] + 10)
    page.locator(".column-resize-handle").first.wait_for()
    heights = "all => all.map(one => one.parentElement.clientHeight - one.clientHeight)"
    assert page.locator(".column-resize-handle").evaluate_all(heights) == [0, 0, 0]
