"""A comparison as HTML: ins and del with words for those who do not see colours; no inline style."""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from .. import preview
from ..blocks import Node
from ..clean import is_empty_paragraph
from ..standard.containers import CALLOUTS
from ..standard.tables import cell_attributes
from .compare import BlockChange, Span

# Unchanged blocks next to a change stay in sight; longer stretches are folded.
AROUND = 1

_PARTS = ("listItem", "taskItem", "tableCell", "tableHeader")
_LINES = {"paragraph": "p", "title": "p", "codeBlock": "pre"}
_CONTAINERS = {
    "bulletList": ("<ul>", "</ul>"),
    "orderedList": ("<ol>", "</ol>"),
    "taskList": ('<ul class="tasks">', "</ul>"),
    "table": ('<div class="table-wrap"><table><tbody>', "</tbody></table></div>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
}


def block(node: Node) -> SafeString:
    """A block as it is."""
    return mark_safe(f'<div class="diff">{_whole(node, "")}</div>')  # noqa: S308 - text is escaped where it is written


def to_html(changes: list[BlockChange], *, anchors: str = "") -> SafeString:
    """With ``anchors`` each block that changed has its id behind these words as an anchor."""
    if all(change.kind == "kept" and not change.moved for change in changes):
        return mark_safe(f'<p class="muted">{escape(_("These two versions say the same."))}</p>')  # noqa: S308
    near = _near(changes)
    out: list[str] = []
    folded: list[BlockChange] = []
    for index, change in enumerate(changes):
        if index in near:
            out += (_folded(folded), _top(change, anchors))
            folded = []
        else:
            folded.append(change)
    out.append(_folded(folded))
    return mark_safe(f'<div class="diff">{"".join(out)}</div>')  # noqa: S308 - text is escaped where it is written


def _near(changes: list[BlockChange]) -> set[int]:
    touched = [index for index, change in enumerate(changes) if change.kind != "kept" or change.moved]
    return {place for index in touched for place in range(index - AROUND, index + AROUND + 1)}


def _folded(changes: list[BlockChange]) -> str:
    if not changes:
        return ""
    words = ngettext("%(count)d unchanged block", "%(count)d unchanged blocks", len(changes)) % {"count": len(changes)}
    inner = "".join(_change(change) for change in changes)
    return f'<details class="diff__fold"><summary>{escape(words)}</summary>{inner}</details>'


def _top(change: BlockChange, anchors: str = "") -> str:
    note = _note(change)
    moved = " diff__block--moved" if change.moved else ""
    label = f'<p class="diff__tag">{escape(note)}</p>' if note else ""
    place = f' id="{escape(anchors + str(change.node.get("attrs", {}).get("id", "title")))}"' if anchors else ""
    return f'<div class="diff__block diff__block--{change.kind}{moved}"{place}>{label}{_change(change)}</div>'


def _note(change: BlockChange) -> str:
    notes = {"added": _("Added"), "removed": _("Removed"), "changed": pgettext("block", "Changed"), "kept": ""}
    if is_empty_paragraph(change.node):
        notes |= {"added": _("Empty line added"), "removed": _("Empty line removed")}
    words = [notes[change.kind]] if notes[change.kind] else []
    if change.type == "title" and words:
        words = [_("Title changed")]
    if change.moved:
        words.append(_("Moved"))
    if change.attributes and not change.children and all(span.kind == "same" for span in change.spans):
        words.append(_("Format changed"))
    return " · ".join(words)


def _change(change: BlockChange) -> str:
    if change.type == "title":
        return f'<p class="diff__title">{_spans(change.spans) or escape(change.node["content"][0]["text"])}</p>'
    if change.kind == "kept":
        return _whole(change.node, "")
    if change.kind in ("added", "removed"):
        return _whole(change.node, "ins" if change.kind == "added" else "del")
    if change.children:
        opening, closing = _around(change.node)
        return opening + _tight(change.node, "".join(_change(child) for child in change.children)) + closing
    if change.spans:
        return _line(change.node, _spans(change.spans))
    return "".join(_whole(node, tag) for node, tag in ((change.old, "del"), (change.new, "ins")) if node)


def _line(node: Node, inner: str) -> str:
    tag = f"h{node['attrs']['level']}" if node["type"] == "heading" else _LINES.get(node["type"], "p")
    return f"<{tag}>{inner}</{tag}>"


def _spans(spans: list[Span]) -> str:
    out = []
    for span in spans:
        html = preview.inline(span.content)
        out.append(html if span.kind == "same" else _marked(html, "ins" if span.kind == "added" else "del"))
    return "".join(out)


def _marked(html: str, tag: str) -> str:
    if not tag:
        return html
    words = _("added:") if tag == "ins" else _("removed:")
    return f'<{tag}><span class="visually-hidden">{escape(words)} </span>{html}</{tag}>'


def _whole(node: Node, tag: str) -> str:
    """A block that is wholly added, removed or unchanged; parts of lists and tables keep their own tag outside."""
    if node["type"] == "tableRow":
        return f"<tr>{''.join(_whole(cell, tag) for cell in node['content'])}</tr>"
    if node["type"] in _PARTS:
        opening, closing = _around(node)
        inner = _tight(node, "".join(preview.block(child) for child in node["content"]))
        return opening + _marked(inner, tag) + closing
    return _marked(preview.block(node), tag)


def _tight(node: Node, html: str) -> str:
    """A single paragraph in an item or a cell stands there without <p>."""
    single = html.startswith("<p>") and html.endswith("</p>") and html.count("<p") == 1
    return html[3:-4] if single and node["type"] in _PARTS else html


def _around(node: Node) -> tuple[str, str]:
    name, attrs = node["type"], node.get("attrs", {})
    if name in _CONTAINERS:
        return _CONTAINERS[name]
    match name:
        case "listItem":
            return "<li>", "</li>"
        case "taskItem":
            done = _("Done:") if attrs.get("checked") else _("To do:")
            name = "task task-done" if attrs.get("checked") else "task"
            return f'<li class="{name}"><span class="visually-hidden">{escape(done)}</span> ', "</li>"
        case "tableRow":
            return "<tr>", "</tr>"
        case "tableCell" | "tableHeader":
            tag = "td" if name == "tableCell" else "th"
            return f"<{tag}{cell_attributes(attrs)}>", f"</{tag}>"
        case "callout":
            kind = attrs.get("kind", "note")
            return (
                f'<div class="callout callout--{kind}"><p class="callout__title">{escape(str(CALLOUTS[kind]))}</p>',
                "</div>",
            )
        case "expand":
            return f'<div class="expand"><p><strong>{escape(attrs.get("title", ""))}</strong></p>', "</div>"
    return "<div>", "</div>"
