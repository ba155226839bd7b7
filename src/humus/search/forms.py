"""Forms of the secretariat's part of search."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from humus.kit.translated_form import TranslatedField
from humus.pages.models import Page
from humus.search.glossary import LANGUAGES
from humus.search.models import Concept

LONGEST_NAME = 80


class ConceptForm(forms.Form):
    """One box a language, one name a line, the preferred name first."""

    explanation = TranslatedField(
        label=_("Explanation"), long=True, max_length=600, required=False, help_text=_("One or two plain sentences.")
    )

    def __init__(self, *args: Any, concept: Concept | None = None, **options: Any) -> None:
        names = {code: "\n".join(concept.names(code)) for code in LANGUAGES} if concept else {}
        initial = names | ({"explanation": concept.explanation} if concept else {})
        super().__init__(*args, initial=initial, **options)
        for code, label in zip(LANGUAGES, LABELS, strict=True):
            self.fields[code] = forms.CharField(
                label=capfirst(label),
                required=False,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 3, "lang": code, "dir": "auto"}),
            )
        self.order_fields([*LANGUAGES, "explanation"])

    @property
    def names(self) -> dict[str, list[str]]:
        return {code: _lines(self.cleaned_data[code]) for code in LANGUAGES if self.cleaned_data.get(code)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for code in LANGUAGES:
            if any(len(line) > LONGEST_NAME for line in _lines(cleaned.get(code, ""))):
                self.add_error(code, _("A name has at most 80 characters."))
        if not any(_lines(cleaned.get(code, "")) for code in LANGUAGES):
            self.add_error("en", _("Give at least one name."))
        return cleaned


LABELS = (_("English"), _("French"), _("Spanish"), _("Portuguese"), _("Arabic"))


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


class BestBetForm(forms.Form):
    words = forms.CharField(
        label=_("When someone searches for"),
        max_length=120,
        help_text=_("Exactly these words; capitals and accents do not matter."),
    )
    page = forms.CharField(
        label=_("Show this page first"),
        max_length=300,
        help_text=_("The page’s address, or the short link from its information."),
    )

    def clean_page(self) -> Page:
        """A page by its short link or its place; published ones only."""
        address = self.cleaned_data["page"].strip().rstrip("/")
        parts = [part for part in address.split("?")[0].split("/") if part]
        pages = Page.objects.published()
        if len(parts) >= 2 and parts[-2] == "p":
            page = pages.filter(key=parts[-1]).first()
        elif len(parts) >= 3 and parts[-3] == "s":
            page = pages.filter(space__slug=parts[-2], slug=parts[-1]).first()
        elif len(parts) >= 2 and parts[-2] == "s":
            page = pages.filter(space__slug=parts[-1], depth=1).first()
        else:
            page = None
        if page is None:
            raise forms.ValidationError(_("No published page has this address."))
        return page
