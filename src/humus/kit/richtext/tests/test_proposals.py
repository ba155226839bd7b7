"""The difference of two texts as changes that are taken or left one by one."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from humus.kit import richtext
from humus.kit.richtext import proposals
from humus.kit.richtext.diff.tokens import same_content

from . import making
from .making import doc, paragraph, table, text

A, B, C = paragraph("The soil holds carbon for years.", "aaaa"), paragraph("Second", "bbbb"), paragraph("Third", "cccc")
BASE = doc(A, B, C)
TITLES = ("Soil", "Soil")
MINE = doc(paragraph("The living soil holds carbon for decades.", "aaaa"), paragraph("New", "nnnn"), C)


def kinds(base, mine, titles=TITLES):
    return [unit.kind for unit in proposals.find(base, mine, titles)]


def words(document):
    return [richtext.to_text(doc(node)) for node in document["content"]]


def taken(mine, *places, base=BASE, titles=TITLES):
    units = proposals.find(base, mine, titles)
    return proposals.take(base, mine, titles, {units[place].id for place in places})


def test_each_change_of_words_and_each_block_is_one_of_its_own():
    assert kinds(BASE, MINE) == ["words", "words", "added", "removed"]
    assert kinds(BASE, BASE) == []
    assert words(taken(MINE, 1)[1]) == ["The soil holds carbon for decades.", "Second", "Third"]
    assert words(taken(MINE, 0, 3)[1]) == ["The living soil holds carbon for years.", "Third"]


def test_a_change_keeps_its_name_while_others_are_taken():
    units = proposals.find(BASE, MINE, TITLES)
    _title, base = proposals.take(BASE, MINE, TITLES, {units[0].id})
    assert [unit.id for unit in proposals.find(base, MINE, TITLES)] == [unit.id for unit in units[1:]]


def test_the_title_the_form_of_a_block_and_its_place_are_changes():
    head = {"type": "heading", "attrs": {"id": "bbbb", "level": 2}, "content": [text("Second one")]}
    mine, titles = doc(C, A, head), ("Soil", "Living soil")
    assert kinds(BASE, mine, titles) == ["title", "moved", "format", "words"]
    assert taken(mine, 0, base=BASE, titles=titles)[0] == "Living soil"
    assert words(taken(mine, 1, titles=titles)[1]) == ["Third", words(BASE)[0], "Second"]
    _title, only_format = taken(mine, 2, titles=titles)
    assert [node["type"] for node in only_format["content"]] == ["paragraph", "heading", "paragraph"]
    assert words(only_format) == words(BASE)


def test_items_rows_and_cells_are_taken_one_by_one_a_column_only_whole():
    def items(*lines):
        content = [{"type": "listItem", "content": [paragraph(line)]} for line in lines]
        return doc({"type": "bulletList", "attrs": {"id": "llll"}, "content": content})

    assert kinds(items("one", "two", "three"), items("one", "two new", "three", "four")) == ["words", "added"]
    old = doc(table("a|b", "1|2"))
    assert kinds(old, doc(table("a|b", "1|3", "4|5"))) == ["words", "added"]
    assert kinds(old, doc(table("a|new", "1|3"))) == ["words", "words"]
    assert kinds(old, doc(table("a|b|c", "1|2|3"))) == ["block"]


def test_what_others_changed_in_the_same_words_clashes_and_nothing_else():
    units = proposals.find(BASE, MINE, TITLES)

    def clashing(*blocks, title="Soil"):
        found = proposals.clashes(units, BASE, MINE, TITLES, (title, doc(*blocks)))
        return [unit.kind for unit in units if unit.id in found]

    assert clashing(A, B, C) == []
    assert clashing(paragraph("The soil holds much carbon for years.", "aaaa"), B, C) == []
    assert clashing(paragraph("The soil holds carbon for centuries.", "aaaa"), paragraph("2nd", "bbbb"), C) == [
        "words",
        "removed",
    ]
    assert clashing(B, C) == ["words", "words"]


def same(one, other):
    return [same_content(node) for node in one["content"]] == [same_content(node) for node in other["content"]]


@settings(max_examples=50, deadline=None)
@given(making.documents, making.documents, st.data())
def test_taking_all_gives_the_one_text_none_the_other_and_one_after_another_arrives_too(one, other, data):
    base, mine = richtext.clean(one), richtext.clean(other)
    units = proposals.find(base, mine, ("a", "b"))
    names = [unit.id for unit in units]
    assert len(set(names)) == len(names)
    title, everything = proposals.take(base, mine, ("a", "b"), names)
    assert title == "b"
    assert same(everything, mine)
    title, nothing = proposals.take(base, mine, ("a", "b"), ())
    assert title == "a"
    assert same(nothing, base)
    title = "a"
    for _round in range(len(names) * 3 + 3):
        left = proposals.find(base, mine, (title, "b"))
        if not left:
            break
        chosen = data.draw(st.sampled_from(left)).id
        title, base = proposals.take(base, mine, (title, "b"), {chosen})
        assert chosen not in [unit.id for unit in proposals.find(base, mine, (title, "b"))] or len(left) > 1
    assert same(base, mine)
