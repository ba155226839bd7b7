"""A chart of a table in the page: drawn as SVG on the server, with the table beside it for everyone."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import attributes
from ..blocks import Block, Node
from ..figures import figure
from ..references import walk
from ..writer import Writer
from . import drawing

MOST_SERIES, MOST_ROWS = 6, 60


@dataclass(frozen=True)
class Data:
    """``names`` of the rows, ``series`` by name: a number or None for each row; ``written`` as in the table."""

    names: list[str]
    series: dict[str, list[float | None]]
    written: dict[str, list[str]]


def data_of(node: Node) -> Data | None:
    """What the first table below holds: the first column names, every further one with a number is drawn."""
    table = next((child for child in walk(node) if child["type"] == "table"), None)
    rows = [[_words(cell) for cell in row["content"]] for row in table["content"]] if table else []
    if len(rows) < 2:
        return None
    head, *body = rows
    body = [row for row in body if any(row)][:MOST_ROWS]
    names = [row[0][:60] for row in body]
    series: dict[str, list[float | None]] = {}
    written: dict[str, list[str]] = {}
    for column in range(1, max(map(len, rows))):
        cells = [row[column] if column < len(row) else "" for row in body]
        numbers = [figure(cell) for cell in cells]
        name = (head[column] if column < len(head) else "")[:60] or str(column)
        if any(number is not None for number in numbers) and len(series) < MOST_SERIES and name not in series:
            series[name], written[name] = numbers, [cell[:24] for cell in cells]
    return Data(names, series, written) if series else None


def _words(cell: Node) -> str:
    return " ".join("".join(child.get("text", "") for child in walk(cell)).split())


class Chart(Block):
    name, label, content = "chart", gettext_lazy("Chart of a table"), "blocks"
    attributes = {
        "kind": attributes.choice("bar", "line", "share", default="bar"),
        "title": attributes.text(200),
    }

    def write(self, node: Node, out: Writer) -> None:
        attrs = node.get("attrs", {})
        title = attrs.get("title") or _("Chart")
        found = data_of(node) if out.target != "mail" else None
        out.raw('<figure class="chart">')
        out.raw(f'<figcaption class="chart__title">{escape(title)}</figcaption>')
        if found is None:
            out.children(node)
        else:
            out.raw(drawing.draw(attrs.get("kind", "bar"), title, found.names, found.series, found.written))
            folded = out.target == "page"
            out.raw(f"<details><summary>{escape(_('The figures as a table'))}</summary>" if folded else "")
            out.children(node)
            out.raw("</details>" if folded else "")
        out.raw("</figure>")

    def text(self, node: Node, inner: str) -> str:
        title = node.get("attrs", {}).get("title")
        return f"{title}\n{inner}" if title else inner


BLOCKS = (Chart(),)
