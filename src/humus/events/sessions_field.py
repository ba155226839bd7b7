"""A form field for the sessions of an event: a row each with day, hours and title; empty rows are left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Row = dict[str, str]
PARTS = ("day", "start", "end", "title")
MOST = 40
SPARE = 3


class SessionsWidget(forms.Widget):
    template_name = "events/parts/sessions_widget.html"
    use_fieldset = True
    parts: tuple[str, ...] = PARTS
    # What makes no row by itself.
    idle: tuple[str, ...] = ()
    most, spare = MOST, SPARE

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Row]:
        numbers = range(self.most)
        rows = [{part: str(data.get(f"{name}-{i}-{part}", "")).strip() for part in self.parts} for i in numbers]
        return [row for row in rows if any(row[part] for part in self.parts if part not in self.idle)]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        rows = list(value or [])
        context["widget"]["rows"] = (rows + [dict.fromkeys(self.parts, "")] * self.spare)[: self.most]
        return context


class SessionsField(forms.Field):
    """Cleans to rows {day, start, end or None, title}; hours are those of the event's zone."""

    widget = SessionsWidget
    incomplete = gettext_lazy("Session %(number)d needs a day and an hour to begin.")

    def clean(self, value: Any) -> list[dict[str, Any]]:
        return [self._row(number, row) for number, row in enumerate(value or [], 1)]

    def _row(self, number: int, row: Row) -> dict[str, Any]:
        try:
            day = date.fromisoformat(row["day"])
            start = time.fromisoformat(row["start"])
            end = time.fromisoformat(row["end"]) if row.get("end") else None
        except ValueError:
            raise ValidationError(self.incomplete % {"number": number}) from None
        if end is not None and datetime.combine(day, end) <= datetime.combine(day, start):
            raise ValidationError(_("Session %(number)d ends before it begins.") % {"number": number})
        return {"day": day, "start": start, "end": end, "title": row.get("title", "")[:200]}
