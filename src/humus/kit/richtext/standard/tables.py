"""Tables: headers, merged cells, alignment and width by class."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import attributes
from ..attributes import Attribute
from ..blocks import Block, Node
from ..writer import Writer

_CLASSES = {"end": "numbers", "center": "center", "narrow": "cell--narrow", "wide": "cell--wide"}
MAX_COLUMNS = 60
MAX_ROWS = 2000
# Widths drawn with the mouse are kept in pixels and written in steps of one rem, each a class of the style sheet.
STEP, WIDEST = 16, 40


def _widths() -> Attribute:
    """The widths in pixels of the columns that a cell spans."""

    def read(value: Any) -> list[int] | None:
        given = [value] if isinstance(value, int) and not isinstance(value, bool) else value
        if not isinstance(given, list) or not 0 < len(given) <= MAX_COLUMNS:
            return None
        return given if all(isinstance(one, int) and 25 <= one <= 2000 for one in given) else None

    return Attribute(read)


class Table(Block):
    name, label, content = "table", gettext_lazy("Table"), ("tableRow",)

    def write(self, node: Node, out: Writer) -> None:
        rows = node["content"]
        head = _head_rows(rows)
        if out.target == "page":
            out.raw(f'<div class="table-wrap" role="group" tabindex="0" aria-label="{_("Table")}">')
        out.raw(f"<table>{_columns(rows[0]['content'])}")
        _write_rows("thead", rows[:head], out)
        _write_rows("tbody", rows[head:], out)
        out.raw("</table>")
        if out.target == "page":
            out.raw("</div>")


class Row(Block):
    name, content, part = "tableRow", ("tableCell", "tableHeader"), True

    def repair(self, node: Node) -> Node:
        del node["content"][MAX_COLUMNS:]
        return node

    def text(self, node: Node, inner: str) -> str:
        return inner.strip("\t") + "\n"


class Cell(Block):
    name, content, part = "tableCell", "blocks", True
    attributes = {
        "colspan": attributes.integer(1, MAX_COLUMNS, 1),
        "rowspan": attributes.integer(1, MAX_ROWS, 1),
        "align": attributes.choice("center", "end"),
        "width": attributes.choice("narrow", "wide"),
        "colwidth": _widths(),
    }

    def text(self, node: Node, inner: str) -> str:
        return " ".join(inner.split()) + "\t"

    def write(self, node: Node, out: Writer) -> None:
        write_cell("td", "", node, out)


class HeaderCell(Cell):
    name = "tableHeader"

    def write(self, node: Node, out: Writer) -> None:
        write_cell("th", ' scope="row"', node, out)


def _columns(cells: list[Node]) -> str:
    """The columns with the widths that were drawn for them; "" where none was."""
    if not any("colwidth" in cell.get("attrs", {}) for cell in cells):
        return ""
    columns = []
    for cell in cells:
        attrs = cell.get("attrs", {})
        drawn = attrs.get("colwidth", [])
        for index in range(attrs.get("colspan", 1)):
            step = min(WIDEST, max(2, round(drawn[index] / STEP))) if index < len(drawn) else 0
            columns.append(f'<col class="wide-{step}">' if step else "<col>")
    return f"<colgroup>{''.join(columns)}</colgroup>"


def _head_rows(rows: list[Node]) -> int:
    """How many first rows are made of headers only; a table of nothing but headers has a body all the same."""
    count = 0
    while count < len(rows) and all(cell["type"] == "tableHeader" for cell in rows[count]["content"]):
        count += 1
    spans = max((cell.get("attrs", {}).get("rowspan", 1) for row in rows[:count] for cell in row["content"]), default=1)
    return count if count < len(rows) and spans <= count else 0


def _write_rows(tag: str, rows: list[Node], out: Writer) -> None:
    if not rows:
        return
    out.raw(f"<{tag}>")
    for row in rows:
        out.raw("<tr>")
        for cell in row["content"]:
            if cell["type"] == "tableHeader":
                write_cell("th", ' scope="col"' if tag == "thead" else ' scope="row"', cell, out)
            else:
                write_cell("td", "", cell, out)
        out.raw("</tr>")
    out.raw(f"</{tag}>")


def write_cell(tag: str, scope: str, node: Node, out: Writer) -> None:
    out.raw(f"<{tag}{scope}{cell_attributes(node.get('attrs', {}))}>")
    content = node["content"]
    if len(content) == 1 and content[0]["type"] == "paragraph":
        out.inline(content[0])
    else:
        out.children(node)
    out.raw(f"</{tag}>")


def cell_attributes(attrs: dict[str, Any]) -> str:
    html = "".join(f' {name}="{attrs[name]}"' for name in ("colspan", "rowspan") if name in attrs)
    classes = [_CLASSES[attrs[name]] for name in ("align", "width") if name in attrs]
    return f'{html} class="{" ".join(classes)}"' if classes else html


BLOCKS = (Table(), Row(), Cell(), HeaderCell())
