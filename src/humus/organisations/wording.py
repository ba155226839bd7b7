"""Forms in which the secretariat sets the words and rules of the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from humus.kit.translated_form import TranslatedField
from humus.organisations import categories, declaration, regions, settled
from humus.organisations.models import Affiliation
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
    """Names of each category and its college, where it speaks, and whether its applicants prove their status."""

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        self.every = categories.every()
        self.now = settled.values().get("categories", {})
        for key, category in self.every.items():
            self.fields |= {f"{key}-{part}": field for part, field in self.parts(category).items()}

    def parts(self, category: categories.Category) -> dict[str, forms.Field]:
        said = {part: self.now.get(part, {}).get(category.key) for part in ("label", "college")}
        own = [(category.key, _("a college of its own"))]
        others = [(key, each.college) for key, each in self.every.items() if key != category.key]
        found: dict[str, forms.Field] = {
            "label": self.words(_("Name of the category"), said["label"]),
            "college": self.words(_("Name of its college"), said["college"]),
            "speaks": forms.ChoiceField(
                label=_("It speaks and votes in"), choices=[*own, *others], required=False, initial=category.speaks_in
            ),
            "proof": tick(_("Applicants send a proof of status"), category.proof_needed),
        }
        return found | ({"member": tick(_("May become Member"), category.may_be_member)} if category.added else {})

    @staticmethod
    def words(label: Any, now: Any) -> TranslatedField:
        return TranslatedField(label=label, required=False, max_length=120, initial=now or {})

    @classmethod
    def shown(cls, data: Any) -> CategoriesForm:
        return cls(data)

    def groups(self) -> list[dict[str, Any]]:
        return [
            {
                "title": str(each.label),
                "fields": [self[name] for name in self.fields if name.rpartition("-")[0] == key],
                "fixed": self.fixed(each),
            }
            for key, each in self.every.items()
        ]

    @staticmethod
    def fixed(category: categories.Category) -> str:
        words = _("A company cannot become Member. This rule is the Initiative's and is not set here.")
        return "" if category.member or category.added else str(words)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        moved = {key for key in self.every if found.get(f"{key}-speaks", key) not in (key, "")}
        for key in self.every:
            if key in moved and found[f"{key}-speaks"] in moved:
                self.add_error(f"{key}-speaks", _("That category has itself no college of its own any more."))
            if (
                found.get(f"{key}-member") is False
                and Affiliation.objects.current().filter(kind="member", organisation__category=key).exists()
            ):
                self.add_error(f"{key}-member", _("Some of its organisations are Members: end their membership first."))
        return found

    def value(self) -> dict[str, Any]:
        """What differs from the names and rules that came with each; what was said of retired ones stays."""
        done: dict[str, Any] = {
            part: {key: said for key, said in self.now.get(part, {}).items() if key not in self.every}
            for part in ("label", "college", "speaks", "proof", "member")
        }
        for key, category in self.every.items():
            usual = {
                "label": {},
                "college": {},
                "speaks": key,
                "proof": category.asks_for_proof,
                "member": category.member,
            }
            for part in usual:
                said = self.cleaned_data.get(f"{key}-{part}", usual[part])
                if said not in (usual[part], ""):
                    done[part][key] = said
        return {part: words for part, words in done.items() if words}


def tick(label: Any, now: bool) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, initial=now)


class NewTermForm(forms.Form):
    """A region more: its name."""

    label = TranslatedField(label=_("Name"), max_length=80)


class NewCategoryForm(NewTermForm):
    label = TranslatedField(label=_("Name of the category"), max_length=120)
    college = TranslatedField(
        label=_("Name of its college"),
        max_length=120,
        required=False,
        help_text=_("Left empty, the college is called like the category."),
    )
    asks_for_proof = tick(_("Applicants send a proof of status"), True)
    may_be_member = tick(_("May become Member"), True)


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
        kept = settled.values().get("regions", {}).get("names", {})
        names = {key: words for key, words in kept.items() if key not in regions.every()}
        names |= {key: self.cleaned_data[f"name-{key}"] for key in regions.every()}
        wanted = {name[6:]: region for name, region in self.cleaned_data.items() if name.startswith("place-")}
        moved = {code: region for code, region in wanted.items() if region != regions.usual(code)}
        done = {"names": {key: words for key, words in names.items() if words}, "places": moved}
        return {part: words for part, words in done.items() if words}
