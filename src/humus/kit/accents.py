"""Letters without their accents."""

from __future__ import annotations

import unicodedata
from typing import Literal


def without_accents(text: str, form: Literal["NFD", "NFKD"] = "NFD") -> str:
    """``NFKD`` takes ligatures and wide letters apart too."""
    return "".join(sign for sign in unicodedata.normalize(form, text) if not unicodedata.combining(sign))
