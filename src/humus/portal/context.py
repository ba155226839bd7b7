"""What the shell around every page needs: one query, and only where a page is drawn."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import get_language, get_language_bidi, gettext_noop
from django.utils.translation import gettext as _

from humus.kit import room
from humus.kit.translated import pick
from humus.portal import demo_roles
from humus.portal.models import SiteSetting

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
    path = request.path
    site: Any = SimpleLazyObject(SiteSetting.objects.as_dict)
    return {
        "person": request.user,
        "site_name": settings.SITE_NAME,
        "site": site,
        "navigation": [{"label": _(label), "url": url, "current": path.startswith(url)} for url, label in ENTRIES],
        "languages": languages(),
        "language": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "theme": request.COOKIES.get("theme", "") if request.COOKIES.get("theme") in ("light", "dark") else "",
        "demo": settings.DEMO,
        "demo_roles": demo_roles.choices() if settings.DEMO else [],
        "account": account(request.user, path),
        "banner": SimpleLazyObject(lambda: pick(site.get("banner"))),
        "official_url": SimpleLazyObject(lambda: site.get("official-website", "")),
        "video_title": SimpleLazyObject(lambda: pick(site.get("video-title"))),
        "address": SimpleLazyObject(lambda: address(site)),
        "footer_links": [{"label": _(label), "url": reverse("about", args=[name])} for name, label in FOOT],
        "login_url": reverse("account_login") + came_from(request),
        "signup_url": reverse("account_signup"),
        "logout_url": reverse("account_logout"),
        "search_url": reverse("search"),
        "suggest_url": reverse("search_suggest"),
        "language_url": reverse("people_language"),
        "here": request.get_full_path() if request.method == "GET" else "/",
    }


def came_from(request: HttpRequest) -> str:
    """Signing in leads back to the page one was on."""
    if request.method != "GET" or request.path == "/" or request.path.startswith("/account/"):
        return ""
    return "?" + urlencode({"next": request.get_full_path()})


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
        ("my_requests", _("My requests"), "send"),
    ]
    if room.entries_for(person):
        entries.append(("secretariat", _("Secretariat"), "shield"))
    found = [{"label": label, "url": reverse(name), "icon": icon} for name, label, icon in entries]
    return [entry | {"current": entry["url"] == path} for entry in found]
