"""The numbers that Word counts beside the paragraphs of a list, kept while the document is read.

Each is written into its paragraph between two private signs; ``with_starts`` takes them out again and gives a list
that does not begin with one, or leaps, its number. Counted as in ISO/IEC 29500-1, 17.9: what shares an abstract
definition counts on, a new start counts once, and a level begins anew behind one above it.
"""

from __future__ import annotations

import re
from collections import defaultdict

from lxml import etree

from humus.exchange.into import word_body
from humus.exchange.into.word_body import W

# Of the private signs of Unicode, behind those of formulas and notes.
NUMBER, END = "\ue014", "\ue015"
NUMBERING = "word/numbering.xml"
# As many as Word has.
LEVELS = 9
_MARK = re.compile(f"{NUMBER}([0-9]*){END}")
_TAGS = re.compile(f"<(ol|ul)>|</(ol|ul)>|<li>(?:{NUMBER}([0-9]+){END})?")


def with_numbers(content: bytes) -> bytes:
    """The document with its numbers in words; as it came where nothing is numbered."""
    numbering = word_body.part(content, NUMBERING)
    if not numbering:
        return content
    root = word_body.tree(word_body.part(content, word_body.BODY))
    counting, numbered = _Counting(word_body.tree(numbering)), False
    for paragraph in root.iter(f"{W}p"):
        number = counting.count(paragraph)
        if number is not None and next(paragraph.iter(f"{W}t"), None) is not None:
            properties = paragraph.find(f"{W}pPr")
            at = 0 if properties is None else paragraph.index(properties) + 1
            paragraph.insert(at, word_body.run(f"{NUMBER}{number}{END}"))
            numbered = True
    return word_body.changed(content, root) if numbered else content


def with_starts(html: str) -> str:
    """The lists with their numbers; one that begins anew among its lines is two."""
    due: list[int | None] = []

    def put(found: re.Match[str]) -> str:
        opened, closed, number = found.groups()
        if opened:
            due.append(None)
        elif closed and due:
            due.pop()
        elif due and number:
            wanted, due[-1] = due[-1], int(number) + 1
            if wanted != int(number):
                return f'{"" if wanted is None else "</ol>"}<ol start="{number}"><li>'
        elif due and due[-1] is not None:
            due[-1] += 1
        return found[0]

    marked = _TAGS.sub(put, html)
    return _MARK.sub("", marked.replace("<ol><ol ", "<ol ").replace(' start="1"', ""))


class _Counting:
    """The number of each paragraph, asked in the order of the text."""

    def __init__(self, numbering: etree._Element) -> None:
        self.starts: dict[tuple[str, int], int] = {}
        self.ordered: set[tuple[str, int]] = set()
        self.styles: dict[str, tuple[str, int]] = {}
        self.abstract: dict[str, str] = {}
        self.begun: dict[tuple[str, int], int] = {}
        self.counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        # A definition that names a style of lists is that of the definition which makes the style.
        made = {_value(one, "styleLink"): one.get(f"{W}abstractNumId", "") for one in numbering.iter(f"{W}abstractNum")}
        self.linked: dict[str, str] = {}
        for one in numbering.iter(f"{W}abstractNum"):
            if style := _value(one, "numStyleLink"):
                self.linked[one.get(f"{W}abstractNumId", "")] = made.get(style, "")
            for level in one.iter(f"{W}lvl"):
                self._level(one.get(f"{W}abstractNumId", ""), level)
        for one in numbering.iter(f"{W}num"):
            self._number(one)

    def _level(self, abstract: str, level: etree._Element) -> None:
        place = (abstract, _whole(level.get(f"{W}ilvl")))
        if place[1] >= LEVELS:
            return
        self.starts[place] = _whole(_value(level, "start"), 1)
        if _value(level, "numFmt") not in ("bullet", "none"):
            self.ordered.add(place)
        if style := _value(level, "pStyle"):
            self.styles[style] = place

    def _number(self, one: etree._Element) -> None:
        key = one.get(f"{W}numId", "")
        abstract = _value(one, "abstractNumId")
        self.abstract[key] = self.linked.get(abstract, abstract)
        for level in one.iter(f"{W}lvlOverride"):
            start = _value(level, "startOverride") or _value(level, f"lvl/{W}start")
            if start:
                self.begun[key, _whole(level.get(f"{W}ilvl"))] = _whole(start, 1)

    def count(self, paragraph: etree._Element) -> int | None:
        """None where it stands in no numbered list."""
        given = paragraph.find(f"{W}pPr/{W}numPr")
        key = _value(given, "numId") if given is not None else ""
        if key:
            place = (self.abstract.get(key, ""), _whole(_value(given, "ilvl")))
        else:
            place = self.styles.get(_value(paragraph, f"pPr/{W}pStyle"), ("", 0))
        if place not in self.starts:
            return None
        counts, level = self.counts[place[0]], place[1]
        for below in [one for one in counts if one > level]:
            del counts[below]
        start = self.begun.pop((key, level), None)
        if start is None:
            start = counts[level] + 1 if level in counts else self.starts[place]
        counts[level] = start
        return start if place in self.ordered else None


def _value(holder: etree._Element | None, name: str) -> str:
    found = None if holder is None else holder.find(f"{W}{name}")
    return "" if found is None else found.get(f"{W}val", "")


def _whole(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text and re.fullmatch("[0-9]{1,6}", text) else otherwise
