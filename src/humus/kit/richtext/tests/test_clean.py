"""What enters is brought into one shape, quickly, or refused with a reason."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings

from humus.kit import richtext
from humus.kit.tests.cost import costs_less

from . import making
from .making import block, doc, heading, paragraph, text


@given(making.documents | making.junk)
@settings(max_examples=200, deadline=None)
def test_cleaning_twice_changes_nothing_more(given_doc):
    once = richtext.clean(given_doc)
    assert richtext.clean(json.loads(json.dumps(once))) == once


@given(making.junk | making.documents)
@settings(max_examples=100, deadline=None)
def test_every_top_level_block_has_its_own_id(given_doc):
    ids = [node["attrs"]["id"] for node in richtext.clean(given_doc)["content"]]
    assert len(ids) == len(set(ids)) > 0


def test_ids_that_were_given_stay_and_the_second_of_two_gets_a_new_one():
    found = richtext.clean(doc(paragraph("a", "same"), paragraph("b", "same"), paragraph("c", "other")))["content"]
    assert [found[0]["attrs"]["id"], found[2]["attrs"]["id"]] == ["same", "other"]
    assert found[1]["attrs"]["id"] not in ("same", "other")


def test_unknown_blocks_leave_their_words():
    cleaned = richtext.clean(doc({"type": "fancyBox", "content": [paragraph("kept")]}))
    assert making.without_ids(cleaned) == [paragraph("kept")]


def test_unknown_attributes_and_marks_are_dropped():
    node = {
        "type": "heading",
        "attrs": {"level": 3, "style": "x", "onclick": "y"},
        "content": [text("T", "bold", "blink")],
    }
    assert making.without_ids(richtext.clean(doc(node))) == [
        {"type": "heading", "attrs": {"level": 3}, "content": [text("T", "bold")]}
    ]


def test_loose_text_is_put_into_a_paragraph_and_loose_items_into_the_block():
    assert making.without_ids(richtext.clean(doc(text("a"), text("b", "bold")))) == [
        {"type": "paragraph", "content": [text("a"), text("b", "bold")]}
    ]
    stray = {"type": "bulletList", "content": [paragraph("x")]}
    assert making.without_ids(richtext.clean(doc(stray))) == [
        {"type": "bulletList", "content": [{"type": "listItem", "content": [paragraph("x")]}]}
    ]


def test_empty_paragraphs_at_the_end_go_and_those_between_stay():
    cleaned = richtext.clean(doc(paragraph("a"), paragraph(), paragraph("b"), paragraph(), paragraph()))
    assert [bool(node.get("content")) for node in cleaned["content"]] == [True, False, True]


def test_code_takes_no_other_mark_and_no_leaf():
    node = {
        "type": "codeBlock",
        "content": [text("a\n", "bold"), {"type": "hardBreak"}, block("mention", person="p", label="x")],
    }
    assert richtext.clean(doc(node))["content"][0]["content"] == [text("a\n\n")]


def test_a_block_without_what_it_needs_is_dropped():
    cleaned = richtext.clean(
        doc(paragraph("a"), block("include"), block("image", alt="x"), block("include", page="ok-1"))
    )
    assert [node["type"] for node in cleaned["content"]] == ["paragraph", "include"]


@pytest.mark.parametrize("wrong", [None, 1, "x", [], {}, {"type": "paragraph"}, {"type": "doc", "content": "x"}])
def test_what_is_no_document_is_refused(wrong):
    with pytest.raises(richtext.BadDocument, match="not a document"):
        richtext.clean(wrong)


def test_nul_bytes_are_refused_anywhere():
    for bad in (doc(paragraph("a\x00b")), doc(paragraph("a", "i\x00")), {"type": "doc", "content": [], "x\x00": 1}):
        with pytest.raises(richtext.BadDocument, match="cannot be stored"):
            richtext.clean(bad)


def test_characters_that_the_database_cannot_hold_are_left_out():
    assert richtext.clean(doc(paragraph("a\ud800\x07b\ufffe")))["content"][0]["content"] == [text("ab")]


def _nested(depth: int) -> dict:
    node = paragraph("deep")
    for _level in range(depth - 1):
        node = {"type": "blockquote", "content": [node]}
    return doc(node)


def test_a_hundred_levels_are_enough():
    richtext.clean(richtext.clean(_nested(100)))
    with pytest.raises(richtext.BadDocument, match="deeply"):
        richtext.clean(_nested(101))


def test_a_page_that_is_too_large_is_refused():
    richtext.clean(doc(paragraph("x" * 1000)), max_bytes=2000)
    with pytest.raises(richtext.BadDocument, match="too large"):
        richtext.clean(doc(paragraph("x" * 2000)), max_bytes=2000)


@pytest.mark.parametrize(
    "source",
    [
        "[" * 100_000,
        '{"type":"doc","content":' * 20_000,
        '{"type":"doc","content":[NaN]}',
        '{"a":' + "9" * 5000 + "}",
        "\ufeff{}",
        "",
        "null",
        b"\xff\xfe",
    ],
)
def test_hostile_json_is_refused_and_never_an_error(source):
    with pytest.raises(richtext.BadDocument):
        richtext.clean(richtext.parse(source))


def _deep_list() -> list:
    nested: list = []
    for _level in range(100_000):
        nested = [nested]
    return nested


@pytest.mark.parametrize(
    "hostile",
    [
        doc(*[[] for _ in range(600_000)]),
        doc(*[{} for _ in range(39_000)]),
        doc(*[paragraph("x") for _ in range(19_000)]),
        doc({"type": "paragraph", "content": [text("x", *["bold"] * 40) for _ in range(2000)]}),
        doc(*[heading("same") for _ in range(12_000)]),
        {"type": "doc", "content": _deep_list()},
        doc({"type": "paragraph", "content": [text("[" * 1_900_000)]}),
        doc({"type": "table", "content": [{"type": "tableRow", "content": [{} for _ in range(39_000)]}]}),
        doc(block("heading", level=10**400)),
    ],
    ids=["lists", "dicts", "paragraphs", "marks", "headings", "deep", "long", "cells", "huge number"],
)
def test_hostile_documents_take_less_than_a_second(hostile):
    def read():
        with suppress(richtext.BadDocument):
            richtext.outline(richtext.clean(hostile))

    assert costs_less(read, 1)
