"""Facts about a page, kept in a table of two columns, so that reports can list many pages by them."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from humus.kit.accents import without_accents
from humus.kit.richtext import blocks
from humus.kit.richtext.figures import figure
from humus.kit.richtext.preview import Preview

Node = dict[str, Any]
MOST, MOST_WORDS, MOST_HTML = 40, 400, 4000


class PageProperties(blocks.Block):
    """The first table in it holds the facts: the name in the first column, the value in the second."""

    name, label, content = "properties", _("Page properties"), "blocks"

    def write(self, node: Node, out: Any) -> None:
        out.raw('<div class="properties">' if out.target == "page" else "<div>")
        out.children(node)
        out.raw("</div>")


@lru_cache(maxsize=1000)
def short_name(label: str) -> str:
    """How a property is called in reports: one name, whatever the case, accents and blanks of its label."""
    return slugify(without_accents(label), allow_unicode=True)[:60]


def of(doc: Node) -> dict[str, dict[str, Any]]:
    """The facts of a page by their short names: label, words, html, a key to sort by and the place among the others.

    The first of a name counts.
    """
    found: dict[str, dict[str, Any]] = {}
    for table in _tables(doc, inside=False):
        for row in table["content"]:
            label, *rest = row["content"]
            words = " ".join(_words(label).split())[:80]
            name = short_name(words)
            if name and rest and len(found) < MOST:
                found.setdefault(name, {"label": words, "place": len(found)} | _value(rest[0]))
    return found


def _tables(node: Node, *, inside: bool) -> list[Node]:
    """The first table of every block of properties."""
    found: list[Node] = []
    for child in node.get("content", ()):
        if inside and child["type"] == "table":
            return [child]
        found += _tables(child, inside=inside or child["type"] == "properties")
        if inside and found:
            return found[:1]
    return found


def _value(cell: Node) -> dict[str, str]:
    words = " ".join(_words(cell).split())[:MOST_WORDS]
    html = _html(cell)
    return {"words": words, "html": html if len(html) <= MOST_HTML else escape(words), "sort": _sort_key(cell, words)}


def _words(node: Node) -> str:
    if node["type"] == "text":
        return str(node["text"])
    if node["type"] == "date":
        return str(node["attrs"]["value"])
    block = blocks.get(node["type"])
    inner = " ".join(_words(child) for child in node.get("content", ()))
    return block.text(node, inner) if block and not node.get("content") else inner


class _Flat(Preview):
    """What depends on the reader is written as the words that stand in the page."""

    def later(self, name: str, attrs: dict[str, Any]) -> None:
        block = blocks.dynamic(name)
        self.raw(escape(block.text({"type": name, "attrs": attrs}, "")) if block else "")


def _html(cell: Node) -> str:
    parts = []
    for child in cell.get("content", ()):
        out = _Flat()
        out.inline(child) if child["type"] == "paragraph" else out.raw(escape(_words(child)))
        parts.append(out.html())
    return "<br>".join(filter(None, parts))


def _sort_key(cell: Node, words: str) -> str:
    """Days and numbers by their value, words without accents and case."""
    for child in cell.get("content", [{}])[0].get("content", ())[:1]:
        if child["type"] == "date":
            return str(child["attrs"]["value"])
    number = figure(words)
    if number is not None:
        return f"{number + 1e15:024.4f}"
    return without_accents(words.casefold())
