"""Which way a language is written."""

from __future__ import annotations

import unicodedata

RTL = ("ar", "fa", "he", "ur")


def direction(language: str) -> str:
    return "rtl" if language.split("-")[0] in RTL else "ltr"


def written(words: str, around: str) -> str:
    """Which way words run: by their first letter, as on a page; without one as what is around them."""
    found = (unicodedata.bidirectional(letter) for letter in words)
    way = next((one for one in found if one in ("L", "R", "AL")), "")
    return {"L": "ltr", "": around}.get(way, "rtl")
