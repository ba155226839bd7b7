"""A Word document to HTML, in a process of its own: ``python -m humus.exchange.into.wordreading < file > json``.

Of the platform only its bounds are loaded here, and time and memory are bounded, so that a spoilt file harms nobody.
"""

from __future__ import annotations

import base64
import io
import json
import re
import sys
from typing import Any

from humus.exchange.into.word_lists import with_numbers, with_starts
from humus.exchange.into.word_math import with_formulas
from humus.kit import confined

MEMORY = 900 * 1024 * 1024
SECONDS = 30
STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Code'] => pre:separator('\\n')
p[style-name='Line'] => hr:fresh
p[style-name='Source'] => !
p[style-name='Contents Line'] => !
r[style-name='Hyperlink'] =>
p[style-name='Table Heading'] => p:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Callout Note Title'] => !
p[style-name='Callout Tip Title'] => !
p[style-name='Callout Warning Title'] => !
p[style-name='Callout Decision Title'] => !
p[style-name='Callout Note'] => aside.note > p:fresh
p[style-name='Callout Tip'] => aside.tip > p:fresh
p[style-name='Callout Warning'] => aside.warning > p:fresh
p[style-name='Callout Decision'] => aside.decision > p:fresh
r[style-name='Code Char'] => code
u => u
highlight => mark
"""


def read(content: bytes) -> dict[str, Any]:
    """``html``, ``pictures`` (name to base64) and ``messages``."""
    import mammoth

    pictures: dict[str, str] = {}

    def keep(image: Any) -> dict[str, str]:
        ending = {"image/jpeg": "jpg", "image/svg+xml": "svg"}.get(
            image.content_type, image.content_type.partition("/")[2]
        )
        name = f"picture-{len(pictures) + 1}.{ending[:8] or 'bin'}"
        with image.open() as opened:
            pictures[name] = base64.b64encode(opened.read()).decode()
        return {"src": name}

    made = mammoth.convert_to_html(
        io.BytesIO(with_numbers(with_formulas(content))),
        style_map=STYLES,
        convert_image=mammoth.images.img_element(keep),
        include_embedded_style_map=False,
    )
    messages = list(dict.fromkeys(message.message for message in made.messages))
    html = re.sub(r"<hr ?/?>⁂(?:</hr>)?", "<hr />", with_starts(made.value))
    return {"html": html, "pictures": pictures, "messages": messages[:50]}


def main() -> None:
    confined.limit(MEMORY, SECONDS)
    sys.stdout.write(json.dumps(read(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
