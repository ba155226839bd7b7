"""The HTML of a chapter as paragraphs of a Word document. An element that is not known gives way to its content."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Emu, Pt, RGBColor
from lxml.html import HtmlElement

from humus.exchange.book import Book, Kept
from humus.exchange.out import word_parts as parts
from humus.exchange.out.html import picture
from humus.exchange.out.typst_blocks import BLOCKS, CHART_SHARE, SPACE, holds_blocks, is_chart, is_shown, spoken
from humus.exchange.out.typst_tables import place
from humus.exchange.out.word_drawings import NUMBER
from humus.exchange.out.word_math import formula
from humus.exchange.out.word_notes import Notes, taken
from humus.exchange.xml import UNSTORABLE
from humus.kit.direction import direction
from humus.kit.richtext.standard.drawing import INKS

WIDTH = Emu(5_760_000)
_SHARES = {"small": 0.4, "medium": 0.7, "full": 1.0}
_MARKS = {
    "strong": "bold",
    "b": "bold",
    "em": "italic",
    "i": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strike",
    "del": "strike",
    "sub": "subscript",
    "sup": "superscript",
    "mark": "highlight",
    "code": "code",
}
# Word turns left and right about in a paragraph that runs from right to left.
_ALIGNED = {"numbers": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}
CALLOUTS = {"note": "Callout Note", "tip": "Callout Tip", "warning": "Callout Warning", "decision": "Callout Decision"}
MOST_NESTED = 40


class WordBlocks:
    """``holder`` is the document or a cell, whatever takes paragraphs."""

    def __init__(self, document: Any, book: Book, drawings: Sequence[bytes] = ()) -> None:
        self.document, self.book, self.drawings = document, book, drawings
        self.lists, self.notes = parts.Lists(document), Notes(document)
        self.below: dict[str, HtmlElement] = {}
        self.bookmarks = 0
        self.language = book.language

    def write(self, root: HtmlElement, language: str) -> None:
        self.language = language
        self.below = taken(root)
        self._flow(root, self.document, "", 0)

    def _flow(self, element: HtmlElement, holder: Any, style: str, depth: int) -> None:
        paragraph: Any = None
        if (element.text or "").strip():
            paragraph = self.paragraph(holder, style)
            self._words(paragraph, element.text or "", ())
        for child in element:
            known = is_shown(child)
            if known and (child.tag in BLOCKS or holds_blocks(child)) and depth < MOST_NESTED:
                paragraph = None
                self._block(child, holder, style, depth + 1)
            elif known and child.tag == "svg" and child.get(NUMBER):
                paragraph = None
                self._chart(child, self.paragraph(holder))
            elif known and not is_chart(child):
                # A chart that could not be drawn: its title stands above, its figures below.
                paragraph = paragraph or self.paragraph(holder, style)
                self._inline(child, paragraph, ())
            if (child.tail or "").strip():
                paragraph = paragraph or self.paragraph(holder, style)
                self._words(paragraph, child.tail or "", ())

    def paragraph(self, holder: Any, style: str = "") -> Any:
        made = holder.add_paragraph(style=style or None)
        if direction(self.language) == "rtl":
            parts.from_right(made)
        return made

    def mark(self, paragraph: Any, name: str) -> None:
        self.bookmarks += 1
        parts.bookmark(paragraph, name, self.bookmarks)

    def _block(self, element: HtmlElement, holder: Any, style: str, depth: int) -> None:
        found: Any = getattr(self, f"_{element.tag}", None)
        if found:
            found(element, holder, style, depth)
        else:
            self._flow(element, holder, style, depth)

    def _line(self, element: HtmlElement, holder: Any, style: str, marks: tuple[str, ...] = ()) -> Any:
        paragraph = self.paragraph(holder, style)
        self._runs(element, paragraph, marks)
        if element.get("id"):
            self.mark(paragraph, element.get("id") or "")
        parts.turned(paragraph, direction(self.language))
        return paragraph

    def _p(self, element: HtmlElement, holder: Any, style: str, depth: int) -> None:
        if len(element) or (element.text or "").strip():
            title = "callout__title" in (element.get("class") or "")
            self._line(element, holder, f"{style} Title" if title and style in CALLOUTS.values() else style)

    def _heading(self, element: HtmlElement, holder: Any, style: str, depth: int) -> None:
        level = max(1, min(9, int(element.get("data-level") or 2) - 1))
        self._line(element, holder, f"Heading {level}")

    _h1 = _h2 = _h3 = _h4 = _h5 = _h6 = _heading

    def _ul(self, element: HtmlElement, holder: Any, style: str, depth: int) -> None:
        names = (element.get("class") or "").split()
        if "chart__legend" in names:
            if self.drawings:
                self._legend(element, holder)
            return
        if "labels" in names:
            self._in_a_row(element, holder, style)
            return
        self._list(element, holder, "bullet", 0, depth)

    def _ol(self, element: HtmlElement, holder: Any, style: str, depth: int) -> None:
        self._list(element, holder, "decimal", 0, depth)

    def _list(self, element: HtmlElement, holder: Any, kind: str, level: int, depth: int) -> None:
        start = element.get("start") or "1"
        number = self.lists.begin(kind, min(level, 8), int(start) if start.isdigit() else 1)
        tasks = "tasks" in (element.get("class") or "").split()
        for item in element:
            if isinstance(item.tag, str):
                box = ("☑ " if "task-done" in (item.get("class") or "") else "☐ ") if tasks else ""
                self._item(item, holder, (number, min(level, 8)), box, depth + 1)

    def _in_a_row(self, element: HtmlElement, holder: Any, style: str) -> None:
        paragraph = self.paragraph(holder, style)
        for number, item in enumerate(element.iter("li")):
            self._words(paragraph, " · " if number else "", ())
            self._runs(item, paragraph, ())
        parts.turned(paragraph, direction(self.language))

    def _chart(self, element: HtmlElement, paragraph: Any) -> None:
        run = paragraph.add_run()
        run.add_picture(
            io.BytesIO(self.drawings[int(element.get(NUMBER) or 0)]), width=Emu(int(WIDTH * CHART_SHARE / 100))
        )
        parts.describe(run, spoken(element))
        paragraph.paragraph_format.keep_with_next = True

    def _legend(self, element: HtmlElement, holder: Any) -> None:
        """The names of what a chart shows, each behind its colour."""
        paragraph = self.paragraph(holder)
        for number, item in enumerate(element.iter("li")):
            ink = paragraph.add_run("■\N{NO-BREAK SPACE}")
            ink.font.color.rgb = RGBColor.from_string(INKS[number % len(INKS)].removeprefix("#").upper())
            self._runs(item, paragraph, ())
            self._words(paragraph, "  ", ())
        parts.turned(paragraph, direction(self.language))

    def _item(self, item: HtmlElement, holder: Any, place: tuple[int, int], box: str, depth: int) -> None:
        """The first paragraph has the sign of the list, what follows stands below it."""
        paragraph = self.paragraph(holder, "List Paragraph")
        self.lists.apply(paragraph, *place)
        if box:
            paragraph.add_run(box)
        self._words(paragraph, (item.text or "").lstrip(), ())
        first = True
        for child in item:
            nested = {"ul": "bullet", "ol": "decimal"}.get(child.tag) if isinstance(child.tag, str) else None
            if nested and depth < MOST_NESTED:
                self._list(child, holder, nested, place[1] + 1, depth)
            elif child.tag == "p" and first and not paragraph.text.removeprefix(box).strip():
                self._runs(child, paragraph, ())
            elif child.tag in BLOCKS and depth < MOST_NESTED:
                self._block(child, holder, "List Continue", depth)
            elif is_shown(child) and "visually-hidden" not in (child.get("class") or ""):
                self._inline(child, paragraph, ())
            first = first and child.tag != "p"
            tail = child.tail or ""
            self._words(paragraph, tail.lstrip() if "visually-hidden" in (child.get("class") or "") else tail, ())

    def _blockquote(self, element: HtmlElement, holder: Any, style: str, depth: int) -> None:
        self._flow(element, holder, "Quote", depth)

    def _pre(self, element: HtmlElement, holder: Any, style: str, depth: int) -> None:
        for line in element.text_content().rstrip("\n").split("\n"):
            holder.add_paragraph(style="Code").add_run(UNSTORABLE.sub("", line))

    def _hr(self, element: HtmlElement, holder: Any, style: str, depth: int) -> None:
        holder.add_paragraph("⁂", style="Line")

    def _div(self, element: HtmlElement, holder: Any, style: str, depth: int) -> None:
        names = (element.get("class") or "").split()
        kind = next((name.removeprefix("callout--") for name in names if name.startswith("callout--")), "")
        self._flow(element, holder, CALLOUTS.get(kind, style), depth)

    def _summary(self, element: HtmlElement, holder: Any, style: str, depth: int) -> None:
        self._line(element, holder, style, ("bold",))

    _dt = _caption = _summary

    def _figcaption(self, element: HtmlElement, holder: Any, style: str, depth: int) -> None:
        self._line(element, holder, style, ("bold",)).paragraph_format.keep_with_next = True

    def _figure(self, element: HtmlElement, holder: Any, style: str, depth: int) -> None:
        shown = element.find(".//img")
        if shown is None:
            self._flow(element, holder, style, depth)
            return
        share = next((_SHARES[name] for name in _SHARES if f"image--{name}" in (element.get("class") or "")), 1.0)
        self.picture(shown, self.paragraph(holder), share)
        caption = element.find("figcaption")
        if caption is not None:
            self._line(caption, holder, "Caption")

    def picture(self, element: HtmlElement, paragraph: Any, share: float = 1.0) -> None:
        kept = self.book.files.get(element.get("data-file") or "")
        alt = " ".join((element.get("alt") or "").split())
        if kept is None:
            paragraph.add_run(alt).italic = True
            return
        width = Emu(min(int(WIDTH * share), (kept.width or 10_000) * 9525))
        run = paragraph.add_run()
        try:
            run.add_picture(io.BytesIO(_drawable(kept)), width=width)
        except Exception:
            # A kind of picture that Word does not know; its words are kept.
            run.text = alt
            return
        parts.describe(run, alt)

    def _table(self, element: HtmlElement, holder: Any, style: str, depth: int) -> None:
        rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr")]
        rows = [row for row in rows if row]
        if not rows:
            return
        placed, columns = place(rows)
        if holder is not self.document:
            for cell in element.iter("td", "th"):
                self._flow(cell, holder, style, depth)
            return
        table = holder.add_table(rows=len(rows), cols=columns, style="Table Grid")
        if direction(self.language) == "rtl":
            parts.columns_from_right(table)
        for line in placed:
            for cell, x, y, wide, high in line:
                if cell is not None:
                    target = table.cell(y, x)
                    if wide > 1 or high > 1:
                        target = target.merge(table.cell(y + high - 1, x + wide - 1))
                    self._cell(cell, target, depth)
        for row in table.rows:
            parts.keep_row(row)
        if all(cell.tag == "th" for cell in rows[0]):
            parts.repeat_row(table.rows[0])
        holder.add_paragraph()

    def _cell(self, cell: HtmlElement, target: Any, depth: int) -> None:
        first = target.paragraphs[0]
        self._flow(cell, target, "Table Heading" if cell.tag == "th" else "", depth)
        if len(target.paragraphs) > 1:
            first._p.getparent().remove(first._p)
        if cell.tag == "th":
            parts.cell_colour(target, "F3F6F3")
        aligned = next((_ALIGNED[name] for name in (cell.get("class") or "").split() if name in _ALIGNED), None)
        for paragraph in target.paragraphs:
            parts.turned(paragraph, direction(self.language))
            paragraph.alignment = aligned
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)

    def _runs(self, element: HtmlElement, paragraph: Any, marks: tuple[str, ...], link: Any = None) -> None:
        self._words(paragraph, element.text or "", marks, link)
        for child in element:
            if is_shown(child):
                self._inline(child, paragraph, marks, link)
            self._words(paragraph, child.tail or "", marks, link)

    def _inline(self, element: HtmlElement, paragraph: Any, marks: tuple[str, ...], link: Any = None) -> None:
        tag = element.tag
        if tag == "br":
            paragraph.add_run().add_break()
        elif tag == "img":
            self.picture(element, paragraph)
        elif tag == "svg":
            self._words(paragraph, spoken(element), ("italic",))
        elif tag == "sup" and (note := self._noted(element)) is not None:
            self._runs(note, self.notes.add(paragraph), ())
        elif tag == "math":
            paragraph._p.append(formula(element))
        elif tag == "a" and link is None and re.match(r"#|https?:|mailto:|tel:", element.get("href") or ""):
            self._runs(element, paragraph, (*marks, "link"), parts.hyperlink(paragraph, element.get("href") or ""))
        elif "visually-hidden" not in (element.get("class") or ""):
            status = ("bold",) if "status" in (element.get("class") or "").split() else ()
            self._runs(element, paragraph, (*marks, *status, *filter(None, [_MARKS.get(tag)])), link)

    def _noted(self, element: HtmlElement) -> HtmlElement | None:
        """The note to which a sign in the text leads."""
        link = element.find("a")
        return self.below.get((link.get("href") or "").removeprefix("#")) if link is not None else None

    def _words(self, paragraph: Any, text: str, marks: tuple[str, ...], link: Any = None) -> None:
        words = UNSTORABLE.sub("", SPACE.sub(" ", text))
        if not words:
            return
        run = paragraph.add_run(words)
        if link is not None:
            link.append(run._r)
        font = run.font
        for name in marks:
            if name in ("bold", "italic", "underline", "strike", "subscript", "superscript"):
                setattr(font, name, True)
                if name in ("bold", "italic"):
                    # Arabic and Hebrew letters have their own.
                    setattr(font, f"cs_{name}", True)
            elif name == "highlight":
                font.highlight_color = 7
            elif name == "code":
                run.style = "Code Char"
            elif name == "link" and "code" not in marks:
                run.style = "Hyperlink"
        if direction(self.language) == "rtl":
            font.rtl = True


def _drawable(kept: Kept) -> bytes:
    """Word shows no WebP."""
    content, media_type = picture(kept)
    if media_type != "image/webp":
        return content
    from PIL import Image

    out = io.BytesIO()
    with Image.open(io.BytesIO(content)) as opened:
        opened.convert("RGBA").save(out, "PNG")
    return out.getvalue()
