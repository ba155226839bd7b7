"""What the home page says, read from pages, register, strategy and events."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from humus.events import reading as events
from humus.kit import richtext
from humus.kit.translated import pick
from humus.organisations.models import StatedFigure
from humus.pages import loading, reading
from humus.portal.blocks import Counted, counted
from humus.spaces.models import Space
from humus.strategy.reading import visible_pages

# Where the counted things are listed.
LED = {
    "organisations": "/organisations/",
    "people": "/people/",
    "task_forces": "/join/",
    "countries": "/organisations/",
}
EXCERPTS = ("welcome", "initiative", "aim", "ambition", "who", "how")


def words(person: Any) -> dict[str, Any]:
    """The named excerpts of the portal's front page, which the secretariat edits like any page, and its text."""
    page = loading.page_at(person, "portal", "front", get_language() or "en")
    text = page.shown_text if page else None  # type: ignore[attr-defined]
    if page is None or text is None:
        return {}
    compiled = reading.compiled_of(text)
    around = reading.context(person, page, text.language)
    parts = {name: richtext.render(compiled.excerpts[name], around) for name in EXCERPTS if name in compiled.excerpts}
    return {"words": parts, "text": text}


def strategy(person: Any) -> dict[str, Any]:
    pages = visible_pages(person, kind__in=("vision", "mission", "goal")).values()
    named = {page.kind: page for page in pages if page.kind in ("vision", "mission")}
    goals = sorted((page for page in pages if page.kind == "goal"), key=lambda page: page.path)
    return {"vision": named.get("vision"), "mission": named.get("mission"), "goals": goals}


def bands(counted: dict[str, Counted]) -> list[dict[str, Any]]:
    """What the platform counts, laid down as horizons; a number that is nothing stays out."""
    return [{"value": n, "label": label, "url": LED[name]} for name, (n, label) in counted.items() if n and name in LED]


def stated() -> StatedFigure | None:
    """The newest number of partners that the Initiative states of itself."""
    return StatedFigure.objects.newest("partners")


def next_events(person: Any) -> dict[str, Any]:
    """The next event large, two more below; where none is announced, the latest of the archive."""
    coming = events.upcoming(person, most=3)
    if coming:
        return {"next": coming[0], "coming": coming[1:], "held": []}
    return {"next": None, "coming": [], "held": events.latest(person, most=3)}


def my_spaces(person: Any) -> list[Space]:
    if not person.is_authenticated:
        return []
    mine = Space.objects.filter(pk__in=Space.objects.joined_ids(person)).current().with_role_of(person).with_people()
    return sorted(mine, key=str)[:6]


def everything(person: Any) -> dict[str, Any]:
    figure = stated()
    numbers = counted(person, (*LED, "partners"))
    return {
        **words(person),
        "bands": bands(numbers),
        "partners": numbers["partners"],
        "stated": figure,
        "stated_words": pick(figure.qualifier) if figure else "",
        "mine": my_spaces(person),
        "secretariat_words": _("Executive Secretariat"),
        **strategy(person),
        **next_events(person),
    }
