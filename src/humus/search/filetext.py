"""The text of a file, read in a process of its own: ``python -m humus.search.filetext TYPE < file > text``.

Of the platform only its bounds are loaded here, and time and memory are bounded, so that a spoilt file harms nobody.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import IO

from humus.kit import confined

LONGEST = 300_000
UNPACKED = 80_000_000
MEMORY = 600 * 1024 * 1024
SECONDS = 30

OPEN_XML = "application/vnd.openxmlformats-officedocument."
OFFICE = {
    OPEN_XML + "wordprocessingml.document": r"word/(document|footnotes|endnotes)\.xml",
    OPEN_XML + "presentationml.presentation": r"ppt/(slides|notesSlides)/[^/]+\.xml",
    OPEN_XML + "spreadsheetml.sheet": r"xl/(sharedStrings|workbook|worksheets/[^/]+)\.xml",
}
PDF = "application/pdf"
READABLE = (PDF, *OFFICE, "text/plain", "text/markdown", "text/csv")
# Elements that end a line: paragraphs, table cells, rows, shared strings.
BREAKS = {"p", "tc", "tr", "si", "row", "br"}


def text_of(media_type: str, content: bytes) -> str:
    """The words of the file, at most ``LONGEST`` characters; raises whatever the format's reader raises."""
    if media_type == PDF:
        pieces = _pdf(content)
    elif media_type in OFFICE:
        pieces = _office(content, OFFICE[media_type])
    else:
        pieces = iter([content.decode("utf-8", "replace")])
    return _joined(pieces)


def _joined(pieces: Iterator[str]) -> str:
    kept, length = [], 0
    for piece in pieces:
        kept.append(piece)
        length += len(piece)
        if length > LONGEST:
            break
    return re.sub(r"[\x00-\x08\x0b-\x1f]+", " ", "".join(kept))[:LONGEST]


def _pdf(content: bytes) -> Iterator[str]:
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(content)
    for number in range(len(document)):
        # A page that cannot be read takes nothing from the others.
        with suppress(pypdfium2.PdfiumError):
            yield document[number].get_textpage().get_text_range().replace("\r", "") + "\n"


def _office(content: bytes, wanted: str) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [part for part in archive.infolist() if re.fullmatch(wanted, part.filename)]
        if sum(part.file_size for part in parts) > UNPACKED:
            raise ValueError("unpacked, the file is too large")
        for part in sorted(parts, key=lambda one: (len(one.filename), one.filename)):
            with archive.open(part) as file:
                yield from _words(file)


def _words(file: IO[bytes]) -> Iterator[str]:
    from xml.etree import ElementTree

    for _event, element in ElementTree.iterparse(file):  # noqa: S314
        name = element.tag.rpartition("}")[2]
        if name == "sheet":
            yield element.get("name", "") + "\n"
        elif name == "t" and element.text:
            yield element.text
        elif name in BREAKS:
            yield "\n"
            element.clear()


def main() -> None:
    """Bounded in memory and time of the processor, whatever the caller bounds besides."""
    confined.limit(MEMORY, SECONDS)
    sys.stdout.buffer.write(text_of(sys.argv[1], sys.stdin.buffer.read()).encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
