"""What the shell around every page needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi, gettext_noop
from django.utils.translation import gettext as _

ENTRIES = (
    ("/strategy/", gettext_noop("Strategy")),
    ("/spaces/", gettext_noop("Spaces")),
    ("/organisations/", gettext_noop("Organisations")),
    ("/people/", gettext_noop("People")),
    ("/events/", gettext_noop("Events")),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    path = request.path
    return {
        "person": request.user,
        "site_name": settings.SITE_NAME,
        "navigation": [{"label": _(label), "url": url, "current": path.startswith(url)} for url, label in ENTRIES],
        "languages": [
            {"code": code, "name": name, "current": code == get_language()}
            for code, name in (("en", "English"), ("fr", "Français"), ("es", "Español"), ("ar", "العربية"))
        ],
        "language": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "theme": request.COOKIES.get("theme", ""),
        "demo": settings.DEMO,
    }
