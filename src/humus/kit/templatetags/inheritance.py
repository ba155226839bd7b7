"""``{% extends %}`` that looks a parent through for its blocks once, not on every page that is drawn."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context, Template, loader_tags
from django.template.base import Node, NodeList, Parser, Token

register = template.Library()


class Searched(NodeList):
    """The nodes of a compiled template, which never change, with what was found among them."""

    def __init__(self, nodes: NodeList) -> None:
        super().__init__(nodes)
        self.contains_nontext = nodes.contains_nontext
        self.found: dict[type[Node], list[Node]] = {}

    def get_nodes_by_type(self, nodetype: type[Node]) -> list[Node]:
        if nodetype not in self.found:
            self.found[nodetype] = super().get_nodes_by_type(nodetype)
        return self.found[nodetype]


class Extends(loader_tags.ExtendsNode):
    def get_parent(self, context: Context) -> Template:
        parent: Any = super().get_parent(context)
        if not isinstance(parent.nodelist, Searched):
            parent.nodelist = Searched(parent.nodelist)
        found: Template = parent
        return found


@register.tag
def extends(parser: Parser, token: Token) -> Extends:
    node = loader_tags.do_extends(parser, token)
    node.__class__ = Extends
    return node  # type: ignore[return-value]
