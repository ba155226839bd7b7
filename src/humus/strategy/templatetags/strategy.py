"""Words of strategy pages inside templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

from humus.strategy.reading import excerpt_text

register = template.Library()


@register.filter
def wants(page: Any) -> str:
    """What a page of the strategy says, in plain words, from the text that was loaded with it."""
    text = getattr(page, "shown_text", None)
    return excerpt_text(text.body) if text else ""


@register.filter
def spoken(page: Any) -> SafeString | str:
    """``lang`` and ``dir`` for words that are in another language than the screen around them."""
    text = getattr(page, "shown_text", page)
    language = getattr(text, "language", "")
    if not language or language == get_language():
        return ""
    direction = "rtl" if get_language_info(language)["bidi"] else "ltr"
    return format_html(' lang="{}" dir="{}"', language, direction)
