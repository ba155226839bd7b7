"""Numbers as people write them in tables: with blanks, points or commas, a sign and a short unit."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[^\d\u2212+-]{0,3}([\u2212+-]?\d[\d\s\u00a0\u202f,.']*)\s*\D{0,12}")


def figure(words: str) -> float | None:
    """The number that the words are, or None; at most 15 digits."""
    match = _NUMBER.fullmatch(words[:60].strip())
    if match is None:
        return None
    digits = re.sub(r"[\s\u00a0\u202f']", "", match[1]).replace("\u2212", "-").rstrip(",.")
    try:
        number = float(_with_point(digits))
    except ValueError:
        return None
    return number if abs(number) < 1e15 else None


def _with_point(digits: str) -> str:
    """1,234.5 and 1.234,5 and 1234,5 as Python writes them; a lone comma before three digits parts thousands."""
    signs = [sign for sign in digits if sign in ",."]
    if not signs:
        return digits
    whole, last, rest = digits.rpartition(signs[-1])
    grouped = signs.count(last) > 1 or (last == "," and len(rest) == 3 and len(set(signs)) == 1)
    return re.sub("[,.]", "", digits) if grouped else f"{re.sub('[,.]', '', whole)}.{rest}"
