"""The block that lists upcoming events in a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from humus.events.reading import upcoming
from humus.kit.richtext import RenderContext, attributes, blocks


class UpcomingEvents(blocks.Dynamic):
    """The next events, of one space where its slug is given."""

    name, label = "upcomingEvents", _("Upcoming events")
    attributes = {"space": attributes.text(60), "most": attributes.integer(1, 20, 5)}

    def load(self, uses: Sequence[dict[str, Any]], context: RenderContext) -> dict[str, Any]:
        spaces = {use.get("space", "") for use in uses}
        limits = {space: {"page__space__slug": space} if space else {} for space in spaces}
        return {space: upcoming(context.person, most=20, **limit) for space, limit in limits.items()}

    def view(self, attrs: dict[str, Any], scope: Any) -> str:
        events = scope.data[self.name][attrs.get("space", "")][: attrs.get("most", 5)]
        return render_to_string("events/parts/block.html", {"events": events})


def register() -> None:
    blocks.register(UpcomingEvents())
