"""What python-docx has no words for: links, bookmarks, fields, lists of their own, directions."""

from __future__ import annotations

import re
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from humus.kit.direction import written

_BULLETS = "•–▪"
# ISO/IEC 29500-1, 17.3.1.26.
_PROPERTIES = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
    "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
    "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle",
    "rPr", "sectPr", "pPrChange",
)  # fmt: skip


def element(tag: str, **attributes: str) -> Any:
    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def hyperlink(paragraph: Any, href: str) -> Any:
    """An element that takes runs; an address that begins with # leads to a bookmark."""
    link = element("w:hyperlink")
    if href.startswith("#"):
        link.set(qn("w:anchor"), bookmark_name(href[1:]))
    else:
        link.set(qn("r:id"), paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(link)
    return link


def bookmark_name(name: str) -> str:
    """At most 40 letters, digits and underscores, beginning with a letter."""
    safe = re.sub(r"\W", "_", name)
    if len(safe) > 38:
        from zlib import crc32

        safe = f"{safe[:28]}_{crc32(name.encode()):08x}"
    return f"b_{safe}"


def bookmark(paragraph: Any, name: str, number: int) -> None:
    first, last = element("w:bookmarkStart", id=str(number), name=bookmark_name(name)), element("w:bookmarkEnd")
    last.set(qn("w:id"), str(number))
    properties = paragraph._p.pPr
    paragraph._p.insert(0 if properties is None else 1, first)
    paragraph._p.append(last)


def field(paragraph: Any, code: str, shown: str) -> None:
    """A value that Word works out, for example the number of the page."""
    made = element("w:fldSimple", instr=code)
    run = element("w:r")
    text = element("w:t")
    text.text = shown
    run.append(text)
    made.append(run)
    paragraph._p.append(made)


class Lists:
    """Bullets and numbers nine levels deep; every list begins to count by itself."""

    def __init__(self, document: Any) -> None:
        self.numbering = document.part.numbering_part.element
        self.next = 9000
        self.abstract = {kind: self._define(kind) for kind in ("bullet", "decimal")}

    def _define(self, kind: str) -> int:
        self.next += 1
        levels = ""
        for level in range(9):
            sign = _BULLETS[level % 3] if kind == "bullet" else f"%{level + 1}."
            levels += (
                f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{sign}"/>'
                f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{360 * (level + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
            )
        xml = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{self.next}"><w:multiLevelType w:val="multilevel"/>'
        self.numbering.insert(0, parse_xml(f"{xml}{levels}</w:abstractNum>"))
        return self.next

    def begin(self, kind: str, level: int, start: int = 1) -> int:
        """The number of a new list."""
        self.next += 1
        xml = f'<w:num {nsdecls("w")} w:numId="{self.next}"><w:abstractNumId w:val="{self.abstract[kind]}"/>'
        override = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        self.numbering.append(parse_xml(f"{xml}{override}</w:num>"))
        return self.next

    @staticmethod
    def apply(paragraph: Any, number: int, level: int) -> None:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = number


def put(holder: Any, name: str, **attributes: str) -> None:
    """A property of a paragraph or style where the format wants it: Word refuses another order."""
    later = (f"w:{other}" for other in _PROPERTIES[_PROPERTIES.index(name) + 1 :])
    holder.get_or_add_pPr().insert_element_before(element(f"w:{name}", **attributes), *later)


def shade(style: Any, colour: str) -> None:
    put(style.element, "shd", val="clear", color="auto", fill=colour)


def from_right(paragraph: Any) -> None:
    put(paragraph._p, "bidi")


def turned(paragraph: Any, around: str) -> None:
    """Words of the other direction than what is around them keep their own."""
    way = written(paragraph.text, around)
    if way == "rtl" and around == "ltr":
        from_right(paragraph)
        for run in paragraph.runs:
            run.font.rtl = True
    elif way != around:
        for name in ("w:bidi", "w:rtl"):
            for mark in list(paragraph._p.iter(qn(name))):
                mark.getparent().remove(mark)


def columns_from_right(table: Any) -> None:
    table._tbl.tblPr.insert(1, element("w:bidiVisual"))


def one_box(style: Any, space: Any) -> None:
    """Paragraphs of this style that follow each other stand close, as one; others keep away."""
    form = style.paragraph_format
    form.space_before = form.space_after = space
    put(style.element, "contextualSpacing")


def cell_colour(cell: Any, colour: str) -> None:
    cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=colour))


def keep_row(row: Any) -> None:
    """The row is not cut between two pages."""
    row._tr.get_or_add_trPr().append(element("w:cantSplit"))


def repeat_row(row: Any) -> None:
    """The row is shown again on every page."""
    row._tr.get_or_add_trPr().append(element("w:tblHeader", val="true"))


def describe(run: Any, alt: str) -> None:
    """The text of a picture for those who do not see it."""
    for properties in run._r.iter(qn("wp:docPr")):
        properties.set("descr", alt)
