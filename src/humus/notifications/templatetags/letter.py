"""Plain text in letters."""

from __future__ import annotations

from django import template

from humus.notifications.dressing import MARK

register = template.Library()
LINE = 72


@register.filter
def heading(text: str) -> str:
    """In capitals; between dashes where the script has none."""
    words = str(text)
    return words.upper() if words.upper() != words.lower() else f"{MARK} {words} {MARK}"


@register.filter
def indented(text: str) -> str:
    """Every line but the first behind the sign of a quote."""
    return str(text).replace("\n", "\n  > ")


@register.filter
def cut_line(text: str) -> str:
    """One line of it, ended at a word."""
    words = " ".join(str(text).split())
    return words if len(words) <= LINE else words[:LINE].rsplit(" ", 1)[0] + " …"
