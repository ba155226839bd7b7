"""The one field of a comment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CommentForm(forms.Form):
    """Too long and empty texts are refused by the deed, which keeps them."""

    text = forms.CharField(
        label=_("Your comment"),
        required=False,
        strip=False,
        help_text=_("**bold**, - a list, > a quote, @Name to tell somebody."),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "data-talk": ""}),
    )
    parent = forms.SlugField(required=False, max_length=16, widget=forms.HiddenInput)
    request_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why: read by people, kept in the log."""

    reason = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}))

    def __init__(self, label: str, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reason"].label = label
