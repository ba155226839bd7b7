"""Draw a part of the shell once and use it again for the same reader, language and section."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.utils.html import escape

register = template.Library()

# Differs from one request to the next although the part is the same: filled in afterwards.
FILLED = {name: f"\uf8ff{name}\uf8ff" for name in ("csrf_token", "here", "here_in", "login_url")}
MOST = 2000
_drawn: dict[Any, str] = {}


class RememberNode(template.Node):
    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: template.Context) -> str:
        shell_key = context.get("shell_key")
        if shell_key is None:
            return str(self.nodelist.render(context))
        key = (self.name, *shell_key)
        html = _drawn.get(key)
        if html is None:
            with context.push(**FILLED):
                html = str(self.nodelist.render(context))
            if len(_drawn) >= MOST:
                _drawn.clear()
            _drawn[key] = html
        for name, mark in FILLED.items():
            if mark in html:
                html = html.replace(mark, escape(str(context.get(name, ""))))
        return html


@register.tag
def remember(parser: Parser, token: Token) -> RememberNode:
    """``{% remember "head" %}...{% endremember %}``: what is inside may depend on nothing but ``shell_key``."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endremember",))
    parser.delete_first_token()
    return RememberNode(name.strip('"'), nodelist)
