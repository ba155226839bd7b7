"""What the shell around every page needs."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import get_language, get_language_bidi, gettext_noop
from django.utils.translation import gettext as _

from humus.kit import room, wishes
from humus.kit.translated import pick
from humus.pages.live import address as live_address
from humus.portal import demo_roles
from humus.portal import site as site_settings

ENTRIES = (
    ("/strategy/", gettext_noop("Strategy")),
    ("/spaces/", gettext_noop("Spaces")),
    ("/organisations/", gettext_noop("Organisations")),
    ("/people/", gettext_noop("People")),
    ("/events/", gettext_noop("Events")),
)
FOOT = (
    ("first-steps", gettext_noop("First steps")),
    ("help", gettext_noop("Help")),
    ("privacy", gettext_noop("Privacy notice")),
    ("terms", gettext_noop("Terms of use")),
    ("accessibility", gettext_noop("Accessibility")),
)
LANGUAGES = (("en", "English"), ("fr", "Français"), ("es", "Español"), ("ar", "العربية"))


def shell(request: HttpRequest) -> dict[str, Any]:
    """Lists are made only where a part of the shell is drawn afresh; see ``{% remember %}``."""
    # A request may be refused before it is known whose it is.
    path, person = request.path, getattr(request, "user", None) or AnonymousUser()
    site = site_settings.values()
    theme = request.COOKIES.get("theme", "")
    section = next((url for url, _label in ENTRIES if path.startswith(url)), "")
    context = {
        "person": person,
        "unread": getattr(person, "unread", 0),
        "bell": live_address.bell(),
        "returned": getattr(person, "returned", None),
        "site_name": settings.SITE_NAME,
        "site": site,
        "language": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "theme": theme if theme in ("light", "dark") else "",
        "demo": settings.DEMO,
        "saves_data": wishes.saves_data(request),
        "reads_wide": wishes.reads_wide(request),
        "banner": lambda: pick(site.get("banner")),
        "official_url": lambda: site.get("official-website", ""),
        "video_title": lambda: pick(site.get("video-title")),
        "address": lambda: address(site),
        "here": request.get_full_path() if request.method == "GET" else "/",
        "here_in": here_in(request),
        "login_url": _login_address() + came_from(request),
        **_lists(person, path, site),
    }
    context["shell_key"] = SimpleLazyObject(lambda: _key(context, path, section))
    return context


def _lists(person: Any, path: str, site: Any) -> dict[str, Any]:
    """What only the shell itself shows, each made when a template asks for it."""
    return {
        "navigation": (
            lambda: [{"label": _(label), "url": url, "current": path.startswith(url)} for url, label in ENTRIES]
        ),
        "languages": languages,
        "demo_roles": lambda: demo_roles.choices(site, person) if settings.DEMO else [],
        "account": lambda: account(person, path),
        "footer_links": (
            lambda: [
                *({"label": _(label), "url": reverse("about", args=[name])} for name, label in FOOT),
                {"label": _("Kept on this device"), "url": reverse("kept")},
            ]
        ),
        "reading_url": lambda: reverse("reading_wishes"),
        "notices_url": lambda: reverse("notices"),
        "signup_url": lambda: reverse("account_signup"),
        "logout_url": lambda: reverse("account_logout"),
        "search_url": lambda: reverse("search"),
        "suggest_url": lambda: reverse("search_suggest"),
    }


@cache
def _login_address() -> str:
    return reverse("account_login")


def _key(context: dict[str, Any], path: str, section: str) -> tuple[Any, ...]:
    """Everything that changes the header and the footer from one reader and page to another."""
    person = context["person"]
    who = (
        (
            *(person.pk, person.name, person.email, person.photo.name, person.site_roles),
            *(context["unread"], context["returned"]),
        )
        if person.is_authenticated
        else ()
    )
    own = path if path.startswith(("/me/", "/secretariat/")) else ""
    return (context["language"], context["theme"], context["saves_data"], who, section, own, repr(context["site"]))


def came_from(request: HttpRequest) -> str:
    """Signing in leads back to the page one was on."""
    if request.method != "GET" or request.path == "/" or request.path.startswith("/account/"):
        return ""
    return "?" + urlencode({"next": request.get_full_path()})


def here_in(request: HttpRequest) -> str:
    """The address of this page, complete but for the code of a language."""
    if request.method != "GET":
        return "/?language="
    kept = [(name, value) for name, values in request.GET.lists() if name != "language" for value in values]
    return f"{request.path}?{urlencode([*kept, ('language', '')])}"


def languages() -> list[dict[str, Any]]:
    now = get_language()
    return [{"code": code, "name": name, "current": code == now} for code, name in LANGUAGES]


def address(site: Any) -> list[str]:
    """Name and address of the secretariat, line by line; nothing where nothing is known."""
    lines = [pick(site.get("secretariat-name")), *site.get("address", "").splitlines(), site.get("contact", "")]
    return [line for line in lines if line]


def account(person: Any, path: str) -> list[dict[str, Any]]:
    """What stands in a person's own menu."""
    if not person.is_authenticated:
        return []
    entries = [
        ("people_home", _("My page"), "user"),
        ("my_drafts", _("My drafts"), "edit"),
        ("messages", _("Messages"), "mail"),
        ("my_requests", _("My requests"), "send"),
    ]
    if room.entries_for(person):
        entries.append(("secretariat", _("Secretariat"), "shield"))
    found = [{"label": label, "url": reverse(name), "icon": icon} for name, label, icon in entries]
    return [entry | {"current": entry["url"] == path} for entry in found]
