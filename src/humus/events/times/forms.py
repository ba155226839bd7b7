"""What one asks the group."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from humus.events import dates
from humus.events.sessions_field import SessionsField, SessionsWidget
from humus.kit.zone_field import ZoneField
from humus.spaces.models import Space

LENGTHS = (30, 45, 60, 90, 120, 180, 240)


class SlotsWidget(SessionsWidget):
    template_name = "events/times/slots_widget.html"
    parts = ("day", "start")
    spare = 6


class SlotsField(SessionsField):
    widget = SlotsWidget
    incomplete = gettext_lazy("Time %(number)d needs a day and an hour.")


class TimePollForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=250)
    space = forms.ModelChoiceField(
        Space.objects.none(), label=gettext_lazy("Space"), to_field_name="slug", empty_label=None
    )
    note = forms.CharField(
        label=gettext_lazy("What it is about"), required=False, max_length=4000, widget=forms.Textarea({"rows": 3})
    )
    minutes = forms.TypedChoiceField(label=gettext_lazy("How long"), coerce=int, initial=60)
    zone = ZoneField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("Of the hours below. Everybody sees them at their own clock."),
    )
    slots = SlotsField(label=gettext_lazy("Times to choose from"))
    tell = forms.BooleanField(
        label=gettext_lazy("Write to the people of the space (at most 100)"), required=False, initial=True
    )

    def __init__(self, *args: Any, spaces: list[Space], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["space"].queryset = Space.objects.filter(pk__in=[space.pk for space in spaces])  # type: ignore[attr-defined]
        choices = [(minutes, dates.duration_in_words(minutes)) for minutes in LENGTHS]
        self.fields["minutes"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or {}
        if "zone" in fields and fields.get("slots"):
            try:
                fields["moments"] = self._moments(fields["slots"], fields["zone"])
            except ValidationError as error:
                self.add_error("slots", error)
        return fields

    def _moments(self, rows: list[dict[str, Any]], zone: str) -> list[datetime]:
        moments = [dates.moment(row["day"], row["start"], zone) for row in rows]
        if any(at <= timezone.now() for at in moments):
            raise ValidationError(_("A proposed time is already over."))
        return moments
