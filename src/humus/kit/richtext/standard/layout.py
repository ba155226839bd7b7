"""Blocks beside one another: columns, and tabs that are headings where nothing switches them."""

from __future__ import annotations

from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import attributes
from ..blocks import Block, Node
from ..writer import Writer

MOST_COLUMNS = 4
MOST_TABS = 12


class Columns(Block):
    """Two to four columns; one below the other on a phone, in mail and in print."""

    name, label, content = "columns", gettext_lazy("Columns"), ("column",)

    def repair(self, node: Node) -> Node:
        del node["content"][MOST_COLUMNS:]
        return node

    def write(self, node: Node, out: Writer) -> None:
        out.raw('<div class="side-by-side">')
        out.children(node)
        out.raw("</div>")


class Column(Block):
    name, content, part = "column", "blocks", True

    def write(self, node: Node, out: Writer) -> None:
        out.raw('<div class="side-by-side__part">')
        out.children(node)
        out.raw("</div>")


class Tabs(Block):
    """Parts of which one shows at a time; without scripts, in mail and in print all of them, each below its title."""

    name, label, content = "tabs", gettext_lazy("Tabs"), ("tab",)

    def repair(self, node: Node) -> Node:
        del node["content"][MOST_TABS:]
        return node

    def write(self, node: Node, out: Writer) -> None:
        around = out.level
        out.raw('<div class="tabset" data-tabset>' if out.target == "page" else "<div>")
        for tab in node["content"]:
            out.level = around
            out.children({"content": [tab]})
        out.level = around
        out.raw("</div>")


class Tab(Block):
    name, content, part = "tab", "blocks", True
    attributes = {"title": attributes.text(80)}

    def write(self, node: Node, out: Writer) -> None:
        out.level = min(6, out.level + 1)
        title = escape(node.get("attrs", {}).get("title") or _("Tab"))
        out.raw(f'<div class="tabset__part"><h{out.level} class="tabset__title">{title}</h{out.level}>')
        out.children(node)
        out.raw("</div>")

    def text(self, node: Node, inner: str) -> str:
        title = node.get("attrs", {}).get("title")
        return f"{title}\n{inner}" if title else inner


BLOCKS = (Columns(), Column(), Tabs(), Tab())
