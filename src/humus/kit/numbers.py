"""Whole numbers as they come in addresses and forms."""

from __future__ import annotations

# More would pass what the database takes for a key.
MOST_DIGITS = 17


def whole(text: str, otherwise: int = 0) -> int:
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else otherwise
