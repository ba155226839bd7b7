"""Inviting many people at once."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from humus.kit.formats import joined
from humus.spaces.models import Space

MOST = 100
TONGUES = [("en", "English"), ("fr", "Français"), ("es", "Español"), ("ar", "العربية")]


class InviteForm(forms.Form):
    addresses = forms.CharField(
        label=_("E-mail addresses"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=_("One per line, or copied from a list: names in front of them do no harm."),
    )
    space = forms.ModelChoiceField(
        Space.objects.none(),
        label=_("Space they come into"),
        required=False,
        to_field_name="slug",
        empty_label=_("none: only the platform"),
        help_text=_("They are in it as members as soon as they come in."),
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=TONGUES)
    words = forms.CharField(
        label=_("A few words of yours"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **known: Any) -> None:
        known["initial"] = {"language": get_language()} | known.get("initial", {})
        super().__init__(*args, **known)
        open_ones = Space.objects.current().exclude(kind__in=("portal", "strategy")).order_by("kind", "code", "slug")
        self.fields["space"].queryset = open_ones  # type: ignore[attr-defined]
        self.refused: list[str] = []

    def clean_addresses(self) -> list[str]:
        """Every address once; what looks like none is named."""
        found: dict[str, str] = {}
        for part in re.split(r"[\s,;]+", self.cleaned_data["addresses"]):
            bare = part.strip("<>()[]\"'")
            if "@" in bare:
                found.setdefault(bare.lower(), bare)
        wrong = [address for address in found.values() if not sound(address)]
        if wrong:
            raise ValidationError(_("These are no e-mail addresses: %(all)s"), params={"all": joined(wrong)})
        if not found:
            raise ValidationError(_("There is no e-mail address in it."))
        if len(found) > MOST:
            raise ValidationError(_("At most %(most)s at a time."), params={"most": MOST})
        return list(found.values())


def sound(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True
