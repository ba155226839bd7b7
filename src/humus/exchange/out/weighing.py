"""What a chapter costs the typesetter: bytes of memory, on the safe side.

The typesetter keeps what it laid out until the document is done. The figures come from documents of one thing each.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

from humus.exchange.out.html import WIDEST
from humus.exchange.out.typst_blocks import BLOCKS, Pictures

LETTER_BYTE, INLINE, BLOCK, CELL = 350, 4_000, 18_000, 26_000
# A JPEG goes into the document as it is; of every other picture each pixel is unpacked.
JPEG_PIXEL, PIXEL, DRAWING_BYTE = 5, 15, 100
_FREE = {"thead", "tbody", "tfoot", "tr"}


def weigh(root: HtmlElement, pictures: Pictures) -> int:
    return sum(_weights(root, pictures))


def _weights(element: HtmlElement, pictures: Pictures) -> Iterator[int]:
    for child in element:
        yield LETTER_BYTE * len((child.tail or "").encode())
        if child.tag == "svg":
            yield DRAWING_BYTE * len(etree.tostring(child))
        elif isinstance(child.tag, str):
            yield _own(child, pictures)
            yield from _weights(child, pictures)
    yield LETTER_BYTE * len((element.text or "").encode())


def _own(element: HtmlElement, pictures: Pictures) -> int:
    if element.tag in ("td", "th"):
        return CELL
    if element.tag == "img":
        name, width, height = pictures.get(element.get("data-file") or "", ("", 0, 0))
        smaller = min(1.0, WIDEST / width) ** 2 if width else 0.0
        return int(width * height * smaller * (JPEG_PIXEL if name.endswith(".jpg") else PIXEL))
    if element.tag in _FREE:
        return 0
    return BLOCK if element.tag in BLOCKS else INLINE
