"""Blocks around other blocks: callout, expand, excerpt, and what is hidden from readers."""

from __future__ import annotations

from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import attributes
from ..blocks import HIDDEN, Block, Node
from ..references import walk
from ..writer import Writer

CALLOUTS = {
    "note": gettext_lazy("Note"),
    "tip": gettext_lazy("Tip"),
    "warning": gettext_lazy("Warning"),
    "decision": gettext_lazy("Decision"),
}


class Callout(Block):
    name, label, content = "callout", gettext_lazy("Callout"), "blocks"
    attributes = {"kind": attributes.choice("note", "tip", "warning", "decision", default="note")}

    def write(self, node: Node, out: Writer) -> None:
        kind = node.get("attrs", {}).get("kind", "note")
        out.raw(f'<div class="callout callout--{kind}"><p class="callout__title">{escape(str(CALLOUTS[kind]))}</p>')
        out.children(node)
        out.raw("</div>")


class Expand(Block):
    """Folded on a page, open everywhere else."""

    name, label, content = "expand", gettext_lazy("Expand"), "blocks"
    attributes = {"title": attributes.text(200)}

    def write(self, node: Node, out: Writer) -> None:
        title = escape(node.get("attrs", {}).get("title") or _("More"))
        if out.target == "page":
            out.raw(f'<details class="expand"><summary>{title}</summary>')
            out.children(node)
            out.raw("</details>")
        else:
            out.raw(f"<p><strong>{title}</strong></p>")
            out.children(node)

    def text(self, node: Node, inner: str) -> str:
        title = node.get("attrs", {}).get("title")
        return f"{title}\n{inner}" if title else inner


class Excerpt(Block):
    """A part that other pages may include; on its own page it looks like any other text."""

    name, label, content = "excerpt", gettext_lazy("Excerpt"), "blocks"
    attributes = {"name": attributes.text(60)}

    def write(self, node: Node, out: Writer) -> None:
        out.children(node)


class Hidden(Block):
    """A part that is set aside: writers keep it in its place, readers get nothing of it."""

    name, label, content = HIDDEN, gettext_lazy("Hidden part"), "blocks"

    def write(self, node: Node, out: Writer) -> None:
        if out.alone:
            out.raw(f'<p class="block-label">{escape(_("Hidden from readers"))}</p>')
            out.children(node)
            return
        # Shown as nothing; those who draw the page learn what its people have put away.
        out.later(self.name, {"holds": sorted({child["type"] for child in walk(node)})})

    def text(self, node: Node, inner: str) -> str:
        return ""


BLOCKS = (Callout(), Expand(), Excerpt(), Hidden())
