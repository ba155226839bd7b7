"""The pages around a page, written in one go: this list stands beside every page."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from humus.pages.loading import Neighbour

register = template.Library()

LEAF = '<span class="tree__leaf" aria-hidden="true"></span>'


def row(one: Neighbour, here: bool = False) -> str:
    current = ' aria-current="page"' if here else ""
    link = f'<a class="tree__link" href="{escape(one.url)}"{current}>{escape(one.title)}</a>'
    return f'<div class="tree__row">{LEAF}{link}</div>'


def items(pages: Iterable[Neighbour]) -> str:
    return "\n".join(f"<li>{row(one)}</li>" for one in pages)


@register.simple_tag
def near(page: Any, siblings: list[Neighbour], children: list[Neighbour]) -> SafeString:
    """``{% near page siblings children %}``: the items of a tree list, what is below the page under it."""
    if not siblings:
        return mark_safe(items(children))  # noqa: S308 - titles and addresses are escaped above
    below = f"<ul>{items(children)}</ul>" if children else ""
    listed = [f"<li>{row(one, True)}{below}</li>" if one.pk == page.pk else f"<li>{row(one)}</li>" for one in siblings]
    return mark_safe("\n".join(listed))  # noqa: S308
