"""Paragraphs, headings, code, quotes and rules."""

from __future__ import annotations

import re
from html import escape

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .. import attributes
from ..attributes import Attribute
from ..blocks import Block, Node
from ..writer import Writer

_LANGUAGE = re.compile(r"[A-Za-z0-9+#.-]{1,30}")


class Paragraph(Block):
    name, label, content = "paragraph", _("Paragraph"), "inline"

    def write(self, node: Node, out: Writer) -> None:
        out.raw("<p>")
        out.inline(node)
        out.raw("</p>")


class Heading(Block):
    """Level 1 is the title of the page."""

    name, label, content = "heading", _("Heading"), "inline"
    attributes = {"level": Attribute(attributes.integer(2, 6, 2).read)}

    def repair(self, node: Node) -> Node:
        node.setdefault("attrs", {}).setdefault("level", 2)
        return node

    def write(self, node: Node, out: Writer) -> None:
        level = node["attrs"]["level"]
        out.raw(f'<h{level} id="{escape(out.anchor())}">')
        out.inline(node)
        out.raw(f"</h{level}>")


class Quote(Block):
    name, label, content = "blockquote", pgettext_lazy("a block of text", "Quote"), "blocks"

    def write(self, node: Node, out: Writer) -> None:
        out.raw("<blockquote>")
        out.children(node)
        out.raw("</blockquote>")


class Code(Block):
    name, label, content = "codeBlock", _("Code"), "text"
    attributes = {"language": attributes.matching(_LANGUAGE)}

    def write(self, node: Node, out: Writer) -> None:
        language = node.get("attrs", {}).get("language")
        name = f' class="language-{escape(language)}"' if language else ""
        out.raw(f'<pre dir="ltr" tabindex="0"><code{name}>')
        out.inline(node)
        out.raw("</code></pre>")


class Rule(Block):
    name, label = "horizontalRule", pgettext_lazy("across the page", "Line")

    def write(self, node: Node, out: Writer) -> None:
        out.raw("<hr>")

    def text(self, node: Node, inner: str) -> str:
        return ""


BLOCKS = (Paragraph(), Heading(), Quote(), Code(), Rule())
