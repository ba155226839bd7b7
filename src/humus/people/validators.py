"""What may stand in a line of text."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Control characters, and those that turn the direction of the text that follows them.
HIDDEN = {"Cc", "Cs", "Cn", "Co"}
TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")


def single_line(text: str) -> None:
    if any(unicodedata.category(char) in HIDDEN or char in TURNING for char in text):
        raise ValidationError(_("Only ordinary characters on one line, please."), code="characters")
