"""Footnotes, citations, formulas, columns, tabs and drawn widths, in every output."""

from __future__ import annotations

import pytest

from humus.kit import richtext
from humus.kit.richtext.figures import figure
from humus.kit.richtext.standard.math import mathml
from humus.kit.tests.cost import costs_less

from .harmless import faults
from .making import Shelf, block, doc, heading, page, paragraph, table, text, without_ids

DOI = "10.1016/j.geoderma.2017.01.002"


def line(*content):
    return {"type": "paragraph", "content": list(content)}


def html(body, **more):
    return richtext.to_html(richtext.clean(body), Shelf().context(**more))


def test_notes_are_numbered_and_lead_there_and_back():
    body = doc(line(text("A"), block("footnote", text="See https://example.org/a."), block("footnote", text="Two")))
    written = html(body)
    assert '<a href="#h-note.2" id="h-note.2.1" aria-label="Note 2">2</a>' in written
    assert '<li id="h-note.1">See <a href="https://example.org/a"' in written
    assert 'href="#h-note.1.1"' in written
    assert 'href="#' not in html(body, target="mail")
    assert richtext.to_text(richtext.clean(body)) == "A (See https://example.org/a.) (Two)"


@pytest.mark.parametrize("typed", [DOI, f"https://doi.org/{DOI.upper()}", f"doi: {DOI}", f"http://dx.doi.org/{DOI}."])
def test_one_doi_is_one_source_however_it_is_typed(typed):
    body = doc(line(block("citation", text="Minasny 2017", doi=typed), block("citation", text="again", doi=DOI)))
    written = html(body)
    assert written.count("<li ") == 1
    assert written.count(">[1]</a>") == 2
    assert f'<a href="https://doi.org/{DOI}"' in written


@pytest.mark.parametrize("typed", ["javascript:x", "10.1/x", "https://evil.example/10.1016/a", '10.1000/"><b>', 7])
def test_what_is_no_doi_is_left_out(typed):
    body = richtext.clean(doc(line(block("citation", text="Words", doi=typed))))
    assert body["content"][0]["content"][0]["attrs"] == {"text": "Words"}


def test_a_page_included_twice_keeps_its_anchors_apart():
    inner = page("abc", heading("Aim"), line(text("x"), block("footnote", text="Note")))
    include = block("include", page="abc")
    written = richtext.to_html(richtext.clean(doc(include, include)), Shelf({"abc": inner}).context())
    ids = [part.split('"')[0] for part in written.split('id="')[1:]]
    assert len(ids) == len(set(ids)) == 6


def test_formulas_are_mathml_on_a_page_and_source_in_mail_and_search():
    body = doc(block("mathBlock", source="\\frac{a}{b}"), line(block("math", source="E = mc^2")))
    assert '<math display="block"><semantics>' in html(body)
    assert "<mfrac>" in html(body)
    assert "<code" in html(body, target="mail")
    assert richtext.to_text(richtext.clean(body)) == "\\frac{a}{b}\n\nE = mc^2"


@pytest.mark.parametrize(
    "source", ["x^", "\\frac{a", "\\left(", "}", "\\begin{matrix}", "&", "\\\\", "{" * 900, "^" * 900]
)
def test_a_formula_that_cannot_be_read_shows_its_source(source):
    body = doc(block("mathBlock", source=source))
    assert costs_less(lambda: html(body), 1)
    written = html(body)
    assert faults(written) == []
    assert "<math" in written or 'class="math-source"' in written


def test_formulas_carry_no_addresses():
    written = mathml("\\href{javascript:pwn()}{a} \\text{<b onclick=x>} \\class{y}{z} \\style{color:red}{w}", "inline")
    assert faults(written) == []
    assert "href" not in written.split("<annotation")[0]


def test_tabs_are_headings_below_the_one_above_them():
    tabs = {
        "type": "tabs",
        "content": [{"type": "tab", "attrs": {"title": one}, "content": [paragraph(one)]} for one in "AB"],
    }
    written = html(
        doc(heading("Top", 3), tabs, {"type": "columns", "content": [{"type": "column", "content": [tabs]}]})
    )
    assert written.count("<h4") == 4
    assert "data-tabset" not in html(doc(tabs), target="mail")
    assert "<h2" in html(doc(tabs), target="pdf")


