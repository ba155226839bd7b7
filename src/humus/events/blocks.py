"""The block that lists upcoming events in a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from humus.events.reading import upcoming_in
from humus.kit.formats import joined
from humus.kit.queries import Reading
from humus.kit.richtext import RenderContext, attributes, blocks

MOST = 20
MOST_LISTS = 30


class UpcomingEvents(blocks.Dynamic):
    """The next events that the reader may see, of one space where its slug is given."""

    name, label = "upcomingEvents", _("Upcoming events")
    attributes = {"space": attributes.space(), "most": attributes.integer(1, MOST, 5)}
    attribute_labels = {
        "space": _("Another space (optional)"),
        "most": _("How many at most"),
    }
    # A move of an hour that is past is told no more.
    by_the_clock = True
    words_to_find = "calendar agenda calendrier événements eventos calendario meetings"

    def load(self, uses: Sequence[dict[str, Any]], context: RenderContext) -> Reading:
        spaces = list(dict.fromkeys(use.get("space", "") for use in uses))[:MOST_LISTS]
        return upcoming_in(context.person, spaces, most=MOST)

    def _found(self, attrs: dict[str, Any], scope: Any) -> list[Any]:
        found: list[Any] = scope.data[self.name].get(attrs.get("space", ""), [])
        return found[: attrs.get("most", 5)]

    def view(self, attrs: dict[str, Any], scope: Any) -> str:
        return render_to_string("events/parts/block.html", {"events": self._found(attrs, scope)})

    def words(self, attrs: dict[str, Any], scope: Any) -> str:
        lines = (joined(filter(None, (event.page.title, event.days))) for event in self._found(attrs, scope))
        return "\n".join(f"- {line}" for line in lines)


def register() -> None:
    blocks.register(UpcomingEvents())
