"""A link beside every heading of a page that is read: to follow, and to copy."""

from __future__ import annotations

import re
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from humus.kit.richtext.outline import PREFIX

_HEADING = re.compile(rf'<(h[2-6]) id="({PREFIX}[^"<>]*)">(.*?)</\1>', re.DOTALL)


def linked(html: str, address: str) -> SafeString:
    """The written text with its headings linked; ``address`` is that of the page, in the language that is shown."""
    words, done, base = escape(_("Link to this part")), escape(_("The link is copied.")), escape(address)

    def link(found: re.Match[str]) -> str:
        tag, anchor, inside = found.groups()
        facts = f'href="#{anchor}" data-copy="{base}#{anchor}" data-copy-done="{done}" aria-label="{words}"'
        return f'<{tag} id="{anchor}">{inside}<a class="anchor" {facts}></a></{tag}>'

    return mark_safe(_HEADING.sub(link, html))  # noqa: S308 - written by the renderer
