"""What other sites show of a page that is passed on, and where its other languages are."""

from __future__ import annotations

from html import escape
from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from humus.kit import assets
from humus.kit.templatetags.humus import opening

register = template.Library()

LOCALES = {"en": "en_GB", "fr": "fr_FR", "es": "es_ES", "ar": "ar_AR"}
MOST = 200


@register.simple_tag(takes_context=True)
def sharing(context: template.Context, page: Any, text: Any, path: str = "") -> SafeString:
    """``{% sharing page text %}`` in the head: Open Graph, the one true address, the same page in other languages.

    ``path`` is where it is read, if that is not its own address.
    """
    request = context["request"]
    root = f"{request.scheme}://{request.get_host()}"
    address = f"{root}{path or page.get_absolute_url()}"
    image = assets.find("card.png").address("card.png")
    facts = (
        ("type", "website" if page.is_front else "article"),
        ("site_name", settings.SITE_NAME),
        ("title", text.title),
        ("description", opening(_told(context, page) + text.plain, MOST)),
        ("url", address),
        ("locale", LOCALES.get(text.language, text.language)),
        ("image", image if "://" in image else f"{root}{image}"),
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


def _told(context: template.Context, page: Any) -> str:
    told = page.behaviour.shared
    words = told(context.flatten()) if told else ""
    return f"{words}. " if words else ""
