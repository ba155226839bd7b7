"""Which way a language is written."""

from __future__ import annotations

RTL = ("ar", "fa", "he", "ur")


def direction(language: str) -> str:
    return "rtl" if language.split("-")[0] in RTL else "ltr"
