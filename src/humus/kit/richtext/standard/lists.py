"""Bullet, numbered and task lists."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import attributes
from ..blocks import Block, Node
from ..writer import Writer


class BulletList(Block):
    name, label, content = "bulletList", gettext_lazy("Bullet list"), ("listItem",)

    def write(self, node: Node, out: Writer) -> None:
        out.raw("<ul>")
        out.children(node)
        out.raw("</ul>")


class OrderedList(Block):
    name, label, content = "orderedList", gettext_lazy("Numbered list"), ("listItem",)
    attributes = {"start": attributes.integer(0, 100_000, 1)}

    def write(self, node: Node, out: Writer) -> None:
        start = node.get("attrs", {}).get("start", 1)
        out.raw("<ol>" if start == 1 else f'<ol start="{start}">')
        out.children(node)
        out.raw("</ol>")


class ListItem(Block):
    name, content, part = "listItem", "blocks", True

    def repair(self, node: Node) -> Node:
        return _begin_with_paragraph(node)

    def write(self, node: Node, out: Writer) -> None:
        out.raw("<li>")
        _write_tight(node, out)
        out.raw("</li>")


class TaskList(Block):
    name, label, content = "taskList", gettext_lazy("Task list"), ("taskItem",)

    def write(self, node: Node, out: Writer) -> None:
        out.raw('<ul class="tasks">')
        out.children(node)
        out.raw("</ul>")


class TaskItem(Block):
    name, content, part = "taskItem", "blocks", True
    attributes = {"checked": attributes.flag()}

    def repair(self, node: Node) -> Node:
        return _begin_with_paragraph(node)

    def write(self, node: Node, out: Writer) -> None:
        done = node.get("attrs", {}).get("checked", False)
        word = _("Done:") if done else _("To do:")
        out.raw(f'<li class="task{" task-done" if done else ""}"><span class="visually-hidden">{word}</span> ')
        _write_tight(node, out)
        out.raw("</li>")


def _begin_with_paragraph(node: Node) -> Node:
    if node["content"][0]["type"] != "paragraph":
        node["content"].insert(0, {"type": "paragraph"})
    return node


def _write_tight(node: Node, out: Writer) -> None:
    """The first paragraph stands without <p> unless another paragraph follows."""
    first, *rest = node["content"]
    if any(child["type"] == "paragraph" for child in rest):
        out.children(node)
    else:
        out.inline(first)
        out.children({"content": rest})


BLOCKS = (BulletList(), OrderedList(), ListItem(), TaskList(), TaskItem())
