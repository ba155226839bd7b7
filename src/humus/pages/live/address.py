"""Where a browser finds the rooms: on another port of the same host, or through the proxy at our own address."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from humus.pages.models import Page


def origin(request: HttpRequest) -> str:
    """Empty where no live process is known."""
    if not settings.LIVE_PORT:
        return ""
    if settings.LIVE_BEHIND_PROXY:
        return f"{request.scheme}://{request.get_host()}"
    host = request.get_host().rsplit(":", 1)[0] if not request.get_host().endswith("]") else request.get_host()
    return f"http://{host}:{settings.LIVE_PORT}"


def bell() -> str:
    """Where the number of what is unread streams; a port of whatever host the page has, else our own address."""
    if not settings.LIVE_PORT:
        return ""
    return "/live/notices/" if settings.LIVE_BEHIND_PROXY else f":{settings.LIVE_PORT}/live/notices/"


def url(request: HttpRequest, page: Page, language: str) -> str:
    found = origin(request)
    return f"{found}/live/{page.key}/{language}/" if found else ""


def allow(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let this one page speak to the rooms under its content policy."""
    found = origin(request)
    if found:
        response._csp_update = {"connect-src": [found, found.replace("http", "ws", 1)]}  # type: ignore[attr-defined]
