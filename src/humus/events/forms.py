"""When, where and by whom; and the short form for a new event."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from humus.events import agenda, dates, kinds, recurring
from humus.events.models import Event, Session
from humus.events.sessions_field import SessionsField
from humus.kit import commas, known_days
from humus.kit.known_days import KnownDayField
from humus.kit.translated_form import TranslatedField
from humus.kit.zone_field import ZoneField, zone_place
from humus.people import countries
from humus.spaces.models import Space


def country_choices() -> list[tuple[str, str]]:
    return [("", "—"), *countries.countries().items()]


class EventForm(forms.ModelForm):  # type: ignore[type-arg]
    starts = KnownDayField(
        label=_("First day"),
        required=False,
        help_text=_("18/03/2026, or only March 2026 while the day is not known."),
    )
    ends = KnownDayField(label=_("Last day"), required=False, help_text=_("Empty for one day."))
    zone = ZoneField(label=_("Time zone"), help_text=_("The hours of the sessions are those of this zone."))
    country = forms.ChoiceField(label=_("Country"), choices=country_choices, required=False)
    partners = forms.CharField(label=_("Together with"), required=False, help_text=_("Names, separated by commas."))
    uncertain = TranslatedField(label=_("What is not certain about the date"), required=False, max_length=200)
    sessions = SessionsField(
        label=_("Sessions"),
        required=False,
        help_text=_("Leave rows empty that you do not need. The end may stay open."),
    )

    repeats = forms.ChoiceField(
        label=_("The first session repeats"), choices=list(recurring.RULES.items()), required=False
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    without = forms.CharField(
        label=_("Except on"),
        required=False,
        max_length=600,
        help_text=_("Days left out: 25/12/2026, 1 January 2027. A day that is moved: leave it out and add a session."),
    )

    class Meta:
        model = Event
        fields = [
            "kind",
            "starts",
            "ends",
            "zone",
            "place",
            "country",
            "online",
            "online_tool",
            "organiser",
            "partners",
        ]

    field_order = [
        "kind", "starts", "ends", "zone", "sessions", "repeats", "until", "without", "online",
        "online_tool", "place", "country", "organiser",
        "partners", "uncertain",
    ]  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [("", _("Of no kind named here")), *kinds.choices()]  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["sessions"] = rows_of(self.instance)
            self.initial["partners"] = ", ".join(self.instance.partners)
            self.initial["uncertain"] = self.instance.uncertain
            series = self.instance.series
            self.initial.update(repeats=series.get("rule", ""), until=series.get("until"))
            self.initial["without"] = ", ".join(map(known_days.in_words, series.get("without", [])))

    def clean_partners(self) -> list[str]:
        return commas.between(self.cleaned_data["partners"])

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or {}
        starts, ends = fields.get("starts"), fields.get("ends")
        if starts and ends and known_days.last_day(ends) < known_days.first_day(starts):
            self.add_error("ends", _("The last day is before the first."))
        self._check_hours(fields)
        self._check_series(fields)
        return fields

    def _check_hours(self, fields: dict[str, Any]) -> None:
        """An hour that the clocks jump over on that day is no hour."""
        for row in fields.get("sessions") or []:
            for hour in filter(None, (row["start"], row["end"])):
                if fields.get("zone") and not dates.exists(row["day"], hour, fields["zone"]):
                    words = {"hour": f"{hour:%H:%M}", "day": known_days.in_words(row["day"].isoformat())}
                    words["zone"] = zone_place(fields["zone"])
                    self.add_error("sessions", _("%(hour)s on %(day)s does not exist in %(zone)s.") % words)

    def _check_series(self, fields: dict[str, Any]) -> None:
        self.series: dict[str, Any] = {}
        rows, rule = fields.get("sessions") or [], fields.get("repeats")
        if rule and not rows and "sessions" not in self.errors:
            self.add_error("sessions", _("Give the first session, which repeats."))
        elif rule and rows and "until" not in self.errors:
            try:
                self.series = recurring.check(rule, rows[0], fields.get("until"), fields.get("without", ""))
            except ValidationError as error:
                self.add_error(None, error)

    def save_for(self, page: Any) -> Event:
        """Write the row of this page and its sessions."""
        self.instance.page = page
        self.instance.uncertain = self.cleaned_data["uncertain"]
        self.instance.series = self.series
        event: Event = self.save()
        rows = self.cleaned_data["sessions"]
        write_sessions(event, recurring.rows_of(self.series) + rows[1:] if self.series else rows)
        return event


def rows_of(event: Event) -> list[dict[str, str]]:
    zone = ZoneInfo(event.zone)
    rows = []
    if event.series:
        rows.append({part: event.series[part] for part in ("day", "start", "end", "title")})
    for one in event.sessions.all():
        if one.repeated:
            continue
        start, end = one.starts_at.astimezone(zone), one.ends_at and one.ends_at.astimezone(zone)
        shown = {"day": f"{start:%Y-%m-%d}", "start": f"{start:%H:%M}", "end": f"{end:%H:%M}" if end else ""}
        rows.append(shown | {"title": one.title})
    return rows


def write_sessions(event: Event, rows: list[dict[str, Any]]) -> None:
    """The sessions as they are now; the first and the last give the days where none were given."""
    before = [one.starts_at for one in event.sessions.all()]
    event.sessions.all().delete()
    made = Session.objects.bulk_create(
        Session(
            event=event,
            title=row["title"],
            repeated=row.get("repeated", False),
            starts_at=dates.moment(row["day"], row["start"], event.zone),
            ends_at=dates.moment(row["day"], row["end"], event.zone) if row["end"] else None,
        )
        for row in rows
    )
    agenda.follow(event, before, sorted(one.starts_at for one in made))
    if rows and not event.starts:
        event.starts, event.ends = (
            min(row["day"] for row in rows).isoformat(),
            max(row["day"] for row in rows).isoformat(),
        )
        event.save(update_fields=["starts", "ends"])
    event.settle()


class NewEventForm(EventForm):
    """Everything about a new event on one screen; its text can be written on in the editor."""

    space = forms.ModelChoiceField(Space.objects.none(), label=_("Space"), to_field_name="slug", empty_label=None)
    title = forms.CharField(label=_("Title"), max_length=250)
    text = forms.CharField(
        label=_("What it is about"), required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 6})
    )
    field_order = ["title", "space", *EventForm.field_order, "text"]

    def __init__(self, *args: Any, spaces: list[Space], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["space"]
        field.queryset = Space.objects.filter(pk__in=[space.pk for space in spaces])  # type: ignore[attr-defined]
        self.order_fields(self.field_order)
