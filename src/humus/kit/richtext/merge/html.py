"""A merge as form fields: what is merged in reading order, and a choice for every conflict."""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import preview
from ..blocks import Node
from ..diff.compare import BlockChange, change
from ..diff.html import to_html as diff_html
from .blocks import Conflict, Merge


def to_html(merge: Merge) -> SafeString:
    """One fieldset per conflict with radio buttons ``choice-ID`` = mine, theirs or both; what is merged is folded."""
    out: list[str] = []
    merged: list[str] = []
    for part in merge.parts:
        if isinstance(part, Conflict):
            out += (_folded(merged), _conflict(part))
            merged = []
        else:
            merged.append(preview.block(part))
    out.append(_folded(merged))
    return mark_safe(f'<div class="stack">{"".join(out)}</div>')  # noqa: S308 - text is escaped where it is written


def _folded(blocks: list[str]) -> str:
    if not blocks:
        return ""
    words = ngettext("%(count)d block without a conflict", "%(count)d blocks without a conflict", len(blocks))
    summary = escape(words % {"count": len(blocks)})
    return f'<details class="diff__fold"><summary>{summary}</summary>{"".join(blocks)}</details>'


def _conflict(conflict: Conflict) -> str:
    legend = escape(_("Both of you changed this block. Which text should stay?"))
    options = (
        _option(conflict, "both", _("Keep both texts"), ""),
        _option(conflict, "mine", _("My text"), _side(conflict.base, conflict.mine)),
        _option(conflict, "theirs", _("The text of the other person"), _side(conflict.base, conflict.theirs)),
    )
    return f'<fieldset class="merge"><legend>{legend}</legend>{"".join(options)}</fieldset>'


def _option(conflict: Conflict, value: str, label: str, html: str) -> str:
    name = escape(conflict.id)
    checked = " checked" if value == "both" else ""
    choice = f'<input type="radio" name="choice-{name}" value="{value}"{checked}> {escape(label)}'
    return f'<div class="merge__side"><label>{choice}</label>{html}</div>'


def _side(base: Node | None, side: Node | None) -> str:
    if side is None:
        return f'<p class="muted">{escape(_("Removed"))}</p>'
    if base is None:
        return str(diff_html([BlockChange(kind="added", new=side)]))
    return str(diff_html([change(base, side)]))
