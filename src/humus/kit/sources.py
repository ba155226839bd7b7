"""Sources that are kept by their name and read in every language."""

from __future__ import annotations

from django.utils.functional import Promise

# The name as it is kept: in the reader's language. Other sources are shown as somebody wrote them.
NAMES: dict[str, str | Promise] = {}


def named(source: str) -> str:
    return str(NAMES.get(source, source))
