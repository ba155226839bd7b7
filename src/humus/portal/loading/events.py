"""Events since the launch, each as exactly as it is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

from humus.events import dates
from humus.events.models import Event, Session
from humus.kit import richtext
from humus.pages.domain import front
from humus.pages.domain.planting import plant
from humus.pages.models import Page
from humus.portal.loading.files import LANGUAGES, partial, read
from humus.spaces.models import Space


def load() -> int:
    data = read("events")
    spaces = {space.slug: space for space in Space.objects.all()}
    parents = {slug: _parent(spaces[slug]) for slug in {one["space"] or "portal" for one in data["events"]}}
    for one in data["events"]:
        parent = parents[one["space"] or "portal"]
        plant(
            space=parent.space,
            parent=parent,
            slug=one["key"],
            kind="event",
            texts=_texts(one),
            save_detail=_row(one),
        )
    return len(data["events"])


def _parent(space: Space) -> Page:
    """A page below which the events of a space stand together."""
    names = {"en": "Events", "fr": "Événements", "es": "Eventos"}
    body = richtext.clean({"type": "doc", "content": [{"type": "children"}]})
    return plant(space=space, parent=front(space), slug="events", texts={code: (names[code], body) for code in names})


def _texts(one: dict[str, Any]) -> dict[str, tuple[str, dict[str, Any]]]:
    note = one["note"] or {}
    return {code: (one["title"][code], richtext.paragraphs(note.get(code, ""))) for code in LANGUAGES}


def _row(one: dict[str, Any]) -> Callable[[Page], None]:
    zone = one["sessions"][0]["zone"] if one["sessions"] else "UTC"

    def save(page: Page) -> None:
        event = Event.objects.create(
            page=page,
            kind=one["kind"],
            starts=partial(one["start"]),
            ends=partial(one["end"]),
            uncertain=one["date_uncertain"] or {},
            zone=zone,
            hours=one["stated_hours"] or "",
            place=one["place"] or "",
            country=one["country"] or "",
            online=one["online"],
            online_tool=one["online_tool"] or "",
            organiser=one["organiser"] or "",
            partners=one["partners"],
        )
        Session.objects.bulk_create(_session(event, row) for row in one["sessions"])
        event.settle()

    return save


def _session(event: Event, row: dict[str, Any]) -> Session:
    day, zone = date.fromisoformat(row["date"]), row["zone"]
    end = dates.moment(day, time.fromisoformat(row["end"]), zone) if row["end"] else None
    return Session(event=event, starts_at=dates.moment(day, time.fromisoformat(row["start"]), zone), ends_at=end)
