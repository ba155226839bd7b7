"""What comes next in a space, beside its front page."""

from __future__ import annotations

from typing import Any

from humus.events.reading import upcoming
from humus.spaces.models import Space
from humus.spaces.panels import Panel


def events_panel(space: Space, person: Any) -> Panel | None:
    coming = upcoming(person, most=3, page__space=space)
    return Panel("events/parts/space_panel.html", {"events": coming}) if coming else None
