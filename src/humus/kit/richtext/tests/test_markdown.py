"""Markdown and HTML in, Markdown out."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given, settings, strategies
from markdown_it import helpers

from humus.kit import richtext
from humus.kit.richtext.markdown import reader
from humus.kit.tests.cost import costs_less

from . import making
from .making import Shelf, block, doc, heading, paragraph, table, text, without_ids


def read(source):
    return without_ids(richtext.from_markdown(source))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# Title\n\n## Part", [heading("Title", 2), heading("Part", 3)]),
        ("## Part\n\n### Sub", [heading("Part", 2), heading("Sub", 3)]),
        ("a **b** *c* `d` ~~e~~", [{"type": "paragraph", "content": [
            text("a "), text("b", "bold"), text(" "), text("c", "italic"), text(" "), text("d", "code"),
            text(" "), text("e", "strike"),
        ]}]),
        (":u[a **b**] :sub[2]", [{"type": "paragraph", "content": [
            text("a ", "underline"), text("b", "bold", "underline"), text(" "), text("2", "subscript"),
        ]}]),
        (":status[On :x]{info} :date[2026-01-02]", [{"type": "paragraph", "content": [
            block("status", text="On :x", tone="info"), text(" "), block("date", value="2026-01-02"),
        ]}]),
        ("[Ana](person:k1) [Plan](file:f1)", [{"type": "paragraph", "content": [
            block("mention", person="k1", label="Ana"), text(" "), block("fileLink", file="f1", label="Plan"),
        ]}]),
        ("- [ ] a\n- [x] b", [{"type": "taskList", "content": [
            {"type": "taskItem", "content": [paragraph("a")]},
            {"type": "taskItem", "attrs": {"checked": True}, "content": [paragraph("b")]},
        ]}]),
        ("- [ ] a\n- b", [{"type": "bulletList", "content": [
            {"type": "listItem", "content": [paragraph("[ ] a")]}, {"type": "listItem", "content": [paragraph("b")]},
        ]}]),
        ("> [!warning]\n> Mind", [{"type": "callout", "attrs": {"kind": "warning"}, "content": [paragraph("Mind")]}]),
        ("> [!NOTE] Mind", [{"type": "callout", "content": [paragraph("Mind")]}]),
        ("> said", [{"type": "blockquote", "content": [paragraph("said")]}]),
        ("a\n\n![A field](file:f1 \"May\") b", [
            paragraph("a"), block("image", file="f1", alt="A field", caption="May"), paragraph(" b"),
        ]),
        ("![](file:f1)", [block("image", file="f1", decorative=True)]),
        (":::toc depth=3\n:::children page=k1", [block("toc", depth=3), block("children", page="k1")]),
        (":::include page=k1\n\n:::include-excerpt page=k2 name=\"The goals\"", [
            block("include", page="k1"), block("includeExcerpt", page="k2", name="The goals"),
        ]),
        ("::::expand More\na\n\n:::tip\nb\n:::\n::::\nc", [
            {"type": "expand", "attrs": {"title": "More"}, "content": [
                paragraph("a"), {"type": "callout", "attrs": {"kind": "tip"}, "content": [paragraph("b")]},
            ]},
            paragraph("c"),
        ]),
        (":::excerpt name=Goals\nx", [{"type": "excerpt", "attrs": {"name": "Goals"}, "content": [paragraph("x")]}]),
        (":::unknown thing", [paragraph(":::unknown")]),
        ("see https://4p1000.org/x, yes", [{"type": "paragraph", "content": [
            text("see "),
            {"type": "text", "text": "https://4p1000.org/x", "marks": [{"type": "link", "attrs": {"href": "https://4p1000.org/x"}}]},
            text(", yes"),
        ]}]),
    ],
)  # fmt: skip
def test_reading(source, expected):
    assert read(source) == expected


def test_tables_keep_their_alignment():
    (found,) = read("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert found["content"][1]["content"][1] == {
        "type": "tableCell",
        "attrs": {"align": "end"},
        "content": [paragraph("2")],
    }
    assert [row["content"][0]["type"] for row in found["content"]] == ["tableHeader", "tableCell"]


def test_pages_written_in_markdown_come_back_as_they_were():
    inner = {"type": "callout", "attrs": {"kind": "tip"}, "content": [paragraph("b")]}
    items = [{"type": "listItem", "content": [paragraph("one"), {"type": "bulletList", "content": [
        {"type": "listItem", "content": [paragraph("deep")]}]}]}]  # fmt: skip
    body = richtext.clean(doc(
        heading("A * title"), paragraph("1. not a list"), paragraph("# not a heading"), paragraph("- nor this"),
        paragraph("a_b*c[d]<e>|f`g\\h ~~i~~ :u[j] &amp; ::: k"), paragraph("::: l"),
        {"type": "bulletList", "content": items}, {"type": "bulletList", "content": items},
        {"type": "expand", "attrs": {"title": 'Say "x"'}, "content": [paragraph("a"), inner]},
        table("a|b", "1|2"), block("image", file="f1", alt="A [field]", caption='"May"'),
        {"type": "codeBlock", "attrs": {"language": "md"}, "content": [text("```\n:::x")]},
        {"type": "orderedList", "attrs": {"start": 4}, "content": items}, block("horizontalRule"),
        block("includeExcerpt", page="k", name="x y"), block("children"), block("toc", depth=3),
    ))  # fmt: skip
    assert read(richtext.to_markdown(body)) == without_ids(body)


def _in_box_in_list(*inside):
    def lists(name, item, *content):
        return {"type": name, "content": [{"type": item, "content": list(content)}]}

    box = {"type": "callout", "content": [lists("bulletList", "listItem", lists("taskList", "taskItem", *inside))]}
    return richtext.clean(doc(lists("bulletList", "listItem", box)))


@pytest.mark.parametrize("inside", [[block("image", file="f1", alt="a")], [paragraph("b"), paragraph("c")]])
def test_a_box_in_a_list_goes_on_behind_an_empty_line(inside):
    body = _in_box_in_list(*inside)
    assert read(richtext.to_markdown(body)) == without_ids(body)


@given(making.documents)
@example(_in_box_in_list(block("image", file="f1", alt="a", caption="a")))
@settings(max_examples=150, deadline=None)
def test_no_word_is_lost_on_the_way_through_markdown(document):
    body = richtext.clean(document)
    again = richtext.from_markdown(richtext.to_markdown(body))

    def letters(one):
        return [letter for letter in richtext.to_text(one) if letter.isalpha() and letter.isascii()]

    assert letters(again) == letters(body)


def test_html_from_elsewhere():
    html = """<div><h1>Title</h1><p style="color:red">a <b>b</b><br>c</p><ul><li>x<ul><li>y</li></ul></li></ul>
    <table><tr><th>h</th></tr><tr><td colspan="2">d</td></tr></table><pre>a
  b</pre><img src="https://example.org/x.png" alt="pic"><a href="page:x">no</a></div>"""
    found = without_ids(richtext.from_plain_html(html))
    assert [node["type"] for node in found] == ["heading", "paragraph", "bulletList", "table", "codeBlock", "paragraph"]
    assert found[1]["content"] == [text("a "), text("b", "bold"), {"type": "hardBreak"}, text("c")]
    assert found[3]["content"][1]["content"][0]["attrs"] == {"colspan": 2}
    assert found[4]["content"] == [text("a\n  b")]
    assert found[5]["content"][0]["text"] == "pic"


def test_blocks_without_paragraphs_stay_apart():
    assert without_ids(richtext.from_plain_html("<div>one</div><div>two</div>three")) == [
        paragraph("one"), paragraph("two"), paragraph("three"),
    ]  # fmt: skip


HOSTILE = {
    "one long line": "a" * 1_000_000,
    "brackets": "[" * 100_000,
    "links": "[a](" * 50_000,
    "images": "![" * 50_000,
    "open brackets and signs": "![" * 2_500 + "*a " * 5_000,
    "open brackets in words": "[a *b* " * 3_500,
    "quotes": ">" * 10_000 + "x",
    "quotes with blanks": "> " * 10_000 + "x",
    "lists": "".join("  " * n + "- x\n" for n in range(500)),
    "stars": "*a " * 50_000,
    "stars and lines": "*a_ " * 50_000,
    "backticks": "".join("`" * n + " " for n in range(800)),
    "tildes": "~~a" * 50_000,
    "fences": "```\n" * 100_000,
    "directives": ":::expand\n" * 50_000,
    "directives that end": ":::expand\n" * 2_000 + ":::\n" * 2_000,
    "inline directives": ":u[" * 50_000,
    "arguments": ":::toc " + 'a="' * 50_000,
    "table": "|a" * 3_000 + "\n" + "|-" * 3_000 + "\n" + "|a" * 3_000,
    "long table": "|a|b|\n|-|-|\n" + "|" * 400_000,
    "many rows": "|a|b|\n|-|-|\n" + "|1|2|\n" * 100_000,
    "entities": "&" * 200_000,
    "angles": "<" * 200_000,
    "headings": "# a\n" * 100_000,
    "references": "".join(f"[a{n}]: /x\n" for n in range(30_000)),
    "addresses": "https://" * 100_000,
    "notes": "".join(f"[^{n}]: x\n" for n in range(7_000)),
    "colons": ":" * 500_000,
    "escapes": "\\" * 500_000,
    "open addresses": "![p](q.png" * 6_500,
    "doubly open addresses": "[p]((q" * 6_500,
    "escaped addresses": "[p](\\(q" * 6_500,
    "long open addresses": ("[p](" + "q" * 300) * 650,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markdown_takes_less_than_a_second(name):
    def read():
        with suppress(richtext.BadDocument):
            richtext.from_markdown(HOSTILE[name])

    assert costs_less(read, 1)


def test_formulas_and_footnotes_of_other_programs_are_read():
    source = (
        "Stock $C = d \\rho$ costs $5 or $10[^a].\n\n$$\na^2\n$$\n\n[^a]: See *Smith*,\n2020\n\n[^b]: nobody asks\n"
    )
    read = richtext.from_markdown(source)
    first, formula, rest = read["content"]
    kinds = [one["type"] for one in first["content"]]
    assert kinds == ["text", "math", "text", "footnote", "text"]
    assert first["content"][1]["attrs"]["source"] == "C = d \\rho"
    assert first["content"][3]["attrs"]["text"] == "See *Smith*, 2020"
    assert (formula["type"], formula["attrs"]["source"]) == ("mathBlock", "a^2")
    assert rest["content"][0]["text"] == "[^b]: nobody asks"
    assert without_ids(richtext.from_markdown(richtext.to_markdown(read))) == without_ids(read)


def test_cells_below_and_beside_merged_ones_stay_below_their_headings():
    html = (
        "<table><tr><th>Site</th><th>Depth</th><th>Carbon</th></tr>"
        '<tr><td rowspan="2">A</td><td>0-30</td><td>61</td></tr><tr><td>30-60</td><td>28</td></tr>'
        '<tr><td>B</td><td colspan="2">none</td></tr></table>'
    )
    lines = richtext.to_markdown(richtext.from_plain_html(html)).splitlines()
    assert lines[2:] == ["| A | 0-30 | 61 |", "|  | 30-60 | 28 |", "| B | none |  |"]


def test_many_links_among_brackets_that_stay_open_are_links():
    line = "see [1] and [a] [b, [c](https://x.example/) (d)"
    read = richtext.from_markdown("\n\n".join([line] * 900))
    links = [
        mark
        for block in read["content"]
        for one in block["content"]
        for mark in one.get("marks", [])
        if mark["type"] == "link"
    ]
    assert len(links) == 900


HOSTILE_HTML = {
    "nested": "<div>" * 49_000,
    "bold": "<b>" * 49_000,
    "links": "<a href=x>" * 40_000,
    "tables": "<table><tr><td>" * 15_000,
    "lists": "<ul><li>" * 20_000,
    "formatting": "<b><i><u><s>" * 10_000 + "<p>" * 5_000,
    "misnested": "<b><p>" * 20_000 + "</b></p>" * 20_000,
    "open": "<" * 900_000,
    "attributes": "<p " + "a=b " * 200_000 + ">x",
    "comments": "<!--" * 200_000,
    "entities": "&amp;" * 200_000,
    "quotes": "<p title='" + '"' * 900_000,
}


@pytest.mark.parametrize("name", HOSTILE_HTML)
def test_hostile_html_takes_less_than_a_second(name):
    def read():
        with suppress(richtext.BadDocument):
            richtext.from_plain_html(HOSTILE_HTML[name])

    assert costs_less(read, 1)


def test_to_html_of_markdown():
    assert richtext.to_html(richtext.from_markdown("a\n\n:::children"), Shelf().context()) == "<p>a</p>"


def test_labels_within_labels_take_of_the_same_steps(monkeypatch):
    steps, read = [], helpers.parseLinkLabel

    def counted(state, start, disable_nested=False):
        end = read(state, start, disable_nested)
        steps.append((end if end >= 0 else state.posMax) - start)
        return end

    monkeypatch.setattr(helpers, "parseLinkLabel", counted)
    monkeypatch.setattr(reader, "MOST_STEPS", 3_000)
    source = "![a [b](x) " * 200
    assert len(source) == 2_200
    richtext.from_markdown(source)
    assert sum(steps) < 3_000 + 2 * len(source)


@given(strategies.text(alphabet="ab \\()<>\n[]\x01", max_size=40), strategies.integers(0, 5))
def test_addresses_end_where_the_parser_ends_them(words, start):
    start = min(start, len(words))
    own, theirs = reader._destination(words, start, len(words)), helpers.parseLinkDestination(words, start, len(words))
    assert (own.ok, own.str) == (theirs.ok, theirs.str)
    assert not own.ok or own.pos == theirs.pos
