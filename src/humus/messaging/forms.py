"""A message, and who may write to me."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from humus.messaging.models import Letterbox


class MessageForm(forms.Form):
    """Too long and empty texts are refused by the deed, which keeps them."""

    text = forms.CharField(
        label=_("Your message"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "data-talk": ""}),
    )
    request_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class LetterboxForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Letterbox
        fields = ["takes", "mail"]
        widgets = {"takes": forms.RadioSelect}


class ComplaintForm(forms.Form):
    why = forms.CharField(
        label=_("What is wrong with it?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )
