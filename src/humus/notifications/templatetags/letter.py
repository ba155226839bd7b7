"""Plain text in letters."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def indented(text: str) -> str:
    """Every line but the first behind the sign of a quote."""
    return str(text).replace("\n", "\n  > ")
