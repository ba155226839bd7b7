"""Footnotes of Word: python-docx has no part for them, so it is made here (ISO/IEC 29500-1, 17.11)."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.parts.story import StoryPart
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from lxml.html import HtmlElement

from humus.exchange.out import word_parts as parts

TEXT, SIGN = "Footnote Text", "Footnote Reference"
_LINES = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{tag}/></w:r></w:p></w:footnote>'
    for number, kind, tag in ((-1, "separator", "separator"), (0, "continuationSeparator", "continuationSeparator"))
)


def taken(root: HtmlElement) -> dict[str, HtmlElement]:
    """The notes below the text by the names of their anchors, taken out of the tree with their list."""
    found: dict[str, HtmlElement] = {}
    for item in root.xpath(".//div[contains(@class, 'notes')]/ol/li[contains(@id, 'h-note.')]"):
        found[item.get("id")] = item
        for back in item.xpath("./a[contains(@class, 'notes__back')]"):
            back.drop_tree()
    for around in {item.getparent().getparent() for item in found.values()}:
        around.drop_tree()
    return found


class Notes:
    """The footnotes of one document, numbered by Word as they come."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.part: StoryPart | None = None
        self.count = 0

    def add(self, paragraph: Any) -> Any:
        """Set the sign at the end of the paragraph; answers the paragraph that takes the words of the note."""
        if self.part is None:
            self.part = self._begin()
        self.count += 1
        sign = paragraph.add_run()
        sign.style = SIGN
        sign._r.append(parts.element("w:footnoteReference", id=str(self.count)))
        note = parts.element("w:footnote", id=str(self.count))
        made = parts.element("w:p")
        note.append(made)
        self.part.element.append(note)
        words = Paragraph(made, self.part)  # type: ignore[arg-type]
        words.style = TEXT
        own = words.add_run()
        own.style = SIGN
        own._r.append(parts.element("w:footnoteRef"))
        words.add_run(" ")
        return words

    def _begin(self) -> StoryPart:
        styles = self.document.styles
        text = styles.add_style(TEXT, WD_STYLE_TYPE.PARAGRAPH)
        text.base_style, text.font.size, text.paragraph_format.space_after = styles["Normal"], Pt(9), Pt(0)
        styles.add_style(SIGN, WD_STYLE_TYPE.CHARACTER).font.superscript = True
        package = self.document.part.package
        xml = parse_xml(f"<w:footnotes {nsdecls('w', 'r')}>{_LINES}</w:footnotes>")
        made = StoryPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, xml, package)
        self.document.part.relate_to(made, RELATIONSHIP_TYPE.FOOTNOTES)
        return made
