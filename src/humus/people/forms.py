"""Forms about oneself and, for the secretariat, about others."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from humus.kit.zone_field import ZoneField
from humus.people import countries, expertise, orcid
from humus.people.models import Person
from humus.people.models.person import SHOWABLE
from humus.people.models.role import choices as role_choices
from humus.people.validators import single_line
from humus.people.widgets import PortraitInput

SHOWN_LABELS = {
    "country": _("country"),
    "languages": _("languages"),
    "expertise": _("expertise"),
    "orcid": _("ORCID"),
    "photo": _("photo"),
    "biography": _("about me"),
    "organisations": _("organisations"),
}


class SignupForm(forms.Form):
    """What is asked beside the e-mail address when one joins."""

    field_order = ("name", "email")
    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        validators=[single_line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, request: HttpRequest, user: Any) -> None:
        user.name = self.cleaned_data["name"].strip()
        user.save(update_fields=["name"])


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150, validators=[single_line])
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_("JPEG, PNG or WebP. It is cut to a square; place and camera data are removed."),
        widget=PortraitInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    biography = forms.CharField(
        label=_("About me"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    country = forms.ChoiceField(label=_("Country"), required=False, choices=countries.country_choices)
    time_zone = ZoneField(label=_("Time zone"), required=False, empty=True, help_text=_("Empty: as your browser says."))
    languages = forms.MultipleChoiceField(
        label=_("Languages I speak"),
        required=False,
        choices=countries.language_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    expertise = forms.MultipleChoiceField(
        label=_("Expertise"), required=False, choices=expertise.choices, widget=forms.CheckboxSelectMultiple
    )
    orcid = forms.CharField(
        label="ORCID", required=False, max_length=40, help_text=_("For example 0000-0002-1825-0097.")
    )
    shown = forms.MultipleChoiceField(
        label=_("What others see"),
        required=False,
        choices=list(SHOWN_LABELS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Your name is always shown beside what you write. Your e-mail address never is."),
    )

    def __init__(self, *args: Any, person: Person, **known: Any) -> None:
        names = [name for name in self.base_fields if name != "photo"]
        known.setdefault("initial", {name: getattr(person, name) for name in names} | {"photo": person.photo})
        super().__init__(*args, **known)
        self.fields["photo"].widget.shown = person.photo_address

    def clean_orcid(self) -> str:
        return orcid.clean(self.cleaned_data["orcid"])

    def clean_expertise(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["expertise"]
        if len(chosen) > 12:
            raise forms.ValidationError(_("Please choose at most 12."))
        return chosen

    def clean_shown(self) -> list[str]:
        return [name for name in SHOWABLE if name in self.cleaned_data["shown"]]

    def clean_photo(self) -> Any:
        """A new portrait, an empty string to take the old one away, or the old one."""
        upload = self.cleaned_data["photo"]
        if upload is False:
            return ""
        from humus.people import pictures

        return pictures.portrait(upload, upload.cut) if upload and "photo" in self.files else upload


class EraseForm(forms.Form):
    word = forms.CharField(
        label=_("Your e-mail address"),
        help_text=_("Type it to confirm."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, person: Person, **known: Any) -> None:
        super().__init__(*args, **known)
        self.person = person

    def clean_word(self) -> str:
        if self.cleaned_data["word"].strip().lower() != self.person.email.lower():
            raise forms.ValidationError(_("This is not the address of your account."))
        return self.person.email


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "class": "code-input", "spellcheck": "false"}),
    )


class SuspendForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ResetForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("And how you made sure that it is really this person who asks."),
    )
    prefix = "reset"


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=role_choices)
