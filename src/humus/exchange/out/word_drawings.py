"""Charts drawn by the server as pictures, for Word has no place for SVG that every reader of its files shows."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

import structlog
from lxml.html import HtmlElement

from humus.exchange.out.quoting import quoted
from humus.exchange.out.typesetting import NotSet, draw
from humus.exchange.out.typst_blocks import as_file, is_chart, is_coloured

log = structlog.get_logger(__name__)
NAME = "drawings"
NUMBER = "data-drawing"
SHEET = "#set page(width: auto, height: auto, margin: 3pt)\n"


def drawn(roots: Iterable[HtmlElement]) -> list[bytes]:
    """A PNG of each chart; each is given its number among them. None where they could not be drawn."""
    charts = [one for root in roots for one in root.iter("svg") if is_chart(one) and is_coloured(one)]
    if not charts:
        return []
    with tempfile.TemporaryDirectory(prefix="humus-drawings-") as folder:
        try:
            made = _made(charts, Path(folder))
        except NotSet as error:
            log.warning("charts not drawn", why=str(error))
            return []
    for number, chart in enumerate(charts):
        chart.set(NUMBER, str(number))
    return made


def _made(charts: list[HtmlElement], folder: Path) -> list[bytes]:
    pages = []
    for number, chart in enumerate(charts):
        (folder / f"{number}.svg").write_bytes(as_file(chart))
        pages.append(f"#image({quoted(f'{number}.svg')}, width: 12cm)")
    (folder / f"{NAME}.typ").write_text(SHEET + "\n#pagebreak()\n".join(pages), encoding="utf-8")
    return draw(folder, NAME)
