"""A form field for a short text in several languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings

WRITTEN = ("en", "fr", "es", "ar")


class TranslatedWidget(forms.MultiWidget):
    """One control a language, each with its language's name and direction."""

    template_name = "humus/forms/translated.html"

    def __init__(self, control: type[forms.Widget], attrs: dict[str, Any] | None = None) -> None:
        super().__init__({code: control(attrs={"lang": code, "dir": "auto"}) for code in WRITTEN}, attrs)

    def decompress(self, value: Mapping[str, str] | None) -> list[str]:
        return [(value or {}).get(code, "") for code in WRITTEN]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        names = dict(settings.LANGUAGES)
        for code, subwidget in zip(WRITTEN, context["widget"]["subwidgets"], strict=True):
            subwidget["code"], subwidget["language"] = code, names[code]
        return context


class TranslatedField(forms.MultiValueField):
    """Cleans to {"en": ..., "fr": ...} with only the languages that were filled in; required: at least one."""

    def __init__(
        self, *, max_length: int | None = None, long: bool = False, required: bool = True, **options: Any
    ) -> None:
        control = forms.Textarea if long else forms.TextInput
        parts = tuple(forms.CharField(max_length=max_length, required=False) for _code in WRITTEN)
        super().__init__(
            parts, required=required, require_all_fields=False, widget=TranslatedWidget(control), **options
        )

    def compress(self, data_list: list[str]) -> dict[str, str]:
        return {code: text for code, text in zip(WRITTEN, data_list or [], strict=False) if text}
