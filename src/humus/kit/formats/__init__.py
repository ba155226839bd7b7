"""How days and hours are written in each language: the day before the month, 24 hours, everywhere.

The folders below are Django's (``FORMAT_MODULE_PATH``); what Babel words is asked for with ``locale()``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

# Where the comma between things is not the Latin one.
COMMAS = {"ar": "، ", "fa": "، ", "ur": "، ", "zh": "、", "ja": "、"}


def locale() -> Locale:
    """The reader's; English readers get the day before the month, as most of the world writes."""
    return _locale((get_language() or "en").replace("-", "_"))


@lru_cache(maxsize=40)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse({"en": "en_GB"}.get(language, language))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def joined(words: Iterable[object]) -> str:
    """“A, B, C”, with the comma of the reader's language."""
    return COMMAS.get(locale().language, ", ").join(map(str, words))
