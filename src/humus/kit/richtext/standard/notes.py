"""What stands below the text: footnotes, and the sources that it cites."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from .. import attributes
from ..attributes import Attribute
from ..blocks import Block, Node
from ..writer import Writer

_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.[0-9]{4,9}/[^\s\"'<>{}|\\^`]{1,200})", re.IGNORECASE)
# A dot cannot stand in the anchor of a heading, so the two never meet.
_NOTE, _SOURCE = "h-note.", "h-source."


def doi() -> Attribute:
    """A DOI, typed bare or as an address; kept bare, in small letters, as DOIs are compared."""

    def read(value: Any) -> str | None:
        match = _DOI.fullmatch(value.strip()) if isinstance(value, str) else None
        return match[1].rstrip(".,;").lower() if match else None

    return Attribute(read, "", False, {"kind": "text", "limit": 250})


class Footnote(Block):
    """A remark below the text, with a number that leads there and back."""

    name, label, inline = "footnote", gettext_lazy("Footnote"), True
    attributes = {"text": attributes.text(1500, required=True)}
    attribute_labels = {"text": gettext_lazy("Text of the note")}
    words_to_find = "note remark nota pie bas"

    def write(self, node: Node, out: Writer) -> None:
        words = node["attrs"]["text"]
        if out.alone:
            out.raw(f'<span class="block-label">{escape(words)}</span>')
            return
        kept = out.kept.setdefault(self.name, [])
        kept.append(words)
        _reference(len(kept), 1, _NOTE, _("Note %(number)d") % {"number": len(kept)}, out)

    def close(self, kept: list[Any], out: Writer) -> None:
        _list(_("Notes"), [(linked(words), 1) for words in kept], _NOTE, out)

    def text(self, node: Node, inner: str) -> str:
        return f" ({node['attrs']['text']})"

    def heading(self, node: Node) -> str:
        return ""


class Citation(Block):
    """A source: numbered where it is cited, written out once below the text. One DOI is one source."""

    name, label, inline = "citation", pgettext_lazy("a source", "Citation"), True
    attributes = {"text": attributes.text(600, required=True), "doi": doi()}
    attribute_labels = {
        "text": gettext_lazy("Authors, year, title, journal"),
        "doi": gettext_lazy("DOI or its address (optional)"),
    }
    help = gettext_lazy("The source is listed below the text; the same DOI is listed once.")
    words_to_find = "source reference doi cite citer cita bibliography"

    def write(self, node: Node, out: Writer) -> None:
        attrs = node["attrs"]
        if out.alone:
            out.raw(f'<span class="block-label">{escape(_written(attrs))}</span>')
            return
        kept = out.kept.setdefault(self.name, [])
        number = next((place for place, (one, _times) in enumerate(kept, 1) if _same(one, attrs)), len(kept) + 1)
        if number > len(kept):
            kept.append([attrs, 0])
        kept[number - 1][1] += 1
        _reference(number, kept[number - 1][1], _SOURCE, _("Source %(number)d") % {"number": number}, out)

    def close(self, kept: list[Any], out: Writer) -> None:
        _list(_("Sources"), [(_shown(attrs), times) for attrs, times in kept], _SOURCE, out)

    def text(self, node: Node, inner: str) -> str:
        return f" ({_written(node['attrs'])})"

    def heading(self, node: Node) -> str:
        return ""


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if one.get("doi") or other.get("doi"):
        return one.get("doi") == other.get("doi")
    return bool(one["text"] == other["text"])


def _written(attrs: dict[str, Any]) -> str:
    return " ".join(filter(None, (attrs["text"], f"https://doi.org/{attrs['doi']}" if attrs.get("doi") else "")))


def _shown(attrs: dict[str, Any]) -> str:
    if not attrs.get("doi"):
        return linked(attrs["text"])
    address = escape(f"https://doi.org/{attrs['doi']}")
    return f'{escape(attrs["text"])} <a href="{address}" class="external" rel="external noopener">{address}</a>'


def linked(words: str) -> str:
    """Plain words in which addresses are links."""
    parts = re.split(r"(https?://[^\s<>\"'`\\]{1,500}(?<![.,;:!?)\]]))", words)
    for index, part in enumerate(parts):
        address = escape(part)
        parts[index] = (
            f'<a href="{address}" class="external" rel="external noopener">{address}</a>' if index % 2 else address
        )
    return "".join(parts)


def _reference(number: int, time: int, prefix: str, label: str, out: Writer) -> None:
    sign = str(number) if prefix == _NOTE else f"[{number}]"
    if out.target == "mail":
        out.raw(f"<sup>{sign}</sup>")
        return
    back = f"{prefix}{number}.{time}"
    link = f'<a href="#{prefix}{number}" id="{back}" aria-label="{escape(label)}">{sign}</a>'
    out.raw(f'<sup class="reference">{link}</sup>')


def _list(title: str, items: list[tuple[str, int]], prefix: str, out: Writer) -> None:
    out.raw(
        f'<div class="notes" role="group" aria-label="{escape(title)}"><p class="notes__title">{escape(title)}</p><ol>'
    )
    for number, (html, times) in enumerate(items, 1):
        out.raw(f"<li>{html}</li>" if out.target == "mail" else f'<li id="{prefix}{number}">{html}')
        for time in range(1, min(times, 20) + 1) if out.target != "mail" else ():
            label = escape(f"{_('Back to the text')} ({number}.{time})")
            out.raw(f' <a href="#{prefix}{number}.{time}" class="notes__back" aria-label="{label}">↩</a>')
        out.raw("" if out.target == "mail" else "</li>")
    out.raw("</ol></div>")


BLOCKS = (Footnote(), Citation())
