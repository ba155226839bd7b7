"""Find the page of a request, or answer like a page that does not exist."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from humus.kit import richtext, wishes
from humus.kit.access import may
from humus.pages import loading, panels, reading
from humus.pages.models import Page, Text

NAMES = {"en": "English", "fr": "Français", "es": "Español", "ar": "العربية"}
KNOWN = frozenset(NAMES)
# What a server that watches for deeds puts beside the request of a visitor (``portal.visitors``).
STANDSTILL = "humus.standstill"


def page_or_404(request: HttpRequest, key: str) -> Page:
    """The page with its best text in the language asked for, as ``shown_text``; without the text's body."""
    page = loading.page_by_key(request.user, key, asked_language(request))
    if page is None:
        raise Http404
    return page


def asked_language(request: HttpRequest) -> str:
    """The language asked for in the address, else that of the reader."""
    asked = request.GET.get("language", "")
    return asked if asked in KNOWN else get_language() or "en"


def manageable_or_404(request: HttpRequest, key: str) -> Page:
    """A page that may lie in the bin, for those who may organise it."""
    page = reading.find(request.user, key=key)
    if page is None:
        page = reading.find_in_bin(request.user, key=key)
        if page is None or not may("page.organise", request.user, page):
            raise Http404
    return page


def json_of(request: HttpRequest) -> dict[str, Any]:
    """What a script sent; a form that comes to its address holds no such thing."""
    return richtext.parse(request.body if request.content_type == "application/json" else b"")


def words_sent(request: HttpRequest) -> tuple[str, dict[str, Any], Any]:
    """Title and body as an editor's script sent them, and, not looked at, the version they began with."""
    sent = json_of(request)
    title, body = sent.get("title", ""), sent.get("body")
    if not isinstance(title, str) or not isinstance(body, dict) or "\x00" in title:
        raise richtext.BadDocument(_("The text did not arrive whole. Please try again."))
    return title, body, sent.get("base", 0)


def wanted_language(request: HttpRequest, page: Page) -> str:
    """The language asked for in the address, else the one the reader would be shown."""
    asked = request.GET.get("language", "")
    if asked in KNOWN:
        return asked
    text = page.shown_text if hasattr(page, "shown_text") else reading.text_of(page)
    return text.language if text else page.language


def text_or_404(page: Page) -> Text:
    """The text that ``page_or_404`` has found."""
    text: Text | None = page.shown_text  # type: ignore[attr-defined]
    if text is None:
        raise Http404
    return text


def shell(request: HttpRequest, page: Page, linked: Collection[str] = ()) -> dict[str, Any]:
    """What every screen about a page shows around it: where it stands and what one may do; and the ends of links."""
    person = request.user
    if not hasattr(page, "shown_text"):
        reading.text_of(page)
    around = loading.around(person, page, get_language() or "en", linked)
    return {
        "page": page,
        "space": page.space,
        "crumbs": crumbs(page, around.above),
        "siblings": around.beside,
        "children": around.below,
        "linked": around.linked,
        "query": request.GET,
        "saving": wishes.saves_data(request),
        "standstill": None if person.is_authenticated else request.META.get(STANDSTILL),
        "explaining": wishes.wants_explanations(request),
        "may_edit": may("page.edit", person, page),
        "may_suggest": may("page.suggest", person, page),
        "may_organise": may("page.organise", person, page),
        "may_restrict": person.is_authenticated and may("page.restrict", person, page),
        "may_template": person.is_authenticated and may("page.use_as_template", person, page),
        "may_contribute": may("space.contribute", person, page.space),
        "known_languages": [(code, name) for code, name in NAMES.items() if code != page.language],
        "page_menu": panels.MENU,
        "my_draft": getattr(page, "has_draft", False),
    }


def crumbs(page: Page, ancestors: list[loading.Neighbour], *, itself: bool = False) -> list[dict[str, str]]:
    """The way down to the page: its space, then the pages above."""
    trail = [] if page.is_front else [{"label": page.space.title, "url": page.space.get_absolute_url()}]
    trail += [{"label": one.title, "url": one.get_absolute_url()} for one in ancestors if not one.is_front]
    if itself:
        text = getattr(page, "shown_text", None) or reading.text_of(page)
        trail.append({"label": text.title if text else page.title, "url": page.get_absolute_url()})
    return trail
