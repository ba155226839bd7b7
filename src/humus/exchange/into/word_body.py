"""The body of a Word document, read and put back, for what prepares it before it is read."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY = "word/document.xml"


def part(content: bytes, name: str) -> bytes:
    """Empty where the document has no such part."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read(name) if name in packed.namelist() else b""


def tree(xml: bytes) -> etree._Element:
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def run(words: str) -> etree._Element:
    made = etree.Element(f"{W}r")
    etree.SubElement(made, f"{W}t").text = words
    return made


def changed(content: bytes, root: etree._Element) -> bytes:
    """The document with another body."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in packed.namelist():
            made.writestr(name, etree.tostring(root) if name == BODY else packed.read(name))
    return out.getvalue()
