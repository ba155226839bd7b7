"""String literals for the typesetter: the only way in which words of people reach it."""

from __future__ import annotations

import re

_UNSAFE = re.compile(
    r'[\\"\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]'
)
_KEPT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def quoted(words: str) -> str:
    """The words between quotation marks; characters that turn the direction or cannot be drawn are left out."""
    return '"' + _UNSAFE.sub(lambda match: _KEPT.get(match[0], ""), words) + '"'
