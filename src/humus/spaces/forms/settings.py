"""What a space is called, who sees it, how one joins."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from humus.kit.translated_form import TranslatedField
from humus.spaces import kinds
from humus.spaces.models import Space


class SpaceForm(forms.Form):
    name = TranslatedField(label=_("Name"), max_length=120)
    description = TranslatedField(label=_("Description"), long=True, max_length=1000, required=False)
    slug = forms.SlugField(
        label=_("Address"),
        max_length=60,
        help_text=_("What stands after /s/ in the address; the old one leads on."),
        error_messages={"invalid": _("Only letters without accents, digits and hyphens, for example soil-health.")},
    )
    visibility = forms.ChoiceField(label=_("Who sees it"), choices=kinds.visibility_choices, widget=forms.RadioSelect)
    joining = forms.ChoiceField(label=_("Joining"), choices=kinds.joining_choices, widget=forms.RadioSelect)

    commenting = forms.ChoiceField(
        label=_("Who comments"), choices=kinds.commenting_choices, widget=forms.RadioSelect, required=False
    )

    suggesting = forms.ChoiceField(
        label=_("Who suggests changes"),
        choices=kinds.suggesting_choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Those who may write there take each change or leave it."),
    )

    slow_minutes = forms.TypedChoiceField(
        label=_("Slow mode"),
        choices=kinds.slow_choices,
        coerce=int,
        required=False,
        help_text=_("How long each person waits between two comments, while a conversation is heated."),
    )

    reviewing = forms.ChoiceField(
        label=_("Who approves a page before it is published"),
        choices=kinds.reviewing_choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Nobody approves what they have written themselves. Discussions and comments are not reviewed."),
    )

    def clean_slow_minutes(self) -> int:
        return int(self.cleaned_data["slow_minutes"] or 0)

    def clean_commenting(self) -> str:
        return self.cleaned_data["commenting"] or "readers"

    def clean_suggesting(self) -> str:
        return self.cleaned_data["suggesting"] or "members"

    def clean_reviewing(self) -> str:
        return self.cleaned_data["reviewing"] or self.initial.get("reviewing") or "nobody"

    @classmethod
    def of(cls, space: Space, data: Any = None) -> SpaceForm:
        shown = {field: getattr(space, field) for field in cls.base_fields}
        return cls(data, initial=shown)


class NewSpaceForm(SpaceForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=kinds.choices)
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        required=False,
        help_text=_("For a task force the code of its objective, for example A1; for a region its short name."),
    )
    field_order = [
        "kind",
        "name",
        "slug",
        "code",
        "description",
        "visibility",
        "joining",
        "commenting",
        "suggesting",
        "slow_minutes",
    ]
