"""What a comparison finds and how it is shown."""

from __future__ import annotations

import copy
import random

import pytest
from hypothesis import given, settings

from humus.kit import richtext
from humus.kit.richtext import diff
from humus.kit.tests.cost import costs_less

from . import making
from .harmless import faults
from .making import block, doc, heading, paragraph, table


def kinds(old, new):
    return [(change.kind, change.moved) for change in diff.compare(old, new)]


def spans(change):
    return [(span.kind, "".join(node.get("text", "?") for node in span.content)) for span in change.spans]


A, B, C = (
    paragraph("The soil holds carbon.", "aaaa"),
    paragraph("Second block here", "bbbb"),
    paragraph("Third", "cccc"),
)


def test_nothing_differs():
    assert kinds(doc(A, B), doc(A, B)) == [("kept", False)] * 2
    assert diff.to_html(diff.compare(doc(A), doc(A))) == '<p class="muted">These two versions say the same.</p>'


def test_added_removed_and_moved_blocks():
    assert kinds(doc(A, B), doc(A, C, B)) == [("kept", False), ("added", False), ("kept", False)]
    assert kinds(doc(A, B, C), doc(A, C)) == [("kept", False), ("removed", False), ("kept", False)]
    assert kinds(doc(A, B, C), doc(C, A, B)) == [("kept", True), ("kept", False), ("kept", False)]


def test_words_of_a_changed_block():
    (change,) = diff.compare(doc(A), doc(paragraph("The soil stores much carbon.", "aaaa")))
    assert spans(change) == [
        ("same", "The soil "), ("removed", "holds"), ("added", "stores much"), ("same", " carbon."),
    ]  # fmt: skip


def test_a_block_that_was_written_anew_under_another_id_is_known_by_its_words():
    (change,) = diff.compare(doc(A), doc(paragraph("The soil holds much carbon.", "zzzz")))
    assert change.kind == "changed"
    assert kinds(doc(A, B), doc({**B, "attrs": {"id": "yyyy"}}, {**A, "attrs": {"id": "xxxx"}})) == [
        ("kept", True), ("kept", False),
    ]  # fmt: skip


def test_a_word_that_became_bold_is_shown():
    line = {"type": "paragraph", "attrs": {"id": "aaaa"}, "content": [making.text("a "), making.text("b", "bold")]}
    html = diff.to_html(diff.compare(doc(paragraph("a b", "aaaa")), doc(line)))
    assert "<del>" in html
    assert "<strong>b</strong></ins>" in html


def test_a_paragraph_that_became_a_heading():
    new = {"type": "heading", "attrs": {"id": "aaaa", "level": 3}, "content": A["content"]}
    (change,) = diff.compare(doc(A), doc(new))
    assert (change.kind, change.attributes) == ("changed", ("type", "level"))
    assert "Format changed" in diff.to_html([change])


def test_tables_are_compared_cell_by_cell():
    (change,) = diff.compare(doc(table("a|b", "1|2", "3|4")), doc(table("a|b", "1|5", "new|row", "3|4")))
    rows = change.children
    assert [row.kind for row in rows] == ["kept", "changed", "added", "kept"]
    assert [cell.kind for cell in rows[1].children] == ["kept", "changed"]
    html = diff.to_html([change])
    assert "<td>1</td>" in html
    assert "<tr><td><ins>" in html


def test_lists_are_compared_item_by_item():
    def bullets(*words):
        items = [{"type": "listItem", "content": [paragraph(one)]} for one in words]
        return {"type": "bulletList", "attrs": {"id": "llll"}, "content": items}

    (change,) = diff.compare(doc(bullets("one", "two")), doc(bullets("one", "one and a half", "two")))
    assert [item.kind for item in change.children] == ["kept", "added", "kept"]


def test_a_place_to_fill_in_is_shown_by_what_belongs_there():
    old, new = ({"type": "paragraph", "content": [block("fillIn", label=label)]} for label in ("Who", "When"))
    html = diff.to_html(diff.compare(doc(old), doc(new)))
    assert '<span class="block-label">Who</span>' in html
    assert '<span class="block-label">When</span>' in html


def test_an_empty_line_that_came_or_went_is_named():
    blank = {"type": "paragraph", "attrs": {"id": "blank"}}
    assert '<p class="diff__tag">Empty line added</p>' in diff.to_html(diff.compare(doc(A), doc(A, blank, B)))
    assert '<p class="diff__tag">Empty line removed</p>' in diff.to_html(diff.compare(doc(A, blank, B), doc(A)))


def test_titles_come_first():
    changes = diff.compare(doc(A), doc(A), titles=("Old name", "New name"))
    assert changes[0].type == "title"
    assert "Title changed" in diff.to_html(changes)


def test_long_unchanged_stretches_are_folded_with_their_number():
    many = [paragraph(f"Block {n}", f"id{n:04}") for n in range(20)]
    changed = [*many[:10], paragraph("Block ten, now other", "id0010"), *many[11:]]
    html = diff.to_html(diff.compare(doc(*many), doc(*changed)))
    assert html.count('<details class="diff__fold">') == 2
    assert "9 unchanged blocks" in html
    assert 'class="visually-hidden">added: </span>' in html


def test_dynamic_blocks_are_labelled_boxes():
    html = diff.to_html(diff.compare(doc(A), doc(A, block("include", page="abc"))))
    assert '<p class="block-label">Include a page · abc</p>' in html


@given(making.documents, making.documents)
@settings(max_examples=80, deadline=None)
def test_every_block_of_both_versions_is_there_and_the_html_is_harmless(old, new):
    old, new = richtext.clean(old), richtext.clean(new)
    changes = diff.compare(old, new)
    assert [change.new for change in changes if change.new] == new["content"]
    assert sorted(map(str, (change.old for change in changes if change.old))) == sorted(map(str, old["content"]))
    assert faults(diff.to_html(changes)) == []


def _long(blocks, words, seed=1):
    chance = random.Random(seed)
    pool = ["soil", "carbon", "farm", "land", "water", "policy", "partner", "initiative", "storage", "practice"]
    return doc(*[paragraph(" ".join(chance.choices(pool, k=words)), f"id{n:05}") for n in range(blocks)])


def _some_changed(document):
    new = copy.deepcopy(document)
    for node in new["content"][::5]:
        words = node["content"][0]["text"].split()
        node["content"][0]["text"] = " ".join([*words[:10], "NEW", *words[13:]])
    return new


def test_a_long_page_is_compared_quickly():
    old = _long(200, 80)
    new = _some_changed(old)
    # 30 ms on an idle machine; the bound leaves room for a busy one.
    assert costs_less(lambda: diff.to_html(diff.compare(old, new)), 0.15)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (_long(1, 100_000), _long(1, 100_000, 2)),
        (_long(100, 2_000), _long(100, 2_000, 2)),
        (
            _long(6_000, 3),
            doc(*[{**node, "attrs": {"id": f"x{n}"}} for n, node in enumerate(_long(6_000, 3, 2)["content"])]),
        ),
        (doc(table(*["a|b|c"] * 1_500)), doc(table(*["a|c|d"] * 1_450))),
    ],
    ids=["one paragraph", "all changed", "many blocks", "table"],
)
def test_the_worst_comparison_comes_to_an_end(old, new):
    assert costs_less(lambda: diff.to_html(diff.compare(old, new)), 10)


def test_headings_keep_their_level():
    assert "<h3" in diff.to_html(diff.compare(doc(A), doc(A, heading("New", 3))))
