"""Draw a part of a page once and use it again wherever what it depends on is the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.utils.translation import get_language

register = template.Library()

MOST = 2000
# Pieces of the part as it was drawn; every second is the name of a value that is filled in.
_drawn: dict[Any, list[str]] = {}


def mark(name: str) -> str:
    """Stands for a value until it is filled in; passes for a word of an address."""
    return f"qzx-{name}-xzq"


PLACES = re.compile(mark("([a-z_]+)"))
# Differs from one request to the next although the part is the same.
FILLED = {name: mark(name) for name in ("csrf_token", "here", "here_in", "login_url")}


def getter(expression: FilterExpression) -> Callable[[template.Context], Any]:
    """What the expression stands for, None where it stands for nothing.

    Names without filters are followed straight: the general way tries each object as a mapping first, and the error it
    meets costs more than all the rest.
    """
    variable = expression.var
    if expression.filters or not isinstance(variable, template.Variable) or not variable.lookups or variable.translate:
        return lambda context: expression.resolve(context, ignore_failures=True)
    first, *names = variable.lookups

    def follow(context: template.Context) -> Any:
        found = context.get(first)
        for name in names:
            found = found.get(name) if isinstance(found, dict) else getattr(found, name, None)
        return found() if callable(found) else found

    return follow


class RememberNode(template.Node):
    def __init__(
        self, name: str, nodelist: NodeList, by: list[FilterExpression] | None, filled: dict[str, FilterExpression]
    ) -> None:
        self.name, self.nodelist, self.filled = name, nodelist, {key: getter(one) for key, one in filled.items()}
        self.by = None if by is None else [getter(one) for one in by]
        self.marks = FILLED | {name: mark(name) for name in filled}

    def render(self, context: template.Context) -> str:
        key = self._key(context)
        if key is None:
            return str(self.nodelist.render(context))
        pieces = _drawn.get(key)
        if pieces is None:
            with context.push(**self.marks):
                pieces = PLACES.split(str(self.nodelist.render(context)))
            if len(_drawn) >= MOST:
                _drawn.clear()
            _drawn[key] = pieces
        if len(pieces) == 1:
            return pieces[0]
        values = {name: escape(str(self._value(name, context))) for name in set(pieces[1::2])}
        return "".join([values[piece] if place % 2 else piece for place, piece in enumerate(pieces)])

    def _value(self, name: str, context: template.Context) -> Any:
        given = self.filled.get(name)
        value = given(context) if given else context.get(name)
        return "" if value is None else value

    def _key(self, context: template.Context) -> tuple[Any, ...] | None:
        if self.by is not None:
            values = [value(context) for value in self.by]
            return (self.name, get_language(), *[tuple(one) if isinstance(one, list) else one for one in values])
        shell_key = context.get("shell_key")
        return None if shell_key is None else (self.name, *shell_key)


@register.tag
def remember(parser: Parser, token: Token) -> RememberNode:
    """``{% remember "head" %}...{% endremember %}``: what is inside may depend on nothing but ``shell_key``.

    ``{% remember "tabs" by tab may_restrict for key=page.key %}``: on nothing but the language and what stands after
    ``by``; what stands after ``for`` is filled in afterwards and may be written out, but not asked about.
    """
    _tag, name, *rest = token.split_contents()
    by, filled = None, {}
    if rest:
        split = rest.index("for") if "for" in rest else len(rest)
        if rest[0] != "by":
            raise template.TemplateSyntaxError("remember: 'by' is expected after the name")
        by = [parser.compile_filter(word) for word in rest[1:split]]
        filled = token_kwargs(rest[split + 1 :], parser)
    nodelist = parser.parse(("endremember",))
    parser.delete_first_token()
    return RememberNode(name.strip('"'), nodelist, by, filled)
