"""What comes next in a space, beside its front page."""

from __future__ import annotations

from typing import Any

from humus.events.models import Event
from humus.events.reading import named
from humus.spaces.models import Space
from humus.spaces.panels import Panel


def events_panel(space: Space, person: Any) -> Panel | None:
    coming = named(Event.objects.visible_to(person).filter(page__space=space).upcoming()[:3])
    return Panel("events/parts/space_panel.html", {"events": coming, "space": space}) if coming else None
