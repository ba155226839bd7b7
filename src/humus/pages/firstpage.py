"""The first page of a PDF as a picture, drawn in a process of its own: ``python -m humus.pages.firstpage``.

It reads the PDF from its input and writes WebP. Time and memory are bounded, whatever the file holds.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys

WIDTH, MOST_HEIGHT = 900, 1800
MEMORY, SECONDS = 1024**3, 10


def picture(content: bytes) -> bytes:
    """WebP, or nothing at all where the page cannot be drawn within the bounds."""
    command = [sys.executable, "-I", "-m", "humus.pages.firstpage"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS)
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
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.buffer.write(drawn(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
