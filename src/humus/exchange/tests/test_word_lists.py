"""Numbered lists of Word keep the number that they begin with, on the way in and out."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from humus.exchange.into.wordreading import read
from humus.exchange.tests.conftest import publish
from humus.exchange.tests.test_export import taken
from humus.exchange.tests.test_import import brought
from humus.kit import richtext
from humus.pages.models import Text


def numbered(*lines: tuple[str, int | None, int], start: int = 1, overrides: dict[int, int] | None = None) -> bytes:
    """``(words, number of the list or None, level)``: all lists share one definition."""
    document: Any = docx.Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="{start if n == 0 else 1}"/><w:numFmt w:val="decimal"/></w:lvl>'
        for n in (0, 1)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    for key in dict.fromkeys(key for _words, key, _level in lines if key):
        again = (overrides or {}).get(key)
        override = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{again}"/></w:lvlOverride>' if again else ""
        num = f'<w:num {nsdecls("w")} w:numId="{key}"><w:abstractNumId w:val="77"/>{override}</w:num>'
        numbering.append(parse_xml(num))
    for words, key, level in lines:
        paragraph = document.add_paragraph(words)
        if key:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = level, key
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "html"),
    [
        (numbered(("a", 90, 0), ("b", 90, 0), start=5), '<ol start="5"><li>a</li><li>b</li></ol>'),
        (numbered(("a", 90, 0), overrides={90: 5}), '<ol start="5"><li>a</li></ol>'),
        (
            numbered(("a", 90, 0), ("then", None, 0), ("b", 90, 0)),
            '<ol><li>a</li></ol><p>then</p><ol start="2"><li>b</li></ol>',
        ),
        (
            numbered(("a", 90, 0), ("b", 90, 1), ("c", 90, 0), ("d", 90, 1)),
            "<ol><li>a<ol><li>b</li></ol></li><li>c<ol><li>d</li></ol></li></ol>",
        ),
        (
            numbered(("a", 90, 0), ("b", 90, 0), ("c", 91, 0), overrides={91: 1}),
            "<ol><li>a</li><li>b</li></ol><ol><li>c</li></ol>",
        ),
    ],
)
def test_a_list_begins_with_the_number_that_word_shows(content: bytes, html: str) -> None:
    assert read(content)["html"] == html


def test_a_list_that_takes_its_numbers_from_a_style_keeps_them() -> None:
    document = docx.Document(io.BytesIO(numbered(("a", 90, 0), start=5)))
    numbering: Any = document.part.numbering_part.element
    own = next(one for one in numbering.iter(qn("w:abstractNum")) if one.get(qn("w:abstractNumId")) == "77")
    own.insert(0, parse_xml(f'<w:styleLink {nsdecls("w")} w:val="Steps"/>'))
    link = '<w:numStyleLink w:val="Steps"/>'
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="78">{link}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="78"/></w:num>'))
    own_number = '<w:pPr><w:numPr><w:numId w:val="90"/></w:numPr></w:pPr>'
    style = f'<w:style {nsdecls("w")} w:type="numbering" w:styleId="Steps">{own_number}</w:style>'
    document.styles.element.append(parse_xml(style))
    document.paragraphs[0]._p.pPr.numPr.numId.val = 91
    out = io.BytesIO()
    document.save(out)
    assert read(out.getvalue())["html"] == '<ol start="5"><li>a</li></ol>'


@pytest.mark.django_db
def test_numbers_go_to_word_and_come_back(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    words = "5. a\n6. b\n   3. c\n   4. d\n7. e\n\nthen\n\n- f\n\n8. g\n\nend\n\n1. h\n2. i\n"
    page = publish(cast.leader, tree.begin("Counted", tree.top), "Counted", words)
    made, _notices = taken(cast.member, page, "docx", tree=False)
    parcel = brought(cast.member, tree.detail, made.name, made.content)
    assert parcel.notices == []
    back = Text.objects.get(page__key=next(iter(parcel.choices["tops"])))
    assert richtext.to_markdown(back.body) == richtext.to_markdown(Text.objects.get(page=page).body)
