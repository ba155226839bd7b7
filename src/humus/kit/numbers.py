"""Whole numbers as they come in addresses and forms."""

from __future__ import annotations

# More would pass what the database takes for a key.
MOST_DIGITS = 17


def whole(text: str, otherwise: int = 0) -> int:
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else otherwise


def small(text: str, otherwise: int = 0) -> int:
    """Of a version, a round, a block: at most eight digits, and only those of ASCII."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else otherwise
