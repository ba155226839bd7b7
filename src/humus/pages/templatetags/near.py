"""The pages around a page, written in one go: this list stands beside every page."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_noop

from humus.pages.loading import AFTER, BEFORE, BELOW, Neighbour

register = template.Library()

ALL = gettext_noop("All pages of this space")
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
    place = next((number for number, one in enumerate(siblings, 1) if one.pk == page.pk), 0)
    cut = len(children) == BELOW or (place and (place == BEFORE or len(siblings) - place == AFTER))
    rest = _rest(page.space.slug, get_language()) if cut else ""
    if not siblings:
        return mark_safe(items(children) + rest)  # noqa: S308 - titles and addresses are escaped above
    below = f"<ul>{items(children)}</ul>" if children else ""
    listed = [f"<li>{row(one, True)}{below}</li>" if one.pk == page.pk else f"<li>{row(one)}</li>" for one in siblings]
    return mark_safe("\n".join(listed) + rest)  # noqa: S308


@lru_cache(maxsize=1000)
def _rest(space: str, _language: str | None) -> str:
    """The way to the pages that the list leaves out."""
    link = f'<a class="tree__link" href="{reverse("space_tree", args=[space])}">{escape(gettext(ALL))}</a>'
    return f'\n<li><div class="tree__row">{LEAF}{link}</div></li>'
