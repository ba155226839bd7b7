"""How often mail comes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from humus.notifications.models import Cadence, Habits, SpaceHabit
from humus.notifications.push.domain import devices_of
from humus.spaces.models import Membership, Space

NAMES = ("direct", "cadence", "pushed", "quiet_from", "quiet_to")


def hours() -> list[tuple[str, str]]:
    return [("", "–"), *((str(hour), f"{hour:02d}:00") for hour in range(24))]


class HabitsForm(forms.Form):
    direct = forms.ChoiceField(
        label=_("What is said to me"),
        help_text=_("Answers to my comments, and comments that name me."),
        choices=Cadence.choices,
        widget=forms.RadioSelect,
    )
    cadence = forms.ChoiceField(label=_("What I follow"), choices=Cadence.choices, widget=forms.RadioSelect)
    pushed = forms.ChoiceField(label=_("On my devices"), choices=Habits.Pushed.choices, widget=forms.RadioSelect)
    quiet_from = forms.TypedChoiceField(
        label=_("Quiet from"), choices=hours, coerce=int, empty_value=None, required=False
    )
    quiet_to = forms.TypedChoiceField(
        label=_("until"),
        help_text=_("In your own time zone. What comes meanwhile waits until the end of these hours."),
        choices=hours,
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, person: Any, data: Any = None) -> None:
        habits = Habits.objects.filter(person=person).first() or Habits(person=person)
        shown = {name: getattr(habits, name) for name in NAMES}
        super().__init__(data, initial=shown)
        self.devices = devices_of(person) if settings.PUSH else []
        if not self.devices:
            del self.fields["pushed"]
        joined = Membership.objects.current().filter(person=person).values("space_id")
        self.spaces = list(Space.objects.filter(pk__in=joined).current())
        kept = dict(SpaceHabit.objects.filter(person=person).values_list("space_id", "cadence"))
        for space in sorted(self.spaces, key=str):
            self.fields[f"space_{space.pk}"] = forms.ChoiceField(
                label=space.title,
                choices=[("", _("As above")), *Cadence.choices],
                required=False,
                initial=kept.get(space.pk, ""),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("quiet_from") is None) != (cleaned.get("quiet_to") is None):
            self.add_error("quiet_to", _("Please give both hours, or none."))
        return cleaned

    @property
    def habits(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in NAMES if self.cleaned_data.get(name, "") != ""}

    @property
    def by_space(self) -> dict[Space, str]:
        return {space: self.cleaned_data[f"space_{space.pk}"] for space in self.spaces}
