"""Two people's edits of one page."""

from __future__ import annotations

import copy

from hypothesis import given, settings
from hypothesis import strategies as st

from humus.kit import richtext
from humus.kit.richtext import merge as merging
from humus.kit.richtext.merge import merge

from . import making
from .harmless import faults
from .making import doc, paragraph, table, without_ids

A = paragraph("The soil holds carbon for a long time.", "aaaa")
B, C = paragraph("Second", "bbbb"), paragraph("Third", "cccc")
BASE = doc(A, B, C)


def texts(document):
    return [richtext.to_text(doc(node)) for node in document["content"]]


def changed(words, key="aaaa"):
    return paragraph(words, key)


def test_edits_of_different_blocks_are_joined():
    found = merge(BASE, doc(changed("Mine"), B, C), doc(A, B, paragraph("Theirs", "cccc")))
    assert not found.conflicts
    assert texts(found.document) == ["Mine", "Second", "Theirs"]


def test_edits_of_different_words_of_one_block_are_joined():
    mine = doc(changed("The living soil holds carbon for a long time."), B, C)
    theirs = doc(changed("The soil holds carbon for a very long time."), B, C)
    found = merge(BASE, mine, theirs)
    assert not found.conflicts
    assert texts(found.document)[0] == "The living soil holds carbon for a very long time."


def test_edits_of_the_same_words_are_a_conflict_that_keeps_both_texts():
    mine, theirs = (
        doc(changed("The soil stores carbon for a long time."), B, C),
        doc(changed("The soil loses carbon for a long time."), B, C),
    )
    found = merge(BASE, mine, theirs)
    assert [conflict.id for conflict in found.conflicts] == ["aaaa"]
    assert texts(found.document)[:2] == [
        "The soil loses carbon for a long time.",
        "The soil stores carbon for a long time.",
    ]
    ids = [node["attrs"]["id"] for node in found.document["content"]]
    assert len(set(ids)) == 4
    assert texts(found.resolve({"aaaa": "mine"}))[0].startswith("The soil stores")
    assert texts(found.resolve({"aaaa": "theirs"}))[0].startswith("The soil loses")


def test_removed_by_one_and_changed_by_the_other_is_a_conflict():
    found = merge(BASE, doc(B, C), doc(changed("Other words"), B, C))
    (conflict,) = found.conflicts
    assert conflict.mine is None
    assert texts(found.document) == ["Other words", "Second", "Third"]
    assert texts(found.resolve({"aaaa": "mine"})) == ["Second", "Third"]
    again = merge(BASE, doc(changed("Other words"), B, C), doc(B, C))
    assert texts(again.document) == ["Other words", "Second", "Third"]


def test_removed_by_one_is_removed():
    assert texts(merge(BASE, doc(A, C), BASE).document) == texts(merge(BASE, BASE, doc(A, C)).document)


def test_additions_of_both_stay_at_their_places():
    mine, theirs = doc(A, paragraph("Mine", "mmmm"), B, C), doc(A, B, paragraph("Theirs", "tttt"), C)
    assert texts(merge(BASE, mine, theirs).document)[1:] == ["Mine", "Second", "Theirs", "Third"]


def test_a_block_that_one_moved_and_the_other_changed_is_both():
    found = merge(BASE, doc(C, A, B), doc(A, B, paragraph("Third, changed", "cccc")))
    assert not found.conflicts
    assert texts(found.document)[0] == "Third, changed"


def test_a_table_takes_a_row_from_one_and_a_cell_from_the_other():
    base = doc(table("a|b", "1|2", "3|4"))
    found = merge(base, doc(table("a|b", "1|2", "3|4", "5|6")), doc(table("a|b", "1|9", "3|4")))
    assert not found.conflicts
    assert without_ids(found.document) == without_ids(richtext.clean(doc(table("a|b", "1|9", "3|4", "5|6"))))


def test_a_table_that_would_not_be_a_rectangle_is_a_conflict():
    base = doc(table("a|b", "1|2"))
    assert merge(base, doc(table("a|b", "1|2", "3|4")), doc(table("a|b|c", "1|2|3"))).conflicts


def test_a_format_changed_by_one_and_words_by_the_other():
    mine = {"type": "heading", "attrs": {"id": "aaaa", "level": 3}, "content": A["content"]}
    found = merge(BASE, doc(mine, B, C), doc(changed("The soil holds carbon for a short time."), B, C))
    assert found.document["content"][0]["type"] == "heading"
    assert texts(found.document)[0] == "The soil holds carbon for a short time."


def test_titles():
    assert merging.merge_title("a", "b", "a") == "b"
    assert merging.merge_title("a", "a", "c") == "c"
    assert merging.merge_title("a", "b", "b") == "b"
    assert merging.merge_title("a", "b", "c") is None


def test_the_choice_is_a_form():
    found = merge(BASE, doc(changed("One <b>"), B, C), doc(changed("Two"), B, C))
    html = merging.to_html(found)
    assert html.count('name="choice-aaaa"') == 3
    assert faults(html) == []


@st.composite
def edited(draw):
    """A document and two edits of it."""
    base = richtext.clean(draw(making.documents))
    return base, _edit(draw, base), _edit(draw, base)


def _edit(draw, base):
    content = copy.deepcopy(base["content"])
    for _change in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, max(0, len(content) - 1)))
        match draw(st.sampled_from(["add", "remove", "change", "move"])):
            case "add":
                content.insert(place, draw(making.blocks))
            case "remove" if len(content) > 1:
                content.pop(place)
            case "change":
                content[place] = {**draw(making.blocks), "attrs": {**content[place].get("attrs", {})}}
            case "move":
                content.append(content.pop(place))
    return richtext.clean({"type": "doc", "content": content})


@given(edited())
@settings(max_examples=120, deadline=None)
def test_one_side_alone_is_taken_as_it_is(given_docs):
    base, mine, theirs = given_docs
    for found, expected in (
        (merge(base, mine, base), mine),
        (merge(base, base, theirs), theirs),
        (merge(base, mine, mine), mine),
    ):
        assert not found.conflicts
        assert found.document == expected


@given(edited())
@settings(max_examples=120, deadline=None)
def test_a_merge_is_a_clean_document_in_which_no_new_block_is_lost(given_docs):
    base, mine, theirs = given_docs
    found = merge(base, mine, theirs)
    document = found.document
    cleaned = richtext.clean(document)["content"]
    assert document["content"][: len(cleaned)] == cleaned
    known = {node["attrs"]["id"] for node in base["content"]}
    ids = [node["attrs"]["id"] for node in document["content"]]
    assert len(ids) == len(set(ids))
    for side in (mine, theirs):
        assert {node["attrs"]["id"] for node in side["content"]} - known <= set(ids)
    assert faults(merging.to_html(found)) == []
