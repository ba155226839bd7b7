"""Formulas: typed in LaTeX, written as MathML, which browsers draw and screen readers read."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from .. import attributes
from ..blocks import Block, Node
from ..writer import Writer

if TYPE_CHECKING:
    from xml.etree import ElementTree

MOST = 2000
# What presentation MathML draws with; links, actions and styles are not among it.
_TAGS = re.compile(
    "m(?:row|i|n|o|text|space|s|frac|sqrt|root|style|error|padded|phantom|sub|sup|subsup|under|over|underover"
    "|multiscripts|prescripts|table|tr|td|enclose)|none"
)
_ATTRIBUTES = re.compile(
    "displaystyle|scriptlevel|mathvariant|stretchy|fence|separator|form|accent|accentunder|linethickness|columnalign"
    "|rowspacing|columnspacing|[lr]space|minsize|maxsize|movablelimits|symmetric|largeop|width|height|depth|notation"
)
_VALUE = re.compile(r"[\w .%#+-]{1,40}")
_NAMESPACE = re.compile(r"\{[^}]*\}")
# Beyond this, nested groups cost the converter more than a page is worth.
_MOST_NESTED = 40


@lru_cache(maxsize=512)
def mathml(source: str, display: str) -> str:
    """The formula as MathML with its source beside it; "" where it cannot be read. ``display``: inline or block."""
    if len(source) > MOST or _nested(source) > _MOST_NESTED:
        return ""
    from latex2mathml.converter import convert_to_element

    try:
        tree = convert_to_element(source, display=display)
    except Exception:
        # The converter refuses in a dozen ways of its own; to the reader all of them are "no formula".
        return ""
    inner = "".join(_element(child) for child in tree)
    kept = f'<annotation encoding="application/x-tex">{escape(source)}</annotation>'
    return f'<math display="{display}"><semantics><mrow>{inner}</mrow>{kept}</semantics></math>' if inner else ""


def _nested(source: str) -> int:
    depth = deepest = 0
    for sign in source:
        depth += (sign == "{") - (sign == "}")
        deepest = max(deepest, depth)
    return max(deepest, source.count(r"\left"), source.count(r"\begin"))


def _element(node: ElementTree.Element) -> str:
    """The element written anew, with nothing but what formulas are drawn with."""
    tag = _NAMESPACE.sub("", node.tag)
    inner = escape(unescape(node.text or "")) + "".join(_element(child) for child in node)
    if not _TAGS.fullmatch(tag):
        return f"<mrow>{inner}</mrow>"
    given = "".join(
        f' {name}="{escape(value)}"'
        for name, value in node.attrib.items()
        if _ATTRIBUTES.fullmatch(name) and _VALUE.fullmatch(value)
    )
    return f"<{tag}{given}>{inner}</{tag}>"


class Math(Block):
    """A formula in a line."""

    name, label, inline = "math", _("Formula in the line"), True
    attributes = {"source": attributes.text(MOST, required=True)}
    attribute_labels = {"source": _("Formula in LaTeX")}
    help = _("For example: E = mc^2, or \\frac{a}{b}")
    words_to_find = "formula math latex tex ecuacion equation formule"
    display = "inline"

    def write(self, node: Node, out: Writer) -> None:
        source = node["attrs"]["source"]
        written = mathml(source, self.display) if out.target != "mail" else ""
        out.raw(written or f'<code class="math-source" dir="ltr">{escape(source)}</code>')

    def text(self, node: Node, inner: str) -> str:
        return str(node["attrs"]["source"])


class MathBlock(Math):
    """A formula on a line of its own."""

    name, label, inline = "mathBlock", _("Formula"), False
    attributes = {"source": attributes.lines(MOST, required=True)}
    display = "block"

    def write(self, node: Node, out: Writer) -> None:
        out.raw('<div class="math-block" tabindex="0">' if out.target == "page" else "<div>")
        super().write(node, out)
        out.raw("</div>")


BLOCKS = (Math(), MathBlock())
