"""Planning an event and changing when and where it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from humus.events.models import Event
from humus.kit import richtext
from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.pages import domain as pages
from humus.pages.models import Page, Proposal, Text
from humus.spaces.models import Space

Save = Callable[[Page], Any]


@transaction.atomic
def plan(*, actor: Any, space: Space, title: str, text: str, language: str, save_facts: Save) -> Event | Proposal:
    """A new event, published at once as a page of the space; handed in where the space has pages approved first."""
    body = _read(text)
    page = pages.create(actor=actor, space=space, kind="event", title=title, language=language, body=body)
    words = {"language": language, "title": title, "body": body}
    made = pages.put_forward(actor=actor, page=page, save_detail=save_facts, **words)
    if isinstance(made, Proposal):
        return made
    event = Event.objects.select_related("page__space").get(page=page)
    happened("event.planned", actor=actor, page=event.page, data={"starts": event.starts, "ends": event.ends})
    return event


def _read(text: str) -> dict[str, Any]:
    try:
        return richtext.from_markdown(text, as_typed=True)
    except richtext.BadDocument as refused:
        raise DeedError(str(refused), field="text") from refused


@transaction.atomic
def change(*, actor: Any, event: Event, save_facts: Save, note: str = "") -> Event | Proposal:
    """Change days, hours, place, agenda or recording as a new version of the page, its words as they are."""
    require("page.edit", actor, event.page)
    before = _when(Event.objects.select_for_update().get(pk=event.pk))
    text = Text.objects.get(page=event.page, language=event.page.language)
    made = pages.put_forward(
        actor=actor,
        page=event.page,
        language=text.language,
        title=text.title,
        body=text.body,
        note=note or _("Day, place or hours changed"),
        save_detail=save_facts,
    )
    if isinstance(made, Proposal):
        return made
    event = Event.objects.select_related("page__space").get(pk=event.pk)
    if _when(event) != before:
        data = {"before": before, "starts": event.starts, "ends": event.ends}
        happened("event.rescheduled", actor=actor, page=event.page, data=data)
    return event


def _when(event: Event) -> dict[str, Any]:
    sessions = [[one.starts_at.isoformat(), one.ends_at and one.ends_at.isoformat()] for one in event.sessions.all()]
    return {"starts": event.starts, "ends": event.ends, "zone": event.zone, "sessions": sessions}
