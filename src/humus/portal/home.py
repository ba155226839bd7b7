"""The home page: the front of the portal, arranged by the secretariat; and what its sections read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from humus.events import reading as events
from humus.kit import wishes
from humus.kit.access import may
from humus.kit.richtext import Compiled, RenderContext
from humus.kit.richtext.blocks import Node
from humus.kit.translated import pick
from humus.organisations.models import StatedFigure
from humus.pages import fronts, loading, reading
from humus.pages.models import Page, Text
from humus.portal.blocks import Counted, counted
from humus.portal.loading import files
from humus.spaces.models import Space
from humus.strategy.reading import visible_pages

# Where the counted things are listed.
LED = {
    "organisations": "/organisations/",
    "people": "/people/",
    "task_forces": "/join/",
    "countries": "/organisations/",
}


def is_home(page: Page) -> bool:
    return page.is_front and page.space.slug == "portal"


def initial(page: Page, language: str) -> tuple[str, Node] | None:
    """As the platform brings it."""
    from humus.portal.loading.pages import document

    found = next((one for one in files.pages() if one.key == "home" and one.language == language), None)
    return (found.title, document(found, {})) if found else None


FRONT = fronts.Front(
    standing="homeOpening",
    before=("homeOpening", "homeSpaces", "homeEvents"),
    after=("homeStrategy", "homeJoin", "homeVideo", "homeAddress"),
    address=lambda page: "/",
    initial=initial,
    draw=lambda *given, **more: drawn(*given, **more),
    first=("homeEvents", "homeSpaces", "homeStrategy", "homeJoin", "homeVideo", "homeAddress"),
)


def show(request: HttpRequest) -> HttpResponse:
    page = loading.page_at(request.user, "portal", "front", get_language() or "en")
    text: Text | None = page.shown_text if page else None  # type: ignore[attr-defined]
    if text is None:
        return drawn(request, page, text, Compiled([""], []))
    compiled = reading.compiled_of(text)
    if wishes.wants_explanations(request):
        compiled = reading.explained(text.language, compiled)
    return drawn(request, page, text, compiled)


def drawn(
    request: HttpRequest, page: Page | None, text: Text | None, compiled: Compiled, preview: str = ""
) -> HttpResponse:
    """The home page with this text; without any it shows what it shows by itself."""
    parts = fronts.parts(FRONT, compiled, _context(request, page))
    opening = parts.pop(0) if parts and parts[0].name == FRONT.standing else None
    may_arrange = page is not None and may("page.edit", request.user, page)
    facts = {"page": page, "text": text, "opening": opening, "parts": parts, "preview": preview}
    return wishes.varied(
        render(request, "portal/home.html", facts | {"body": fronts.whole(parts), "may_arrange": may_arrange})
    )


def _context(request: HttpRequest, page: Page | None) -> RenderContext:
    language = get_language() or "en"
    if page is None:
        return RenderContext(person=request.user, language=language, extra={"home": True})
    context = reading.context(request.user, page, language, query=request.GET)
    context.extra["home"], context.saving = True, wishes.saves_data(request)
    if wishes.wants_explanations(request):
        context.explain = reading.explained
    return context


def numbers(person: Any) -> dict[str, Any]:
    """What the platform counts, laid down as horizons, beside what the Initiative states of itself."""
    found, figure = counted(person, (*LED, "partners")), stated()
    words = stated_words(figure) if figure else ""
    return {"bands": bands(found), "partners": found["partners"], "stated": figure, "stated_words": words}


def strategy(person: Any) -> dict[str, Any]:
    pages = visible_pages(person, kind__in=("vision", "mission", "goal")).values()
    named = {page.kind: page for page in pages if page.kind in ("vision", "mission")}
    goals = sorted((page for page in pages if page.kind == "goal"), key=lambda page: page.path)
    return {"vision": named.get("vision"), "mission": named.get("mission"), "goals": goals}


def bands(counted: dict[str, Counted]) -> list[dict[str, Any]]:
    """A number that is nothing stays out."""
    return [{"value": n, "label": label, "url": LED[name]} for name, (n, label) in counted.items() if n and name in LED]


def stated_words(figure: StatedFigure) -> str:
    """As it was stated, where that is known in the reader's language: no other stands in the midst of a sentence."""
    known = figure.qualifier.get((get_language() or "en").split("-")[0])
    if known or figure.value is None:
        return str(known or pick(figure.qualifier))
    return _("%(number)d partners (%(when)s)") % {"number": figure.value, "when": figure.stated_on}


def stated() -> StatedFigure | None:
    """The newest number of partners that the Initiative states of itself."""
    return StatedFigure.objects.newest("partners")


def next_events(person: Any, *, most: int) -> dict[str, Any]:
    """The next events; where none is announced, the latest of the archive."""
    coming = events.upcoming(person, most=most)
    return {"coming": coming, "held": [] if coming else events.latest(person, most=most)}


def my_spaces(person: Any, *, most: int) -> list[Space]:
    if not person.is_authenticated:
        return []
    mine = Space.objects.filter(pk__in=Space.objects.joined_ids(person)).current().with_role_of(person).with_people()
    return sorted(mine, key=str)[:most]
