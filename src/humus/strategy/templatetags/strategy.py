"""Words of strategy pages inside templates."""

from __future__ import annotations

from typing import Any

from django import template

from humus.strategy.reading import excerpt_text

register = template.Library()


@register.filter
def wants(page: Any) -> str:
    """What a page of the strategy says, in plain words, from the text that was loaded with it."""
    text = getattr(page, "shown_text", None)
    return excerpt_text(text.body) if text else ""
