"""The one field of a comment."""

from __future__ import annotations

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
