"""The first page of a PDF as a picture, drawn in a process of its own: ``python -m humus.pages.firstpage``.

It reads the PDF from its input and writes WebP. Time and memory are bounded, whatever the file holds.
"""

from __future__ import annotations

import io
import subprocess
import sys

from humus.kit import confined

WIDTH, MOST_HEIGHT = 900, 1800
MEMORY, SECONDS = 1024**3, 10


def picture(content: bytes) -> bytes:
    """WebP, or nothing at all where the page cannot be drawn within the bounds."""
    try:
        done = confined.run("humus.pages.firstpage", seconds=SECONDS, input=content)
    except subprocess.TimeoutExpired:
        return b""
    return b"" if done.returncode else done.stdout


def drawn(content: bytes) -> bytes:
    import pypdfium2  # type: ignore[import-untyped]

    page = pypdfium2.PdfDocument(content)[0]
    width, height = page.get_size()
    scale = min(WIDTH / max(width, 1), MOST_HEIGHT / max(height, 1))
    out = io.BytesIO()
    page.render(scale=scale).to_pil().convert("RGB").save(out, "WEBP", quality=75)
    return out.getvalue()


def main() -> None:
    confined.limit(MEMORY, SECONDS)
    sys.stdout.buffer.write(drawn(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
