"""Who may knock: only pages of this site, with the session's cookie."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

Scope = dict[str, Any]


def header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name), "")


def origin(scope: Scope) -> str:
    """The origin that asks, where it is one of ours; else nothing."""
    given = header(scope, b"origin")
    if given:
        return given if _ours(given) else ""
    # A browser leaves it out only for reading from the very same place.
    return settings.SITE_URL if header(scope, b"sec-fetch-site") == "same-origin" else ""


def _ours(given: str) -> bool:
    if given == settings.SITE_URL:
        return True
    if settings.BEHIND_PROXY or settings.HTTPS:
        return False
    parts = urlsplit(given)
    known = {host.strip("[]") for host in settings.ALLOWED_HOSTS}
    return parts.scheme == "http" and parts.port == urlsplit(settings.SITE_URL).port and parts.hostname in known


def session(scope: Scope) -> str:
    try:
        cookies = SimpleCookie(header(scope, b"cookie"))
    except CookieError:
        return ""
    found = cookies.get(settings.SESSION_COOKIE_NAME)
    return found.value if found else ""
