"""Plain text in letters."""

from __future__ import annotations

from django import template

register = template.Library()
LINE = 72


@register.filter
def indented(text: str) -> str:
    """Every line but the first behind the sign of a quote."""
    return str(text).replace("\n", "\n  > ")


@register.filter
def cut_line(text: str) -> str:
    """One line of it, ended at a word."""
    words = " ".join(str(text).split())
    return words if len(words) <= LINE else words[:LINE].rsplit(" ", 1)[0] + " …"
