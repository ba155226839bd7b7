"""Forms in which the secretariat sets the words and rules of the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from humus.kit.translated_form import TranslatedField
from humus.organisations import categories, declaration, regions, settled
from humus.people import countries


class DeclarationForm(forms.Form):
    text = TranslatedField(
        label=_("Text of the declaration"),
        long=True,
        max_length=8000,
        help_text=_("An empty line begins a paragraph. It is offered in the languages that you fill in."),
    )

    @classmethod
    def shown(cls, data: Any) -> DeclarationForm:
        return cls(data, initial={"text": declaration.texts()})

    def value(self) -> dict[str, str]:
        return dict(self.cleaned_data["text"])


class CategoriesForm(forms.Form):
    """Names of each category and its college; whether its applicants prove their status."""

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        now = settled.values().get("categories", {})
        for key, category in categories.CATEGORIES.items():
            self.fields[f"{key}-label"] = self.words(_("Name of the category"), now.get("label", {}).get(key))
            self.fields[f"{key}-college"] = self.words(_("Name of its college"), now.get("college", {}).get(key))
            self.fields[f"{key}-proof"] = forms.BooleanField(
                label=_("Applicants send a proof of status"), required=False, initial=category.proof_needed
            )

    @staticmethod
    def words(label: Any, now: Any) -> TranslatedField:
        return TranslatedField(label=label, required=False, max_length=120, initial=now or {})

    @classmethod
    def shown(cls, data: Any) -> CategoriesForm:
        return cls(data)

    def groups(self) -> list[dict[str, Any]]:
        parts = ("label", "college", "proof")
        return [
            {"title": str(each.label), "fields": [self[f"{key}-{part}"] for part in parts], "fixed": self.fixed(each)}
            for key, each in categories.CATEGORIES.items()
        ]

    @staticmethod
    def fixed(category: categories.Category) -> str:
        words = _("A company cannot become Member. This rule is the Initiative's and is not set here.")
        return "" if category.may_be_member else str(words)

    def value(self) -> dict[str, Any]:
        """What differs from the names and rules of the code."""
        done: dict[str, Any] = {"label": {}, "college": {}, "proof": {}}
        for key, category in categories.CATEGORIES.items():
            for part in ("label", "college"):
                if self.cleaned_data[f"{key}-{part}"]:
                    done[part][key] = self.cleaned_data[f"{key}-{part}"]
            if self.cleaned_data[f"{key}-proof"] != category.asks_for_proof:
                done["proof"][key] = self.cleaned_data[f"{key}-proof"]
        return {part: words for part, words in done.items() if words}


class RegionsForm(forms.Form):
    """A name for each region, and for each country the one in which it lies."""

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        names, places = settled.values().get("regions", {}).get("names", {}), regions.places()
        offered = [("", "—"), *regions.choices()]
        for key, label in regions.choices():
            self.fields[f"name-{key}"] = TranslatedField(
                label=label, required=False, max_length=80, initial=names.get(key, {})
            )
        for code, country in countries.country_choices():
            if code:
                self.fields[f"place-{code}"] = forms.ChoiceField(
                    label=country, choices=offered, required=False, initial=places.get(code, "")
                )

    @classmethod
    def shown(cls, data: Any) -> RegionsForm:
        return cls(data)

    def names(self) -> list[Any]:
        return [field for field in self if field.name.startswith("name-")]

    def places(self) -> list[Any]:
        return [field for field in self if field.name.startswith("place-")]

    def value(self) -> dict[str, Any]:
        names = {key: self.cleaned_data[f"name-{key}"] for key, _label in regions.choices()}
        wanted = {name[6:]: region for name, region in self.cleaned_data.items() if name.startswith("place-")}
        moved = {code: region for code, region in wanted.items() if region != regions.usual(code)}
        done = {"names": {key: words for key, words in names.items() if words}, "places": moved}
        return {part: words for part, words in done.items() if words}
