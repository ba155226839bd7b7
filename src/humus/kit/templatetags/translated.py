"""The best text of a translated field inside templates."""

from __future__ import annotations

from typing import Any

from django import template

from humus.kit.translated import pick

register = template.Library()


@register.filter
def translated(texts: Any) -> str:
    return str(pick(texts))
