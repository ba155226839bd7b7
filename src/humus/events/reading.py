"""Events as one reader sees them, with the titles of their pages, in few queries for any list."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from humus.events import moves
from humus.events.hours import timetable
from humus.events.models import Event, Session
from humus.kit.formats import joined
from humus.kit.queries import Reading
from humus.kit.questions import question
from humus.pages.models import Text, Version
from humus.pages.models.text import in_best
from humus.pages.reading import titled
from humus.people import countries

# What a line about an event says of it.
LINE = ("kind", "starts", "ends", "place", "country", "online", "online_tool", "cancelled", "cancelled_why")


def named(events: Any) -> list[Event]:
    """Give each event its page with title and space, and its place in words: two queries."""
    found = list(events.select_related("page__space"))
    titled([event.page for event in found])
    return placed(found)


def placed(events: list[Event]) -> list[Event]:
    for event in events:
        event.where = where(event)  # type: ignore[attr-defined]
    return events


def listed(events: Any, person: Any) -> list[Event]:
    """The same with their hours: three queries."""
    found = named(events.prefetch_related("sessions"))
    for event in found:
        event.timetable = timetable(event, person)  # type: ignore[attr-defined]
    return found


def where(event: Event) -> str:
    """“Glasgow, United Kingdom”, “Online, MS Teams”; empty where nobody said."""
    country = countries.country_name(event.country) if event.country else ""
    online = [_("Online")] if event.online else []
    return joined(filter(None, [*online, event.online_tool, event.place, country]))


def upcoming(person: Any, *, most: int, **limits: Any) -> list[Event]:
    """What comes, each with the note of a move: four queries."""
    found = listed(Event.objects.visible_to(person).filter(**limits).upcoming()[:most], person)
    moved = moves.of(found) if found else {}
    for event in found:
        event.move = moved.get(event.pk)  # type: ignore[attr-defined]
    return found


@question
def announced(person: Any, named: bool, most: int, language: str, **values: str) -> Any:
    """What comes, in one space where its slug is given, with the title, the sessions and what the history says."""
    events = Event.objects.visible_to(person)
    if named:
        events = events.filter(page__space__slug=values["space"])
    sessions = Session.objects.filter(event=OuterRef("pk")).order_by("starts_at", "pk")
    told = Version.objects.filter(page=OuterRef("pk")).order_by("-at", "-pk")
    shown = events.upcoming().annotate(
        title=in_best(language, F("title")),
        begun=ArraySubquery(sessions.values("starts_at")),
        told=ArraySubquery(told.values(said=JSONObject(at="at", detail="detail"))),
    )
    return shown.select_related("page__space").only(*LINE, "page__depth", "page__slug", "page__space__slug")[:most]


def upcoming_in(person: Any, spaces: Collection[str], *, most: int) -> Reading:
    """What comes in each space by its slug ("" for all of them), ``dict[str, list[Event]]``: a question for each."""
    named = list(dict.fromkeys(spaces))
    language = get_language() or "en"
    found = yield tuple(
        announced(person, bool(space), most, language=language, **({"space": space} if space else {}))
        for space in named
    )
    return {space: _told(events) for space, events in zip(named, found, strict=True)}


def _told(events: list[Any]) -> list[Event]:
    """With their places and moves, from what was read."""
    kept = []
    for event in events:
        event.page.shown_text = Text(title=event.title or "")
        event._prefetched_objects_cache = {"sessions": [Session(starts_at=at) for at in event.begun]}
        kept += [(event.pk, datetime.fromisoformat(one["at"]), one["detail"]) for one in event.told]
    moved = moves.read(events, kept)
    for event in placed(events):
        event.move = moved.get(event.pk)  # type: ignore[attr-defined]
    return events


def latest(person: Any, *, most: int, **limits: Any) -> list[Event]:
    return listed(Event.objects.visible_to(person).filter(**limits).past()[:most], person)
