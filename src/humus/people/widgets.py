"""Form fields that only people need."""

from __future__ import annotations

from typing import Any

from django import forms


class PortraitInput(forms.ClearableFileInput):
    """A photo with the square to cut from it: the upload carries it as ``cut``, empty where no script ran."""

    template_name = "people/parts/portrait_input.html"
    shown = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["shown"] = self.shown
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        upload = super().value_from_datadict(data, files, name)
        if name in files and upload:
            upload.cut = data.get(f"{name}-cut", "")
        return upload