def test_parts_out_of_their_place_leave_their_words():
    loose = doc({"type": "column", "content": [paragraph("a")]}, {"type": "tabs", "content": [paragraph("b")]})
    cleaned = richtext.clean(loose)
    assert without_ids(cleaned) == [
        paragraph("a"),
        {"type": "tabs", "content": [{"type": "tab", "content": [paragraph("b")]}]},
    ]
    assert len(richtext.clean(doc({"type": "columns", "content": [paragraph("x")] * 9}))["content"][0]["content"]) == 4


@pytest.mark.parametrize("given", [[160, 400], 160])
def test_drawn_widths_are_classes(given):
    body = table("a|b", "1|2")
    body["content"][0]["content"][0]["attrs"] = {"colwidth": given if isinstance(given, list) else [given]}
    body["content"][0]["content"][0]["attrs"]["colspan"] = 2
    assert '<colgroup><col class="wide-10">' in html(doc(body))


@pytest.mark.parametrize("given", [["10px"], [-5], [10**9], [True, "x"], {"a": 1}, [160] * 99, []])
def test_widths_that_are_none_are_left_out(given):
    body = table("a|b", "1|2")
    body["content"][0]["content"][0]["attrs"] = {"colwidth": given}
    assert "colgroup" not in html(doc(body))


def test_markdown_keeps_them():
    source = richtext.clean(
        doc(
            line(
                text("Words"),
                block("footnote", text="A [note] with \\ and ]"),
                block("citation", text="Lal (2004) *Science*", doi=DOI),
                block("math", source="\\frac{a}{b} * c_1"),
            ),
            block("mathBlock", source="a\n```\nb"),
            {
                "type": "columns",
                "content": [
                    {"type": "column", "content": [paragraph("l")]},
                    {"type": "column", "content": [paragraph("r")]},
                ],
            },
            {"type": "tabs", "content": [{"type": "tab", "attrs": {"title": 'A "b"'}, "content": [paragraph("x")]}]},
        )
    )
    assert without_ids(richtext.from_markdown(richtext.to_markdown(source))) == without_ids(source)


def chart(kind, *rows):
    return {"type": "chart", "attrs": {"kind": kind, "title": "Stocks <t/ha>"}, "content": [table(*rows)]}


@pytest.mark.parametrize(
    ("kind", "drawn"), [("bar", "<rect"), ("line", "<polyline"), ("share", "<rect"), ("pie", "<rect")]
)
def test_a_chart_is_drawn_and_keeps_its_table(kind, drawn):
    written = html(doc(chart(kind, "Year|Forest|Field", "2020|1 200 t|-3,5", "2021||4", "2022|900|")))
    assert drawn in written
    assert 'role="img" aria-label="Stocks &lt;t/ha&gt;"' in written
    assert "<details><summary>The figures as a table</summary>" in written
    assert written.count("<tr>") == 4
    assert faults(written) == []
    assert "<svg" not in html(doc(chart(kind, "Year|Forest", "2020|1")), target="mail")
    assert "Stocks <t/ha>\nYear\tForest" in richtext.to_text(richtext.clean(doc(chart(kind, "Year|Forest", "2020|1"))))


@pytest.mark.parametrize(
    "rows", [["a|b"], ["a|b", "x|y"], ["a|b", "x|"], ["a", "b"], ["a|b", "x|0"], ["a|b", "x|-1"], ["a|b", "x|1e400"]]
)
@pytest.mark.parametrize("kind", ["bar", "line", "share"])
def test_a_chart_of_little_or_nothing_is_its_table(kind, rows):
    written = html(doc(chart(kind, *rows)))
    assert "<table>" in written
    assert "nan" not in written


def test_a_chart_with_another_block_around_the_table_is_kept_in_markdown():
    source = richtext.clean(doc(chart("line", "Year|Forest", "2020|1")))
    assert without_ids(richtext.from_markdown(richtext.to_markdown(source))) == without_ids(source)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("1 200,5 t", 1200.5),
        ("−3", -3),
        ("1,234", 1234),
        ("1.5", 1.5),
        ("12 %", 12),
        ("€ 9", 9),
        ("2020–2025", None),
        ("x", None),
        ("1" * 20, None),
    ],
)
def test_figures_are_read_as_people_write_them(words, number):
    assert figure(words) == number
