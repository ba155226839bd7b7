"""Short texts kept in several languages as {"en": ..., "fr": ...}."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import get_language

FALLBACK = ("en", "fr", "es")


def pick(texts: Mapping[str, Any] | None, language: str | None = None) -> Any:
    """The best text for a reader: their language, else English, French, Spanish, else any; "" where none is known."""
    return texts[code] if texts and (code := picked(texts, language)) else ""


def picked(texts: Mapping[str, Any], language: str | None = None) -> str:
    """The language of what ``pick`` answers."""
    wanted = (language or get_language() or "en").split("-")[0]
    return next((code for code in (wanted, *FALLBACK, *texts) if texts.get(code)), "")


class TranslatedField(models.JSONField):
    """A dict of language to text; ``blank`` means nothing is known yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
