"""Letters without their accents."""

from __future__ import annotations

import unicodedata
from typing import Literal


def without_accents(text: str, form: Literal["NFD", "NFKD"] = "NFD") -> str:
    """``NFKD`` takes ligatures and wide letters apart too."""
    return "".join(sign for sign in unicodedata.normalize(form, text) if not unicodedata.combining(sign))


def letters(text: str) -> str:
    """Small letters and digits without accents: by these names are compared and put in order."""
    return "".join(filter(str.isalnum, without_accents(text.casefold(), "NFKD")))
