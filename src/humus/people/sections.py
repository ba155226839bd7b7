"""What other apps add to a profile, to one's own home and to the directory, filled from their ``apps.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from humus.people.facets import Facet
from humus.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a page: its template, and what goes into it (None: nothing to show)."""

    template: str
    context: Callable[[Any, Any], dict[str, Any] | None]


PROFILE: list[Section] = []
HOME: list[Section] = []
# More facets of the directory, and a note beside each name: primary key to words.
FACETS: list[Facet] = []
NOTES: list[Callable[[Iterable[Person]], dict[int, str]]] = []


def draw(sections: list[Section], viewer: Any, about: Any) -> list[dict[str, Any]]:
    """What each shows the viewer about a person, or about whatever else the page is about."""
    drawn = [(section.template, section.context(viewer, about)) for section in sections]
    return [{"template": template, **context} for template, context in drawn if context is not None]
