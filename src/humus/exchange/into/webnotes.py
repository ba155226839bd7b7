"""Footnotes of Word, of other programs and of our own web pages: brought to where their signs stand."""

from __future__ import annotations

import re
from collections import Counter

from lxml import html as lhtml
from lxml.html import HtmlElement

from humus.exchange.into.word_math import END, NOTE

# Word (read by mammoth), Pandoc and most Markdown programs, MediaWiki, and ours.
_NAMES = re.compile(r"(?:footnote|endnote|fn|cite_note|(?:[\w-]+-)?h-note)[-:._]?[\w.-]*")
MOST_WORDS, MOST_USES = 1500, 20
_BACK = " ↑↩︎↵^"


def bring_notes(root: HtmlElement) -> None:
    """A sign with a link to a note becomes its words between two signs; what is too long for a note stays below."""
    notes = {item.get("id"): item for item in root.iter("li") if _NAMES.fullmatch(item.get("id") or "")}
    words: dict[str, str] = {}
    uses: Counter[str] = Counter()
    for link in list(root.iter("a")):
        name = (link.get("href") or "").removeprefix("#")
        note = notes.get(name) if (link.get("href") or "").startswith("#") else None
        if note is None or uses[name] >= MOST_USES or any(above is note for above in link.iterancestors("li")):
            continue
        if name not in words:
            words[name] = _words(note)
        if words[name] and len(words[name]) <= MOST_WORDS:
            put_words(_sign(link), f"{NOTE}{words[name]}{END}")
            uses[name] += 1
    holders = {notes[name].getparent() for name in uses}
    for name in uses:
        notes[name].drop_tree()
    for holder in holders:
        _drop(holder)


def _words(note: HtmlElement) -> str:
    said = "".join(str(text) for text in note.xpath(".//text()[not(ancestor::a[starts-with(@href, '#')])]"))
    return " ".join(said.split()).strip(_BACK)


def put_words(element: HtmlElement, words: str) -> None:
    """In the place of the element; what comes after it stays."""
    put = lhtml.fragment_fromstring("<span></span>")
    put.text, put.tail = words, element.tail
    holder = element.getparent()
    if holder is not None:
        holder.replace(element, put)


def _sign(link: HtmlElement) -> HtmlElement:
    """The link, or the raised sign around it."""
    around = link.getparent()
    return around if around is not None and around.tag == "sup" and len(around) == 1 else link


def _drop(holder: HtmlElement | None) -> None:
    """An emptied list, and what stands around it with nothing but a title."""
    while holder is not None and holder.tag in ("ol", "ul", "div", "section", "aside"):
        rest = [one for one in holder if one.tag not in ("hr", "h2", "h3") and "title" not in (one.get("class") or "")]
        above = holder.getparent()
        if above is None or rest or (holder.text or "").strip():
            return
        holder.drop_tree()
        holder = above
