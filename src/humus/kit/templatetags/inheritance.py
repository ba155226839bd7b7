"""``{% extends %}``, ``{% block %}`` and ``{% include %}`` that find what they draw once, not on every page.

Compiled templates never change while they are kept, so neither does what they lead to.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context, Template, loader_tags
from django.template.base import Node, Parser, TextNode, Token, Variable
from django.utils.safestring import SafeString

register = template.Library()

KEY = loader_tags.BLOCK_CONTEXT_KEY


@dataclass(frozen=True)
class Ancestry:
    """The template at the top, and what its blocks hold: the child's last, as the drawing takes them."""

    top: Template
    blocks: dict[str, list[loader_tags.BlockNode]]


class Settled(loader_tags.BlockContext):
    """The blocks of templates of which none asks for ``block.super``: each name is drawn by one block, the last."""

    def __init__(self, blocks: dict[str, list[loader_tags.BlockNode]]) -> None:
        self.blocks = defaultdict(list, blocks)
        self.last = {name: nodes[-1].nodelist for name, nodes in blocks.items()}


class Block(loader_tags.BlockNode):
    asks_for_super = False

    def render(self, context: Context) -> SafeString:
        drawn = context.render_context.get(KEY)
        if not isinstance(drawn, Settled):
            return super().render(context)
        with context.push():
            return drawn.last.get(self.name, self.nodelist).render(context)


class Extends(loader_tags.ExtendsNode):
    ancestry: Ancestry | None = None
    settled: Settled | None = None

    def render(self, context: Context) -> SafeString:
        named: Any = self.parent_name
        if KEY in context.render_context:
            context.render_context[KEY] = _copied(context.render_context[KEY].blocks)
            return super().render(context)
        if isinstance(named.var, Variable) or named.filters:
            return super().render(context)
        if self.ancestry is None:
            self.ancestry = self._look_up(context)
            blocks = [node for nodes in self.ancestry.blocks.values() for node in nodes]
            if not any(getattr(node, "asks_for_super", True) for node in blocks):
                self.settled = Settled(self.ancestry.blocks)
        context.render_context[KEY] = self.settled or _copied(self.ancestry.blocks)
        top: Any = self.ancestry.top
        with context.render_context.push_state(top, isolated_context=False):
            return top._render(context)  # type: ignore[no-any-return]

    def _look_up(self, context: Context) -> Ancestry:
        parent: Any = self.get_parent(context)
        first: Any = next((node for node in parent.nodelist if not isinstance(node, TextNode)), None)
        if isinstance(first, Extends):
            above = first._look_up(context)
        else:
            nodes: Any = parent.nodelist.get_nodes_by_type(loader_tags.BlockNode)
            above = Ancestry(parent, {node.name: [node] for node in nodes})
        blocks = {name: [*nodes] for name, nodes in above.blocks.items()}
        for name, node in self.blocks.items():
            blocks.setdefault(name, []).append(node)
        return Ancestry(above.top, blocks)


def _copied(blocks: dict[str, list[loader_tags.BlockNode]]) -> loader_tags.BlockContext:
    """For one drawing: a block that asks for the one above takes itself out meanwhile."""
    drawn = loader_tags.BlockContext()
    drawn.blocks = defaultdict(list, {name: [*nodes] for name, nodes in blocks.items()})
    return drawn


class Found:
    """Names a template as an expression does, and keeps the templates that it found by name."""

    def __init__(self, expression: Any) -> None:
        self.expression, self.known = expression, dict[str, Any]()

    def resolve(self, context: Any) -> Any:
        name = self.expression.resolve(context)
        if not isinstance(name, str):
            return name
        if name not in self.known:
            self.known[name] = context.template.engine.get_template(name)
        return self.known[name]


@register.tag
def extends(parser: Parser, token: Token) -> Extends:
    node = loader_tags.do_extends(parser, token)
    node.__class__ = Extends
    return node  # type: ignore[return-value]


@register.tag
def block(parser: Parser, token: Token) -> Block:
    node: Any = loader_tags.do_block(parser, token)
    node.__class__ = Block
    inside = (getattr(one, "token", None) for one in node.nodelist.get_nodes_by_type(Node))
    node.asks_for_super = any(one is not None and "block.super" in one.contents for one in inside)
    return node  # type: ignore[no-any-return]


class Include(loader_tags.IncludeNode):
    template: Any

    def render(self, context: Context) -> SafeString:
        template: Any = self.template.resolve(context)
        found = isinstance(template, Template)
        if not found or self.extra_context or self.isolated_context:
            return super().render(context)
        with context.push(), context.render_context.push_state(template):
            return template._render(context)  # type: ignore[no-any-return]


@register.tag
def include(parser: Parser, token: Token) -> Include:
    node: Any = loader_tags.do_include(parser, token)
    node.__class__, node.template = Include, Found(node.template)
    return node  # type: ignore[no-any-return]
