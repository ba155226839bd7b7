"""The organiser's settings, and what one fills in to register."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from humus.events.models import Admission, Event
from humus.events.registrations import questions
from humus.kit.zone_field import ZoneField

BEFORE = [
    (15, _("a quarter of an hour before")),
    (60, _("an hour before")),
    (1440, _("a day before")),
    (10080, _("a week before")),
    (525600, _("as soon as somebody is registered")),
]


class AdmissionForm(forms.ModelForm):  # type: ignore[type-arg]
    closes_at = forms.DateTimeField(
        label=_("Registration closes"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("In the zone of the event. Empty: when the event is over."),
    )
    questions = forms.CharField(
        label=_("Questions"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "One a line. A star at the end: must be answered. Choices follow a colon: "
            "“Lunch: with meat, vegetarian, none *”."
        ),
    )
    link = forms.URLField(
        label=_("Link to the online room"),
        required=False,
        max_length=600,
        assume_scheme="https",
        help_text=_("Only those who have a place see it, on the page and in their reminder."),
    )
    link_minutes = forms.TypedChoiceField(
        label=_("They see it"),
        choices=BEFORE,
        coerce=int,
        empty_value=60,  # type: ignore[arg-type]
    )

    class Meta:
        model = Admission
        fields = ["who", "capacity", "closes_at", "questions", "link", "link_minutes"]
        help_texts = {"capacity": _("Empty: without limit. Who comes later waits and moves up when a place is free.")}

    def __init__(self, *args: Any, event: Event, **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone = ZoneInfo(event.zone)
        self.initial["questions"] = questions.written(self.instance.questions)
        self.initial.setdefault("link_minutes", 60)
        if self.instance.closes_at:
            self.initial["closes_at"] = self.instance.closes_at.astimezone(self.zone).replace(tzinfo=None)
        if event.page.space.visibility != "public":
            self.fields["who"].choices = self.fields["who"].choices[:1]  # type: ignore[attr-defined]
        self.fields["capacity"].validators.append(MinValueValidator(1))
        self.fields["capacity"].widget.attrs["min"] = 1

    def clean_questions(self) -> list[dict[str, Any]]:
        return questions.parsed(self.cleaned_data["questions"])

    def clean_closes_at(self) -> datetime | None:
        at = self.cleaned_data["closes_at"]
        return at and at.replace(tzinfo=self.zone)


class AnswersForm(forms.Form):
    """What a member is asked."""

    def __init__(self, *args: Any, admission: Admission, **options: Any) -> None:
        super().__init__(*args, **options)
        self.admission = admission
        self.fields.update(questions.fields(admission.questions))

    @property
    def answers(self) -> list[dict[str, str]]:
        return questions.answers(self.admission.questions, self.cleaned_data)


class GuestForm(AnswersForm):
    """Somebody without an account says besides who they are, and in which zone their clock stands."""

    name = forms.CharField(label=_("Your name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    zone = ZoneField(label=_("Your time zone"), help_text=_("The reminder tells the hour of your clock."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["zone"].widget.attrs["data-own-zone"] = ""
