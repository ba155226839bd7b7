"""What an event keeps in a version, brings back, and shows above its words."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from humus.events import moves
from humus.events.hours import timetable
from humus.events.kinds import EVENT_KINDS
from humus.events.models import Event, Session
from humus.kit.access import may

FIELDS = (
    "kind", "starts", "ends", "uncertain", "zone", "hours", "place", "country", "online", "online_tool", "organiser",
    "partners",
)  # fmt: skip


def snapshot(page: Any) -> dict[str, Any]:
    event = Event.objects.filter(page=page).first()
    if event is None:
        return {}
    sessions = [
        {
            "title": one.title,
            "start": one.starts_at.isoformat(),
            "end": one.ends_at.isoformat() if one.ends_at else None,
        }
        for one in event.sessions.all()
    ]
    return {name: getattr(event, name) for name in FIELDS} | {"sessions": sessions}


def restore(page: Any, snapshot: dict[str, Any]) -> None:
    fields = {name: snapshot[name] for name in FIELDS if name in snapshot}
    if fields.get("zone") not in available_timezones():
        fields["zone"] = "UTC"
    event, _new = Event.objects.update_or_create(page=page, defaults=fields)
    event.sessions.all().delete()
    Session.objects.bulk_create(
        Session(
            event=event,
            title=row["title"],
            starts_at=datetime.fromisoformat(row["start"]),
            ends_at=datetime.fromisoformat(row["end"]) if row["end"] else None,
        )
        for row in snapshot.get("sessions", [])
    )
    event.settle()


def context(page: Any, person: Any) -> dict[str, Any]:
    event = Event.objects.filter(page=page).first()
    if event is None:
        return {"event": None}
    return {
        "event": event,
        "timetable": timetable(event, person),
        "move": moves.of([event]).get(event.pk),
        "may_plan": person.is_authenticated and may("page.edit", person, page),
    }


def words(page: Any) -> str:
    event = Event.objects.filter(page=page).first()
    if event is None:
        return ""
    kind = str(EVENT_KINDS.get(event.kind, ""))
    return " ".join(filter(None, [kind, event.place, event.organiser, event.online_tool, *event.partners]))
