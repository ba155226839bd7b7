"""What the secretariat sets, and how the log is searched."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from humus.kit.translated_form import TranslatedField
from humus.portal import log_words
from humus.spaces.models import Space


class SiteForm(forms.Form):
    official_website = forms.URLField(label=_("Official website"), required=False, assume_scheme="https")
    secretariat_name = TranslatedField(label=_("Name of the secretariat"), required=False, max_length=200)
    address = forms.CharField(
        label=_("Postal address"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )
    contact = forms.EmailField(label=_("Contact e-mail"), required=False)
    video = forms.URLField(
        label=_("Address of the video"),
        required=False,
        assume_scheme="https",
        help_text=_("The home page shows the video only while an address stands here."),
    )
    video_title = TranslatedField(label=_("Title of the video"), required=False, max_length=200)


class BannerForm(forms.Form):
    text = TranslatedField(
        label=_("Text of the banner"), max_length=300, required=False, help_text=_("Empty: the banner is lifted.")
    )


class LogForm(forms.Form):
    verb = forms.ChoiceField(
        label=_("What"), required=False, choices=lambda: [("", _("Everything")), *log_words.VERBS.items()]
    )
    who = forms.CharField(label=_("Who"), required=False, max_length=100)
    space = forms.ModelChoiceField(
        Space.objects.order_by("slug"),
        label=_("Space"),
        required=False,
        to_field_name="slug",
        empty_label=_("Every space"),
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
