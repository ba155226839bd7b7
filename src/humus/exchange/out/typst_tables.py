"""Tables for the typesetter: every cell in its place, also where the HTML left holes."""

from __future__ import annotations

from collections.abc import Callable

from lxml.html import HtmlElement

from humus.exchange.out.quoting import quoted

_ALIGNED = {"numbers": "end", "center": "center"}
MOST_COLUMNS = 60


def table(element: HtmlElement, body: Callable[[HtmlElement], str], turned: Callable[[HtmlElement, str], str]) -> str:
    """The rows that are heads throughout, at the beginning, are repeated on every page.

    ``turned`` lets the words of a cell run their own way.
    """

    def inside(cell: HtmlElement) -> str:
        # A cell of plain words needs no paragraph: tables are most of what the typesetter keeps in memory.
        plain = quoted(" ".join(cell.text_content().split())) if _is_plain(cell) else ""
        return turned(cell, plain or body(cell))

    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr")]
    rows = [row for row in rows if row]
    if not rows:
        return ""
    placed, columns = place(rows)
    head = 0
    while head < len(rows) - 1 and all(cell.tag == "th" and _span(cell, "rowspan") == 1 for cell in rows[head]):
        head += 1
    written = [", ".join(_cell(*one, inside) for one in row) for row in placed]
    parts = [f"table.header({', '.join(part for part in written[:head] if part)})"] if head else []
    parts += [part for part in written[head:] if part]
    return f"table(columns: ({'auto, ' * columns}), {', '.join(parts)})"


def _span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name) or "1"
    return max(1, min(MOST_COLUMNS if name == "colspan" else 2000, int(value))) if value.isdigit() else 1


Placed = tuple[HtmlElement | None, int, int, int, int]


def place(rows: list[list[HtmlElement]]) -> tuple[list[list[Placed]], int]:
    """(cell, column, row, colspan, rowspan); spans end at the table's edge, holes are empty cells."""
    taken: set[tuple[int, int]] = set()
    placed: list[list[Placed]] = []
    for y, row in enumerate(rows):
        line: list[Placed] = []
        x = 0
        for cell in row:
            while (x, y) in taken:
                x += 1
            wide, high = _span(cell, "colspan"), min(_span(cell, "rowspan"), len(rows) - y)
            while any((x + more, y) in taken for more in range(wide)):
                wide -= 1
            wide = max(1, wide)
            taken |= {(x + more, y + below) for more in range(wide) for below in range(high)}
            line.append((cell, x, y, wide, high))
            x += wide
        placed.append(line)
    columns = max(x for x, _y in taken) + 1
    for y, line in enumerate(placed):
        line += [(None, x, y, 1, 1) for x in range(columns) if (x, y) not in taken]
    return placed, columns


def _is_plain(cell: HtmlElement) -> bool:
    return all(child.tag == "p" and not len(child) for child in cell) and len(cell) < 2


def _cell(cell: HtmlElement | None, x: int, y: int, wide: int, high: int, inside: Callable[[HtmlElement], str]) -> str:
    if cell is None:
        return f"table.cell(x: {x}, y: {y})[]"
    words = inside(cell)
    if cell.tag == "th":
        words = f"strong({words})"
    names = (cell.get("class") or "").split()
    align = next((f", align: {_ALIGNED[name]}" for name in names if name in _ALIGNED), "")
    spans = (f", colspan: {wide}" if wide > 1 else "") + (f", rowspan: {high}" if high > 1 else "")
    return f"table.cell(x: {x}, y: {y}{spans}{align}, {words})"
