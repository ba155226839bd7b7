"""Text search configurations: one a language, each with accents taken off before stemming."""

from __future__ import annotations

from humus.kit.accents import without_accents

STEMMERS = {"en": "english", "fr": "french", "es": "spanish", "pt": "portuguese", "ar": "arabic"}
PLAIN = "humus_plain"


def configuration(language: str) -> str:
    return f"humus_{language}" if language in STEMMERS else PLAIN


def tag(language: str) -> str:
    """A word that every text of a language holds, so that one query asks each text in its own language."""
    return f"'={language}'"


def fold(text: str) -> str:
    """Lower case without accents, as titles are kept for suggestions."""
    return " ".join(without_accents(text.casefold(), "NFKD").split())
