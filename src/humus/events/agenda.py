"""The agenda of an event: as a form of rows, in a version, and as its readers see it, at their hour too."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from humus.events import dates
from humus.events.models import AgendaItem, Event
from humus.events.sessions_field import SessionsWidget
from humus.pages.models import File, Page
from humus.pages.models.file import size_of


class AgendaWidget(SessionsWidget):
    template_name = "events/parts/agenda_widget.html"
    parts, idle = ("day", "start", "title", "speakers", "file"), ("day",)
    most, spare = 60, 4
    files: list[File] = []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["files"] = self.files
        return context


class AgendaField(forms.Field):
    """Cleans to rows {starts_at or None, title, speakers, file or None}; hours are those of the event's zone."""

    widget = AgendaWidget

    def __init__(self, *, event: Event, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.event = event
        self.widget.files = list(File.objects.filter(page=event.page_id, deleted_at=None))

    def clean(self, value: Any) -> list[dict[str, Any]]:
        return [self._row(number, row) for number, row in enumerate(value or [], 1)]

    def _row(self, number: int, row: dict[str, str]) -> dict[str, Any]:
        if not row["title"]:
            raise ValidationError(_("Point %(number)d has no title.") % {"number": number})
        file = next((one for one in self.widget.files if one.key == row["file"]), None)
        words = {"title": row["title"][:250], "speakers": row["speakers"][:300], "file": file}
        return words | {"starts_at": self._moment(number, row) if row["start"] else None}

    def _moment(self, number: int, row: dict[str, str]) -> datetime:
        first = dates.day_of(self.event.begins_at, self.event.zone).isoformat() if self.event.begins_at else ""
        try:
            day, hour = date.fromisoformat(row["day"] or first), time.fromisoformat(row["start"])
        except ValueError:
            words = _("Point %(number)d needs its hour, and its day where the event has none yet.")
            raise ValidationError(words % {"number": number}) from None
        return dates.moment(day, hour, self.event.zone)


class AgendaForm(forms.Form):
    def __init__(self, *args: Any, event: Event, **options: Any) -> None:
        super().__init__(*args, **options)
        self.event = event
        label = gettext_lazy("Points")
        about = gettext_lazy("In the order in which they are written. Leave rows empty that you do not need.")
        self.fields["points"] = AgendaField(event=event, label=label, help_text=about, initial=rows_of(event))

    def save_for(self, page: Page) -> None:
        write(self.event, self.cleaned_data["points"])


def rows_of(event: Event) -> list[dict[str, str]]:
    zone = ZoneInfo(event.zone)
    rows = []
    for one in event.agenda.select_related("file"):
        at = one.starts_at and one.starts_at.astimezone(zone)
        when = {"day": f"{at:%Y-%m-%d}", "start": f"{at:%H:%M}"} if at else {"day": "", "start": ""}
        file = one.file.key if one.file else ""
        rows.append(when | {"title": one.title, "speakers": one.speakers, "file": file})
    return rows


def write(event: Event, rows: list[dict[str, Any]]) -> None:
    event.agenda.all().delete()
    points = [AgendaItem(event=event, position=number, **row) for number, row in enumerate(rows)]
    AgendaItem.objects.bulk_create(points)


def follow(event: Event, before: Sequence[datetime], after: Sequence[datetime]) -> None:
    """Points keep their place within their session where sessions begin at other moments, both in their order."""
    if len(before) != len(after) or list(before) == list(after):
        return
    points = list(event.agenda.exclude(starts_at=None))
    for point in points:
        at: datetime = point.starts_at  # type: ignore[assignment]
        mine = max(0, bisect_right(before, at) - 1)
        point.starts_at = at + (after[mine] - before[mine])
    AgendaItem.objects.bulk_update(points, ["starts_at"])


def kept(event: Event) -> list[dict[str, str]]:
    """As it stands in a version."""
    return [
        {
            "at": one.starts_at.isoformat() if one.starts_at else "",
            "title": one.title,
            "speakers": one.speakers,
            "file": one.file.key if one.file else "",
        }
        for one in event.agenda.select_related("file")
    ]


def bring_back(event: Event, rows: list[dict[str, str]]) -> None:
    files = {one.key: one for one in File.objects.filter(page=event.page_id)} if rows else {}
    write(
        event,
        [
            {
                "starts_at": datetime.fromisoformat(row["at"]) if row["at"] else None,
                "title": row["title"],
                "speakers": row["speakers"],
                "file": files.get(row["file"]),
            }
            for row in rows
        ],
    )


@dataclass(frozen=True)
class Point:
    """One point as read: ``day`` is said where it is another than that of the point before."""

    title: str
    speakers: str
    file: File | None
    day: str = ""
    hour: str = ""
    own_hour: str = ""
    starts_at: datetime | None = None
    size: int | None = None


def shown(event: Event, person: Any) -> list[Point]:
    """One query; files that were taken away are left out."""
    own = person.time_zone if person.is_authenticated else ""
    points, before = [], ""
    for one in event.agenda.select_related("file").annotate(file_size=size_of("file")):
        day = dates.day_in_words(one.starts_at, event.zone) if one.starts_at else before
        hour = dates.hour_in_words(one.starts_at, event.zone) if one.starts_at else ""
        mine = dates.hour_in_words(one.starts_at, own) if one.starts_at and own and own != event.zone else ""
        file = one.file if one.file and one.file.deleted_at is None else None
        said = day if day != before else ""
        points.append(Point(one.title, one.speakers, file, said, hour, mine, one.starts_at, one.file_size))
        before = day
    return points
