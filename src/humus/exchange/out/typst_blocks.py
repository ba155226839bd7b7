"""The HTML of a chapter as calls of the typesetter. An element that is not known gives way to its content."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.html import Element, HtmlElement

from humus.exchange.out.quoting import quoted
from humus.exchange.out.typst_math import equation
from humus.kit.direction import direction, written
from humus.kit.richtext.standard.drawing import INKS

# The typesetter refuses deeply nested calls; below this the words stand in plain paragraphs.
MOST_NESTED = 14
# Points: the width of the text, and the most that a picture may take of a page's height.
WIDTH, HEIGHT = 459.0, 560.0
# What marks a chart that the server drew, and its share of the width of the text, of a hundred.
CHART, CHART_SHARE = "chart__drawing", 75
_SHARES = {"small": 0.4, "medium": 0.7, "full": 1.0}
_WRAPS = {
    "strong": "strong",
    "b": "strong",
    "em": "emph",
    "i": "emph",
    "u": "underline",
    "ins": "underline",
    "s": "strike",
    "del": "strike",
    "sub": "sub",
    "sup": "super",
    "mark": "highlight",
}
BLOCKS = {
    "p", "div", "ul", "ol", "li", "blockquote", "pre", "table", "figure", "hr", "section", "article", "nav", "aside",
    "header", "footer", "details", "summary", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "form", "fieldset",
    "address", "main", "figcaption", "thead", "tbody", "tfoot", "tr", "td", "th", "caption",
}  # fmt: skip
LEFT_OUT = {"script", "style", "template", "noscript", "annotation", "button", "input", "select", "textarea", "video"}
SPACE = re.compile(r"[ \t\r\n\f]+")
Pictures = dict[str, tuple[str, int, int]]


@dataclass(frozen=True)
class Heading:
    level: int
    label: str
    words: str

    def __str__(self) -> str:
        return f"[#heading(level: {self.level}, {self.words})#label({quoted(self.label)})]"


class Blocks:
    """``pictures`` are file keys with the name beside the sheet and the size in pixels; ``labels`` can be linked to.

    ``way`` is the direction of the language of what is written next.

    What was written is told by ``headings`` in their order, ``given`` and ``linked`` (labels that are there, those
    that are asked for) and ``drawings`` by the name that they get beside the sheet, which begins with ``series``.
    """

    def __init__(self, pictures: Pictures, labels: Container[str], series: str = "drawing") -> None:
        self.pictures, self.labels, self.series = pictures, labels, series
        self.way = "ltr"
        self.headings: list[Heading] = []
        self.given: set[str] = set()
        self.linked: set[str] = set()
        self.drawings: dict[str, bytes] = {}

    def heading(self, level: int, label: str, words: str) -> str:
        """Every heading has a label of its own, so that contents and bookmarks find it."""
        if not label or label in self.given:
            label = f"{self.series}-heading-{len(self.headings)}"
        self.given.add(label)
        self.headings.append(Heading(level, label, words))
        return str(self.headings[-1])

    def write(self, root: HtmlElement) -> str:
        return self._flow(root, 0)

    def _flow(self, element: HtmlElement, depth: int) -> str:
        """Blocks one after the other; loose words between them become paragraphs."""
        parts: list[str] = []
        loose: list[str] = [self._words(element.text)]

        def settle() -> None:
            words = "; ".join(part for part in loose if part)
            if words and not re.fullmatch(r'(" "(; )?)*', words):
                parts.append(f"par({{{words}}})")
            loose.clear()

        for child in element:
            if is_shown(child):
                if child.tag in BLOCKS or holds_blocks(child) or stands_alone(child):
                    settle()
                    parts.append(self._block(child, depth + 1))
                else:
                    loose.append(self._inline(child, depth + 1))
            loose.append(self._words(child.tail))
        settle()
        return "{" + "\n".join(part for part in parts if part) + "\n[]}"

    def _words(self, text: str | None) -> str:
        return quoted(SPACE.sub(" ", text)) if text else ""

    def _block(self, element: HtmlElement, depth: int) -> str:
        if depth > MOST_NESTED:
            return f"par({quoted(' '.join(element.text_content().split()))})"
        found: Any = getattr(self, f"_{element.tag}", None)
        around, self.way = self.way, direction(element.get("lang") or "") if element.get("lang") else self.way
        body = found(element, depth) if found else self._flow(element, depth)
        self.way = around
        return self._labelled(element, self._in_language(element, body))

    def _turned(self, element: HtmlElement, body: str) -> str:
        """Words of the other direction keep their own; those of a list stay beside its signs."""
        parent = element.getparent()
        way = written(element.text_content(), self.way)
        if way == self.way or (parent is not None and parent.tag == "li"):
            return body
        return f"text(dir: {way}, {body})"

    def _in_language(self, element: HtmlElement, body: str) -> str:
        language = element.get("lang") or ""
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", language):
            return body
        return f"text(lang: {quoted(language[:3].rstrip('-'))}, dir: {direction(language)}, {body})"

    def _labelled(self, element: HtmlElement, body: str) -> str:
        name = element.get("id")
        if not name or name not in self.labels or name in self.given or element.tag in _HEADS:
            return body
        self.given.add(name)
        # One expression, which may stand among the arguments of a call.
        return f"{{[#metadata(none)#label({quoted(name)})]\n{body}}}"

    def _p(self, element: HtmlElement, depth: int) -> str:
        words = self._line(element, depth)
        if "callout__title" in (element.get("class") or ""):
            words = f"strong({words})"
        return self._turned(element, f"par({words})") if words not in ("{[]}", '""') else ""

    def _heading(self, element: HtmlElement, depth: int) -> str:
        return self.heading(int(element.get("data-level") or 2), element.get("id") or "", self._line(element, depth))

    _h1 = _h2 = _h3 = _h4 = _h5 = _h6 = _heading

    def _math(self, element: HtmlElement, depth: int) -> str:
        return equation(element)

    def _svg(self, element: HtmlElement, depth: int) -> str:
        return self._drawing(element)

    def _ul(self, element: HtmlElement, depth: int) -> str:
        names = (element.get("class") or "").split()
        if "chart__legend" in names or "labels" in names:
            return self._row(element, depth, inked="chart__legend" in names)
        if "tasks" in names:
            return f"list(marker: none, body-indent: 0pt, {self._items(element, depth, tasks=True)})"
        return f"list({self._items(element, depth)})"

    def _ol(self, element: HtmlElement, depth: int) -> str:
        start = element.get("start") or "1"
        return f"enum(start: {int(start) if start.isdigit() else 1}, {self._items(element, depth)})"

    def _row(self, element: HtmlElement, depth: int, *, inked: bool) -> str:
        """Short items in one paragraph; those of a legend each behind their colour."""
        items = []
        for number, child in enumerate(element.iter("li")):
            ink = f"ink({quoted(INKS[number % len(INKS)])}); " if inked else ""
            items.append(f"{{{ink}{self._line(child, depth)}}}")
        return self._turned(element, f"par({{{'; h(1.2em, weak: true); '.join(items)}}})") if items else ""

    def _items(self, element: HtmlElement, depth: int, *, tasks: bool = False) -> str:
        items = []
        for child in element:
            if not isinstance(child.tag, str):
                continue
            if tasks:
                _mark(child, "☑ " if "task-done" in (child.get("class") or "") else "☐ ")
            items.append(self._labelled(child, self._flow(child, depth)))
        return ", ".join(items)

    def _blockquote(self, element: HtmlElement, depth: int) -> str:
        return f"quote(block: true, {self._flow(element, depth)})"

    def _pre(self, element: HtmlElement, depth: int) -> str:
        code = element.find("code")
        name = (code.get("class") or "").removeprefix("language-") if code is not None else ""
        return f"code({quoted(name) if name else 'none'}, {quoted(element.text_content())})"

    def _hr(self, element: HtmlElement, depth: int) -> str:
        return "rule"

    def _div(self, element: HtmlElement, depth: int) -> str:
        names = (element.get("class") or "").split()
        if "side-by-side" in names:
            cells = [self._flow(child, depth) for child in element if isinstance(child.tag, str)]
            return f"columns-of({', '.join(cells)})" if cells else ""
        body = self._flow(element, depth)
        if "callout" in names:
            tone = {"callout--warning": "yellow", "callout--decision": "blue"}.get(names[-1], "green")
            return f"callout({quoted(tone)}, {body})"
        return body

    def _summary(self, element: HtmlElement, depth: int) -> str:
        return f"par(strong({self._line(element, depth)}))"

    _dt = _caption = _summary

    def _figcaption(self, element: HtmlElement, depth: int) -> str:
        return f"block(sticky: true, strong({self._line(element, depth)}))"

    def _dd(self, element: HtmlElement, depth: int) -> str:
        return f"pad(left: 1em, {self._flow(element, depth)})"

    def _figure(self, element: HtmlElement, depth: int) -> str:
        picture = element.find(".//img")
        if picture is None:
            return self._flow(element, depth)
        share = next((_SHARES[name] for name in _SHARES if f"image--{name}" in (element.get("class") or "")), 1.0)
        drawn = self.picture(picture, share)
        caption = element.find("figcaption")
        words = self._line(caption, depth) if caption is not None else "none"
        if not picture.get("alt") or drawn.startswith("par("):
            return drawn + (f"\npar(small({words}))" if caption is not None else "")
        return f"figure({drawn}, caption: {words})"

    def picture(self, element: HtmlElement, share: float = 1.0) -> str:
        """A picture with its text; one without a text is decoration."""
        found = self.pictures.get(element.get("data-file") or "")
        alt = " ".join((element.get("alt") or "").split())
        if found is None:
            return f"par(emph({quoted(alt)}))" if alt else ""
        name, width, height = found
        size = min(WIDTH * share, HEIGHT * width / height, width * 0.75) if width and height else WIDTH * share
        call = f"image({quoted(name)}, width: calc.min(100%, {size:.1f}pt / {WIDTH}pt * 100%)"
        return f"{call}, alt: {quoted(alt)})" if alt else f"pdf.artifact({call}))"

    def _table(self, element: HtmlElement, depth: int) -> str:
        from humus.exchange.out.typst_tables import table

        return table(element, lambda cell: self._flow(cell, depth), self._turned)

    def _line(self, element: HtmlElement, depth: int) -> str:
        parts = [self._words(element.text)]
        for child in element:
            if is_shown(child):
                parts.append(self._inline(child, depth + 1))
            parts.append(self._words(child.tail))
        kept = [part for part in parts if part]
        return kept[0] if len(kept) == 1 and kept[0][0] == '"' else "{" + "; ".join([*kept, "[]"]) + "}"

    def _inline(self, element: HtmlElement, depth: int) -> str:
        if depth > MOST_NESTED:
            return self._words(element.text_content())
        tag = element.tag
        if tag == "br":
            return "linebreak()"
        if tag == "img":
            found = self.picture(element)
            return f"box({found})" if found else ""
        if tag == "svg":
            drawn = self._drawing(element)
            return f"box({drawn})" if drawn else ""
        if tag == "math":
            return equation(element)
        if tag == "code":
            return f"raw({quoted(element.text_content())})"
        if tag == "a":
            return self._link(element, depth)
        return self._labelled(element, self._in_language(element, self._wrapped(element, depth)))

    def _wrapped(self, element: HtmlElement, depth: int) -> str:
        words = self._line(element, depth)
        if element.tag in _WRAPS:
            return f"{_WRAPS[element.tag]}({words})"
        names = (element.get("class") or "").split()
        if "visually-hidden" in names:
            return ""
        if "status" in names:
            return f"badge({quoted(names[-1].removeprefix('status--'))}, {words})"
        if "tick" in names:
            return f"tick({words})"
        if "muted" in names:
            return f"small({words})"
        return words

    def _link(self, element: HtmlElement, depth: int) -> str:
        href, words = element.get("href") or "", self._line(element, depth)
        if words == "{[]}":
            return ""
        if href.startswith("#"):
            if href[1:] in self.labels:
                self.linked.add(href[1:])
                words = f"link(label({quoted(href[1:])}), {words})"
            return self._labelled(element, words)
        safe = re.match(r"(https?|mailto|tel):", href) and len(href) < 2000
        return self._labelled(element, f"link({quoted(href)}, {words})" if safe else words)

    def _drawing(self, element: HtmlElement) -> str:
        """A chart drawn by the server stands beside the sheet as a file.

        What has its colours from the style sheet alone would be a black field; the words beside it say the same.
        """
        if not is_coloured(element):
            return ""
        name = f"{self.series}-{len(self.drawings)}.svg"
        alt = spoken(element)
        self.drawings[name] = as_file(element)
        share = CHART_SHARE if is_chart(element) else 100
        call = f"image({quoted(name)}, width: {share}%"
        return f"{call}, alt: {quoted(alt)})" if alt else f"pdf.artifact({call}))"


_HEADS = {f"h{level}" for level in range(1, 7)}


def is_shown(element: HtmlElement) -> bool:
    """On paper nothing is pressed, and nothing leads back from a note."""
    return (
        isinstance(element.tag, str)
        and element.tag not in LEFT_OUT
        and "notes__back" not in (element.get("class") or "")
    )


def is_chart(element: HtmlElement) -> bool:
    return CHART in (element.get("class") or "")


def is_coloured(drawing: HtmlElement) -> bool:
    return any(child.get("fill") or child.get("stroke") for child in drawing.iter())


def spoken(drawing: HtmlElement) -> str:
    """What it says to those who do not see it."""
    return drawing.get("aria-label") or drawing.findtext(".//title") or ""


def as_file(drawing: HtmlElement) -> bytes:
    drawing.set("xmlns", "http://www.w3.org/2000/svg")
    return etree.tostring(drawing, with_tail=False)


def stands_alone(element: HtmlElement) -> bool:
    """The typesetter leaves out of a paragraph what is a block to it."""
    return element.tag == "svg" or (element.tag == "math" and element.get("display") == "block")


def holds_blocks(element: HtmlElement) -> bool:
    return element.tag not in ("svg", "math") and any(child.tag in BLOCKS for child in element.iterdescendants())


def _mark(item: HtmlElement, box: str) -> None:
    """A box in the place of the words that only those hear who do not see it."""
    first = item.find("p")
    holder = first if first is not None else item
    sign = Element("span")
    sign.set("class", "tick")
    sign.text, sign.tail = box, holder.text
    holder.text = None
    hidden = item.find('span[@class="visually-hidden"]')
    if hidden is not None:
        sign.tail = (sign.tail or "") + (hidden.tail or "").lstrip()
        item.remove(hidden)
    holder.insert(0, sign)


def ids(root: HtmlElement) -> Iterator[str]:
    """Every place that may be linked to."""
    for element in root.iter():
        if isinstance(element.tag, str) and element.get("id"):
            yield str(element.get("id"))
