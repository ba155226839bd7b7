"""What an event keeps in a version, brings back, and shows above its words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django.template.loader import render_to_string
from django.utils import timezone

from humus.events import agenda, moves, recordings, recurring
from humus.events.hours import in_zone, timetable
from humus.events.kinds import EVENT_KINDS
from humus.events.models import Event, Session
from humus.events.reading import where
from humus.events.registrations.showing import standing
from humus.kit.access import may
from humus.kit.formats import joined
from humus.pages.models import Page
from humus.people.countries import names_of

FIELDS = (
    "kind", "starts", "ends", "uncertain", "zone", "hours", "place", "country", "online", "online_tool", "organiser",
    "partners", "series", "recording", "recording_starts",
)  # fmt: skip
LASTING = ("kind", "zone", "place", "country", "online", "online_tool", "organiser", "partners")


def snapshot(page: Any) -> dict[str, Any]:
    event = Event.objects.filter(page=page).first()
    if event is None:
        return {}
    sessions = [
        {
            "title": one.title,
            "start": one.starts_at.isoformat(),
            "end": one.ends_at.isoformat() if one.ends_at else None,
            "repeated": one.repeated,
        }
        for one in event.sessions.all()
    ]
    follow_up = event.follow_up.key if event.follow_up else ""
    more = {"sessions": sessions, "agenda": agenda.kept(event), "follow_up": follow_up}
    return {name: getattr(event, name) for name in FIELDS} | more


def told(keys: Collection[str]) -> dict[str, str]:
    """When and where the events of these pages are, at the place's hours and at those of the zone that is in force."""
    zone = timezone.get_current_timezone_name()
    events = Event.objects.filter(page__key__in=keys).select_related("page").prefetch_related("sessions")
    return {event.page.key: _when(event, "" if zone == "UTC" else zone) for event in events}


def _when(event: Event, zone: str) -> str:
    known = in_zone(event, zone)
    shown = known | {"sessions": known["near"]}
    words = render_to_string("events/mail/when.txt", {"event": event, "timetable": shown})
    return "\n".join(line.strip() for line in words.splitlines() if line.strip())


def carried(kept: dict[str, Any]) -> dict[str, Any]:
    """What the next event of its kind begins with: no days, hours and files, and of the agenda its points."""
    points = [{"at": "", "title": row["title"], "speakers": "", "file": ""} for row in kept.get("agenda", [])]
    return {name: kept[name] for name in LASTING if name in kept} | ({"agenda": points} if points else {})


def restore(page: Any, snapshot: dict[str, Any]) -> None:
    fields = {name: snapshot[name] for name in FIELDS if name in snapshot}
    if fields.get("zone") not in available_timezones():
        fields["zone"] = "UTC"
    if "follow_up" in snapshot:
        fields["follow_up"] = Page.objects.filter(key=snapshot["follow_up"]).first()
    event, _new = Event.objects.update_or_create(page=page, defaults=fields)
    event.sessions.all().delete()
    Session.objects.bulk_create(
        Session(
            event=event,
            title=row["title"],
            repeated=row.get("repeated", False),
            starts_at=datetime.fromisoformat(row["start"]),
            ends_at=datetime.fromisoformat(row["end"]) if row["end"] else None,
        )
        for row in snapshot.get("sessions", [])
    )
    agenda.bring_back(event, snapshot.get("agenda", []))
    event.settle()


def context(page: Any, person: Any) -> dict[str, Any]:
    event = Event.objects.filter(page=page).first()
    if event is None:
        return {"event": None}
    event.page = page
    return {
        "event": event,
        "timetable": timetable(event, person),
        "move": moves.of([event]).get(event.pk),
        "taking_part": standing(event, person),
        "agenda": agenda.shown(event, person),
        "after": recordings.shown(event, person),
        "series_words": recurring.RULES.get(event.series.get("rule", ""), "") if event.series else "",
        "may_plan": person.is_authenticated and may("page.edit", person, page),
    }


def shared(shown: Mapping[str, Any]) -> str:
    """Day and place: who is sent the address reads them before opening it."""
    event = shown.get("event")
    return joined(filter(None, (event.days, where(event)))) if event else ""


def words(page: Any) -> str:
    event = Event.objects.filter(page=page).first()
    if event is None:
        return ""
    kind = str(EVENT_KINDS.get(event.kind, ""))
    words = [kind, event.place, names_of(event.country), event.organiser, event.online_tool, *event.partners]
    return " ".join(filter(None, words))
