"""What people write between commas, in whichever script they type them."""

from __future__ import annotations

import re

COMMA = re.compile("[,،、，]")


def between(text: str) -> list[str]:
    """The pieces without the space around them; empty ones are left out."""
    return [piece for part in COMMA.split(text) if (piece := part.strip())]
