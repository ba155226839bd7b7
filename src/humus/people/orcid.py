"""ORCID identifiers and their check character (ISO 7064 MOD 11-2)."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHAPE = re.compile(r"(?:https?://orcid\.org/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])/?", re.IGNORECASE)


def check_character(digits: str) -> str:
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)


def clean(text: str) -> str:
    """The identifier in its written form; the web address and missing hyphens are accepted."""
    text = text.strip()
    if not text:
        return ""
    found = SHAPE.fullmatch(text)
    if not found:
        raise ValidationError(_("An ORCID looks like 0000-0002-1825-0097."), code="shape")
    plain = "".join(found.groups()).upper()
    if check_character(plain[:-1]) != plain[-1]:
        raise ValidationError(_("This ORCID has a wrong digit: its check character does not fit."), code="checksum")
    return "-".join(plain[i : i + 4] for i in range(0, 16, 4))
