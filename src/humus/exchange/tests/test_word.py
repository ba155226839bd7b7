"""A page as a Word document: real headings, lists, tables and pictures, and a list of what becomes plain words."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from lxml import etree
from PIL import Image

from humus.exchange.into.word_math import M
from humus.exchange.out import word_drawings
from humus.exchange.out.typesetting import NotSet
from humus.exchange.tests.conftest import publish
from humus.exchange.tests.test_export import taken
from humus.kit import richtext

pytestmark = pytest.mark.django_db
# ISO/IEC 29500-1, 17.3.1.26: the properties of a paragraph.
ORDER = (
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "numPr",
    "pBdr",
    "shd",
    "bidi",
    "spacing",
    "ind",
    "contextualSpacing",
    "jc",
)
RICH = """## Method

Soil **bold** *italic* ~~gone~~ `code` [site](https://4p1000.org).

1. one
2. two
   - inner

- [x] done
- [ ] open

> Said

```
line 1
line 2
```

> [!WARNING]
> Take care

---

| Plot | Carbon |
|---|---|
| A | 12 |

Mass :math[x^2]
"""


def opened(made: Any) -> Any:
    return docx.Document(io.BytesIO(made.content))


def styles_of(document: Any) -> list[tuple[str, str]]:
    return [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs if paragraph.text]


def test_word_knows_each_form_by_its_own_name(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    page = publish(cast.leader, tree.begin("Rich", tree.top), "Rich", RICH)
    made, notices = taken(cast.member, page, "docx", tree=False)
    document = opened(made)
    styled = styles_of(document)
    assert made.name == "rich.docx"
    assert styled[0] == ("Title", "Rich")
    assert ("Heading 1", "Method") in styled
    assert ("Quote", "Said") in styled
    assert ("Code", "line 2") in styled
    assert ("Callout Warning", "Take care") in styled
    assert ("List Paragraph", "☑ done") in styled
    runs = {run.text: run for run in next(p for p in document.paragraphs if p.text.startswith("Soil")).runs}
    assert runs["bold"].bold
    assert runs["italic"].italic
    assert runs["gone"].font.strike
    assert runs["code"].style.name == "Code Char"
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [["Plot", "Carbon"], ["A", "12"]]
    assert document.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert notices == []
    written = next(document.element.body.iter(f"{M}oMath"))
    assert [part.text for part in written.iter(f"{M}t")] == ["x", "2"]
    assert written.find(f"{M}sSup") is not None


CHART = """Said:footnote[A remark.]

:::chart kind=bar title="Stocks"
| Plot | 2020 | 2026 |
|------|------|------|
| A | 1 | 2 |
:::
"""


def test_a_chart_is_a_picture_with_its_table_and_a_note_stands_below_the_page(
    cast: SimpleNamespace, tree: SimpleNamespace
) -> None:
    page = publish(cast.leader, tree.begin("Chart", tree.top), "Chart", CHART)
    made, notices = taken(cast.member, page, "docx", tree=False)
    document = opened(made)
    lines = [" ".join(paragraph.text.split()) for paragraph in document.paragraphs if paragraph.text]
    assert lines[:-1] == ["Chart", "Said", "Stocks", "■ 2020 ■ 2026"]
    legend = next(paragraph for paragraph in document.paragraphs if "■" in paragraph.text)
    assert len({str(run.font.color.rgb) for run in legend.runs if "■" in run.text}) == 2
    [shape] = document.inline_shapes
    assert shape._inline.docPr.get("descr") == "Stocks"
    blip = shape._inline.graphic.graphicData.pic.blipFill.blip
    drawing = Image.open(io.BytesIO(document.part.related_parts[blip.embed].blob))
    assert drawing.width > 900
    assert len(drawing.convert("RGB").getcolors(1_000_000) or ()) > 4, "not an empty field"
    assert "picture with its table" in " ".join(notices)
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in document.tables[0].rows)


def test_a_chart_that_cannot_be_drawn_is_its_title_and_its_table(
    cast: SimpleNamespace, tree: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: Any) -> Any:
        raise NotSet("no")

    monkeypatch.setattr(word_drawings, "draw", refuse)
    page = publish(cast.leader, tree.begin("Chart", tree.top), "Chart", CHART)
    document = opened(taken(cast.member, page, "docx", tree=False)[0])
    lines = [paragraph.text.strip() for paragraph in document.paragraphs if paragraph.text]
    assert lines[:-1] == ["Chart", "Said", "Stocks"]
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["A", "1", "2"]


def test_each_numbered_list_counts_by_itself(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    page = publish(cast.leader, tree.begin("Lists", tree.top), "Lists", "1. a\n2. b\n\nthen\n\n3. c\n4. d\n   - e")
    document = opened(taken(cast.member, page, "docx", tree=False)[0])
    properties = {paragraph.text: paragraph._p.pPr for paragraph in document.paragraphs}
    numbers = {text: properties[text].numPr for text in "abcde"}
    assert numbers["a"].numId.val == numbers["b"].numId.val
    assert numbers["c"].numId.val not in (numbers["a"].numId.val, numbers["e"].numId.val)
    assert numbers["e"].ilvl.val == 1
    starts = {
        one.get(qn("w:numId")): one.find(f".//{qn('w:startOverride')}").get(qn("w:val"))
        for one in document.part.numbering_part.element.iter(qn("w:num"))
        if one.find(f".//{qn('w:startOverride')}") is not None
    }
    assert starts[str(numbers["c"].numId.val)] == "3"


def test_tree_is_one_document_with_links_inside_and_pictures_described(
    cast: SimpleNamespace, tree: SimpleNamespace
) -> None:
    document = opened(taken(cast.member, tree.top, "docx")[0])
    styled = styles_of(document)
    assert ("Heading 1", "Goals") in styled
    assert ("Heading 2", "Detail") in styled
    body = document.element.body
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    anchors = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))]
    assert anchors
    assert set(anchors) <= marks, "every link inside has its end"
    assert [picture.get("descr") for picture in body.iter(qn("wp:docPr"))] == ["A soil profile"]
    assert ("Caption", "Profile") in styled
    assert document.core_properties.title == "Field guide"
    assert document.core_properties.language == "en"


def test_arabic_runs_from_right_to_left(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    page = publish(cast.leader, tree.begin("تربة", tree.top, "ar"), "تربة", "مرحبا بالتربة", language="ar")
    document = opened(taken(cast.member, page, "docx", tree=False, language="ar")[0])
    line = next(paragraph for paragraph in document.paragraphs if "مرحبا" in paragraph.text)
    assert line._p.pPr.find(qn("w:bidi")) is not None
    assert line.runs[0].font.rtl


def test_signs_that_xml_cannot_hold_are_left_out(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    doc = {
        "type": "doc",
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": "a\x0bb\x1f\ufffec"}]}],
    }
    page = publish(cast.leader, tree.begin("Signs", tree.top), "Signs", richtext.clean(doc))
    document = opened(taken(cast.member, page, "docx", tree=False)[0])
    assert any(paragraph.text in ("abc", "a bc", "ab c") for paragraph in document.paragraphs)


def test_properties_stand_in_the_order_of_the_format(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    """Word refuses a file that has it wrong."""
    page = publish(cast.leader, tree.begin("غني", tree.top, "ar"), "غني", RICH, language="ar")
    document = opened(taken(cast.member, page, "docx", tree=False, language="ar")[0])
    seen = 0
    for root in (document.element, document.styles.element):
        for properties in root.iter(qn("w:pPr")):
            known = [name for child in properties if (name := etree.QName(child).localname) in ORDER]
            assert known == sorted(known, key=ORDER.index)
            seen += len(known) > 1
    assert seen > 20


@pytest.mark.parametrize("form", ["docx", "html"])
def test_what_is_hidden_from_readers_stays_behind(cast: SimpleNamespace, tree: SimpleNamespace, form: str) -> None:
    words = "Shown.\n\n:::hidden\nPut away.\n:::\n"
    page = publish(cast.leader, tree.begin("Half", tree.top), "Half", words)
    made, notices = taken(cast.member, page, form, tree=False)
    if form == "docx":
        texts = [paragraph.text for paragraph in opened(made).paragraphs]
        assert "Shown." in texts
        assert "Put away." not in texts
        assert notices == ["“Half”: what is hidden from readers is left out."]
    else:
        assert b"Shown." in made.content
        assert b"Put away." not in made.content


def test_figures_stand_at_the_end_of_their_cells_and_arabic_is_bold_too(
    cast: SimpleNamespace, tree: SimpleNamespace
) -> None:
    table = "| Plot | Carbon |\n|------|------:|\n| **A** | 12 |"
    page = publish(cast.leader, tree.begin("Right", tree.top, "ar"), "Right", table, "ar")
    file, _notices = taken(cast.leader, page, "docx", language="ar")
    document = docx.Document(io.BytesIO(file.content))
    plot, carbon = (cell.paragraphs[0] for cell in document.tables[0].rows[1].cells)
    assert (plot.alignment, carbon.alignment) == (None, WD_ALIGN_PARAGRAPH.RIGHT)
    assert plot.runs[0].font.cs_bold
    assert document.styles["Table Heading"].font.cs_bold


def test_words_of_the_other_direction_keep_their_own(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    words = "Soils hold carbon.\n\nالتربة\n\n| العمق |\n|---|\n| 0-30 cm |"
    page = publish(cast.leader, tree.begin("Both", tree.top, "ar"), "Both", words, "ar")
    file, _notices = taken(cast.leader, page, "docx", language="ar")
    document = docx.Document(io.BytesIO(file.content))
    said = [*document.paragraphs, *(cell.paragraphs[0] for row in document.tables[0].rows for cell in row.cells)]
    from_right = {one.text: next(one._p.iter(qn("w:bidi")), None) is not None for one in said if one.text}
    expected = {"Soils hold carbon.": False, "التربة": True, "العمق": True, "0-30 cm": False}
    assert {text: from_right[text] for text in expected} == expected
    assert not list(next(one for one in said if one.text == "0-30 cm")._p.iter(qn("w:rtl")))
