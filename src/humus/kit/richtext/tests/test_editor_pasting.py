"""What office programs, mail and sites put on the clipboard becomes what it was."""

from __future__ import annotations

import pytest

from humus.kit import richtext

from .editor_hands import PASTE, body, start, types
from .editor_site import PIXEL

pytestmark = pytest.mark.browser
HTML = "data.setData('text/html', given.html); data.setData('text/plain', given.plain ?? 'x')"
FILE = HTML + "; data.items.add(new File([new Uint8Array(given.file)], 'x.png', {type: 'image/png'}))"
WORD = """<p class=MsoNormal>Soil<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a>
lives.</p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>It breathes.</p>
<div style='mso-element:footnote-list'><br clear=all><hr size=1><div style='mso-element:footnote' id=ftn1>
<p><a href="#_ftnref1" name="_ftn1">[1]</a> The upper layer</p></div></div>"""
TASKS = """<ul><li role="checkbox" aria-checked="true"><img src="data:," width="17"><p>done</p></li>
<li role="checkbox" aria-checked="false"><img src="data:," width="17"><p>open</p></li></ul>"""


@pytest.fixture
def paste(page, site):
    start(page, site)
    return lambda how=HTML, **given: page.evaluate(PASTE % how, given)


def test_footnotes_of_word_stand_where_their_signs_stood_and_its_blank_lines_go(page, paste):
    paste(html=WORD)
    assert types(page) == ["paragraph", "paragraph"]
    parts = body(page)["content"][0]["content"]
    assert [part["type"] for part in parts] == ["text", "footnote", "text"]
    assert parts[1]["attrs"] == {"text": "The upper layer"}


def test_address_within_a_page_that_no_browser_can_read_is_no_footnote(page, paste):
    paste(html='<p>Soil <a href="#100%" name="a">holds</a> <a href="#a" name="100%">water</a>.</p>')
    assert richtext.to_text(body(page)) == "Soil holds water."


def test_a_blank_between_two_words_stays(page, paste):
    paste(html="<p><b>Soil</b><span> </span><i>lives</i></p><p><span><br></span></p><p>here.</p>")
    assert richtext.to_text(body(page)) == "Soil lives\n\nhere."
    assert types(page) == ["paragraph", "paragraph"]


def test_what_was_marked_in_yellow_stays_marked(page, paste):
    paste(html="<p>Soil <span style='background:yellow;mso-highlight:yellow'>lives</span>.</p>")
    parts = [(part["text"], part.get("marks", [])) for part in body(page)["content"][0]["content"]]
    assert parts == [("Soil ", []), ("lives", [{"type": "highlight"}]), (".", [])]


def test_boxes_to_tick_of_other_editors_are_tasks(page, paste):
    paste(html=TASKS)
    (tasks,) = (node for node in body(page)["content"] if node["type"] == "taskList")
    assert [item.get("attrs", {}).get("checked", False) for item in tasks["content"]] == [True, False]


def test_pictures_that_could_not_come_along_are_told(page, paste):
    paste(html="<p>Words</p><p><img src='file:///C:/clip_image001.png' width=200></p>")
    page.get_by_role("alert").filter(has_text="The pictures did not come along").wait_for()
    assert richtext.to_text(body(page)) == "Words"
    assert types(page) == ["paragraph"]


def test_a_picture_copied_from_a_site_comes_as_its_file(page, paste):
    paste(FILE, html="<img src='https://example.org/a.png'>", file=list(PIXEL))
    page.get_by_label("What does the image show?").fill("Roots")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for(state="detached")
    assert "image" in types(page)


def test_words_beside_a_picture_of_themselves_win(page, paste):
    paste(FILE, html="<table><tr><td>12</td></tr></table>", file=list(PIXEL))
    assert "table" in types(page)
    assert page.get_by_role("dialog").count() == 0


def marks(page):
    return [
        (part["text"], part["marks"][0]["attrs"]["href"])
        for node in body(page)["content"]
        for part in node.get("content", [])
        if part.get("marks")
    ]


def test_an_address_pasted_over_words_leads_from_them(page, paste):
    page.keyboard.type("the site")
    page.keyboard.press("Shift+Home")
    page.wait_for_timeout(200)
    paste("data.setData('text/plain', given.plain)", plain="https://example.org/soil")
    assert marks(page) == [("the site", "https://example.org/soil")]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("See https://example.org/a. ", ("https://example.org/a", "https://example.org/a")),
        ("See [the site](example.org) ", ("the site", "https://example.org")),
    ],
)
def test_addresses_become_links_while_one_types(page, site, typed, found):
    start(page, site)
    page.keyboard.type(f"{typed}on")
    assert marks(page) == [found]
    assert richtext.to_text(body(page)).endswith(" on")
