"""The one field of a comment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from humus.discussions.passages import Place


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; what each may be is the deed's to say."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(FilesField, self).clean(one, initial) for one in data or []]


class CommentForm(forms.Form):
    """Too long and empty texts are refused by the deed, which keeps them."""

    text = forms.CharField(
        label=_("Your comment"),
        required=False,
        strip=False,
        help_text=_(
            "**bold**, - a list, > a quote, @Name to tell somebody, @members or @leaders to tell those of the space."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "data-talk": ""}),
    )
    parent = forms.SlugField(required=False, max_length=16, widget=forms.HiddenInput)
    quote = forms.CharField(
        label=_("About a passage"),
        required=False,
        max_length=2000,
        help_text=_("Some words of the page, as they stand there."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    enclosed = FilesField(label=_("Files"), required=False, help_text=_("They are kept on the page."))
    before = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
    after = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
    request_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def begins_nothing(self) -> CommentForm:
        """For an answer or a change: it is about no passage of its own."""
        for name in ("quote", "before", "after"):
            del self.fields[name]
        return self

    def brings_files(self, may: bool) -> CommentForm:
        if not may:
            self.fields.pop("enclosed", None)
        return self

    def place(self) -> Place | None:
        given = self.cleaned_data
        return Place(given["quote"], given["before"], given["after"]) if given.get("quote") else None


class ReasonForm(forms.Form):
    """Why: read by people, kept in the log."""

    reason = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}))

    def __init__(self, label: str, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reason"].label = label
