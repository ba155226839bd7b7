"""Plain-ASCII forms of names for addresses."""

from __future__ import annotations

import re
import unicodedata


def slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "-")).strip("-")
