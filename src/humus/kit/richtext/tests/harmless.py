"""Tell whether HTML is what the renderer may write: known tags, known attributes, safe addresses."""

from __future__ import annotations

import re
from html.parser import HTMLParser

TAGS = {
    "p",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "u",
    "s",
    "mark",
    "sub",
    "sup",
    "code",
    "pre",
}
TAGS |= {
    "blockquote",
    "hr",
    "br",
    "a",
    "img",
    "figure",
    "figcaption",
    "div",
    "span",
    "details",
    "summary",
    "table",
    "thead",
}
TAGS |= {"tbody", "tr", "th", "td", "nav", "time", "ins", "del", "fieldset", "legend", "label", "input"}
TAGS |= {"colgroup", "col"}
# Formulas.
TAGS |= {"math", "semantics", "annotation", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot"}
TAGS |= {"mstyle", "mpadded", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mtable", "mtr", "mtd"}
ATTRIBUTES = {
    "id",
    "href",
    "class",
    "rel",
    "title",
    "dir",
    "lang",
    "tabindex",
    "role",
    "aria-label",
    "src",
    "alt",
    "width",
}
ATTRIBUTES |= {
    "height",
    "loading",
    "scope",
    "colspan",
    "rowspan",
    "start",
    "datetime",
    "type",
    "name",
    "value",
    "checked",
}
TAGS |= {"svg", "rect", "line", "polyline", "circle", "text", "title"}
ATTRIBUTES |= {"viewbox", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "points", "fill", "stroke", "stroke-width"}
ATTRIBUTES |= {"stroke-dasharray", "text-anchor", "font-size"}
TAGS |= {"audio", "video"}
ATTRIBUTES |= {"controls", "preload", "data-film"}
ATTRIBUTES |= {"data-tabset", "display", "encoding", "stretchy", "fence", "form", "mathvariant", "linethickness"}
SAFE_URL = re.compile(r"(?:https?://[^\s\"'<>\\]+|mailto:|tel:[0-9+]|/(?![/\\])|#|\?|\.{1,2}/)")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES or name.startswith("on"):
                self.faults.append(f"{tag} {name}={value!r}")
            if name in ("href", "src") and not SAFE_URL.match(value or ""):
                self.faults.append(f"{tag} {name}={value!r}")

    def handle_comment(self, data: str) -> None:
        self.faults.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.faults.append("declaration")

    def handle_pi(self, data: str) -> None:
        self.faults.append("instruction")


def faults(html: str) -> list[str]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.faults


class _Whole(HTMLParser):
    """A whole page, with our own frame around what people wrote."""

    def __init__(self) -> None:
        super().__init__()
        self.alive: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag if tag in ("script", "style") else ""
        kind = dict(attrs).get("type") or ""
        self.runs = self.inside == "style" or "json" not in kind
        for name, value in attrs:
            if name.startswith("on") or name in ("srcdoc", "style") or name.startswith("hx-"):
                self.alive.append(f"<{tag} {name}={value!r}>")
            leads = "".join((value or "").split()).lower()
            if name in ("href", "src", "action", "formaction", "data", "xlink:href") and DANGEROUS.match(leads):
                self.alive.append(f"<{tag} {name}={value!r}>")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside and self.runs and "pwn" in data:
            self.alive.append(f"<{self.inside}>{data[:80]}")


DANGEROUS = re.compile(r"(?:java|vb|live)script:|data:text/|data:image/svg|data:application/x?html")


def alive(html: str) -> list[str]:
    """What of the corpus would run in a whole page: handlers, scripts, addresses that are scripts."""
    reader = _Whole()
    reader.feed(html)
    reader.close()
    return reader.alive
