"""What other sites show of a page that is passed on, and where its other languages are."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from humus.kit import assets
from humus.kit.richtext.standard.media import first_picture
from humus.kit.templatetags.humus import opening

register = template.Library()

LOCALES = {"en": "en_GB", "fr": "fr_FR", "es": "es_ES", "ar": "ar_AR"}
MOST = 200
# What is smaller is not shown as a large card.
LARGE = {"wide": 300, "high": 157}


@register.simple_tag(takes_context=True)
def sharing(context: template.Context, page: Any, text: Any, path: str = "") -> SafeString:
    """``{% sharing page text %}`` in the head: Open Graph, the one true address, the same page in other languages.

    ``path`` is where it is read, if that is not its own address.
    """
    request = context["request"]
    root = f"{request.scheme}://{request.get_host()}"
    address = f"{root}{path or page.get_absolute_url()}"
    facts = (
        ("type", "website" if page.is_front else "article"),
        ("site_name", settings.SITE_NAME),
        ("title", text.title),
        ("description", opening(_told(context, page) + text.plain, MOST)),
        ("url", address),
        ("locale", LOCALES.get(text.language, text.language)),
        *_image(context, root),
    )
    lines = [f'<meta property="og:{name}" content="{escape(value)}">' for name, value in facts]
    lines.append('<meta name="twitter:card" content="summary_large_image">')
    lines.append(f'<link rel="canonical" href="{escape(address)}">')
    if len(page.languages) > 1:
        lines += [
            f'<link rel="alternate" hreflang="{escape(code)}" href="{escape(address)}?language={escape(code)}">'
            for code in page.languages
        ]
    return mark_safe("\n".join(lines))  # noqa: S308 - every value is escaped above


def _image(context: template.Context, root: str) -> Iterator[tuple[str, str]]:
    """The first picture of the text as it was drawn for a visitor, so that it is one which everybody may see."""
    visitor = not context["request"].user.is_authenticated
    picture = first_picture(context.get("body") or "", **LARGE) if visitor else None
    image = picture.url if picture else assets.find("card.png").address("card.png")
    yield "image", image if "://" in image else f"{root}{image}"
    if picture and picture.alt:
        yield "image:alt", picture.alt


def _told(context: template.Context, page: Any) -> str:
    told = page.behaviour.shared
    words = told(context.flatten()) if told else ""
    return f"{words}. " if words else ""
