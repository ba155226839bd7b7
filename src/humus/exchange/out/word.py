"""Word: one document with headings, lists, tables, pictures and links that Word knows as such."""

from __future__ import annotations

import io
from typing import Any

import docx
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from lxml.html import HtmlElement

from humus.exchange.book import Book, Chapter
from humus.exchange.out import Made, file_name
from humus.exchange.out import word_parts as parts
from humus.exchange.out.typst_blocks import CHART
from humus.exchange.out.word_blocks import CALLOUTS, WordBlocks
from humus.exchange.out.word_drawings import drawn
from humus.exchange.trees import tree
from humus.exchange.xml import UNSTORABLE
from humus.kit import richtext
from humus.kit.direction import direction
from humus.kit.richtext import blocks
from humus.kit.richtext.references import walk

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BRAND, MUTED, INK = RGBColor(0x1F, 0x6B, 0x43), RGBColor(0x51, 0x5C, 0x55), RGBColor(0x1D, 0x23, 0x20)
# What Word has a form of its own for, so that it comes back when the document is brought in again.
KEPT = {
    "paragraph", "heading", "blockquote", "codeBlock", "horizontalRule", "bulletList", "orderedList", "listItem",
    "taskList", "taskItem", "callout", "table", "tableRow", "tableCell", "tableHeader", "image", "hardBreak", "text",
    "math", "mathBlock", "footnote",
}  # fmt: skip


def make(book: Book) -> Made:
    with translation.override(book.language):
        document = _document(book)
        # Charts are drawn together; other chapters are read one after the other, when they are written.
        charted = {chapter.key: tree(book, chapter) for chapter in book.chapters if CHART in chapter.html}
        writer = WordBlocks(document, book, drawn(charted.values()))
        for chapter in book.chapters:
            root = charted.pop(chapter.key) if chapter.key in charted else tree(book, chapter)
            _chapter(document, writer, book, chapter, root)
            _tell(book, chapter)
        out = io.BytesIO()
        document.save(out)
    return Made(out.getvalue(), file_name(book, "docx"), MEDIA_TYPE)


def _tell(book: Book, chapter: Chapter) -> None:
    """Name what becomes plain words, and that hidden parts stay behind."""
    names = dict.fromkeys(node["type"] for node in walk(richtext.clean(chapter.doc)) if node["type"] not in KEPT)
    if blocks.HIDDEN in names:
        del names[blocks.HIDDEN]
        book.note(_("“%(page)s”: what is hidden from readers is left out.") % {"page": chapter.title})
    for name in names:
        block = blocks.get(name)
        if block and block.label:
            words = {"page": chapter.title, "block": block.label}
            if name == "chart":
                book.note(_("“%(page)s”: “%(block)s” becomes a picture with its table in Word.") % words)
            else:
                book.note(_("“%(page)s”: “%(block)s” becomes plain words in Word.") % words)


def _document(book: Book) -> Any:
    document = docx.Document()
    facts = document.core_properties
    facts.title, facts.author, facts.language = book.top.title, book.site, book.language
    facts.comments, facts.subject = "", book.space
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    _styles(document, book)
    _footer(section.footer.paragraphs[0], book)
    return document


def _styles(document: Any, book: Book) -> None:
    styles = document.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    language = parts.element("w:lang", val=book.language)
    if direction(book.language) == "rtl":
        language.set(qn("w:bidi"), book.language)
    normal.element.get_or_add_rPr().append(language)
    for level in range(1, 10):
        for name in (f"Heading {level}", f"Heading {level} Char"):
            styles[name].font.color.rgb = BRAND if level < 3 else INK
        styles[f"Heading {level}"].paragraph_format.space_after = Pt(4)
    for name in ("Title", "Title Char"):
        styles[name].font.color.rgb = BRAND
    for border in styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    styles["Caption"].font.color.rgb = MUTED
    code = styles.add_style("Code", WD_STYLE_TYPE.PARAGRAPH)
    code.base_style, code.font.name, code.font.size = normal, "Consolas", Pt(9.5)
    parts.one_box(code, Pt(8))
    parts.shade(code, "F3F6F3")
    spoken = styles.add_style("Code Char", WD_STYLE_TYPE.CHARACTER)
    spoken.font.name, spoken.font.size = "Consolas", Pt(10)
    heading = styles.add_style("Table Heading", WD_STYLE_TYPE.PARAGRAPH)
    heading.font.bold = heading.font.cs_bold = True
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = BRAND, True
    styles.add_style("Line", WD_STYLE_TYPE.PARAGRAPH).paragraph_format.alignment = 1
    origin = styles.add_style("Source", WD_STYLE_TYPE.PARAGRAPH)
    origin.font.size, origin.font.color.rgb = Pt(9), MUTED
    styles.add_style("Contents Line", WD_STYLE_TYPE.PARAGRAPH).paragraph_format.space_after = Pt(0)
    for name in CALLOUTS.values():
        for full in (name, f"{name} Title"):
            style = styles.add_style(full, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style, style.font.bold = normal, full.endswith("Title") or None
            style.font.cs_bold = style.font.bold
            style.paragraph_format.left_indent = style.paragraph_format.right_indent = Cm(0.4)
            parts.one_box(style, Pt(8))
            if full.endswith("Title"):
                style.paragraph_format.space_after, style.paragraph_format.keep_with_next = Pt(0), True
            else:
                style.paragraph_format.space_before = Pt(0)
            parts.shade(style, "FBF3DF" if "Warning" in name else "EAF3ED")


def _footer(paragraph: Any, book: Book) -> None:
    paragraph.style.font.size = Pt(8)
    if direction(book.language) == "rtl":
        parts.from_right(paragraph)
    day = date_format(book.made_on, "DATE_FORMAT")
    paragraph.add_run(f"{book.site} · {day} · {book.top.url} · ")
    parts.field(paragraph, "PAGE", "1")
    paragraph.add_run(" / ")
    parts.field(paragraph, "NUMPAGES", "1")


def _chapter(document: Any, writer: WordBlocks, book: Book, chapter: Chapter, root: HtmlElement) -> None:
    top = chapter is book.top
    writer.language = chapter.language
    heading = writer.paragraph(document, "Title" if top else f"Heading {min(9, chapter.depth)}")
    heading.add_run(UNSTORABLE.sub("", chapter.title))
    heading.paragraph_format.page_break_before = not top
    writer.mark(heading, chapter.key)
    if top and book.tree:
        _contents(document, writer, book)
    writer.write(root, chapter.language)
    origin = writer.paragraph(document, "Source")
    origin.add_run(_("Source:") + " ")
    link = parts.hyperlink(origin, chapter.url)
    run = origin.add_run(chapter.url)
    link.append(run._r)
    if chapter.number and chapter.changed_at:
        facts = {"number": chapter.number, "day": date_format(chapter.changed_at, "DATE_FORMAT")}
        origin.add_run(" · " + _("version %(number)s, %(day)s") % facts)


def _contents(document: Any, writer: WordBlocks, book: Book) -> None:
    """Links, so that it is right without asking Word to work anything out."""
    writer.paragraph(document, "Source").add_run(_("Contents"))
    for chapter in book.chapters[1:]:
        line = writer.paragraph(document, "Contents Line")
        line.paragraph_format.left_indent = Cm(0.6 * (chapter.depth - 1))
        link = parts.hyperlink(line, f"#{chapter.key}")
        run = line.add_run(UNSTORABLE.sub("", chapter.title))
        run.font.color.rgb = BRAND
        link.append(run._r)
    line.paragraph_format.space_after = Pt(18)
