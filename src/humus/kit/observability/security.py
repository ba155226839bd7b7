"""What a reader of the log must find: every answer that turned someone away, in one line, and from where they came.

The line of the request carries it (``security``), so that there is exactly one. A hidden thing and a missing one give
the same line: the log tells no more than the answer does.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

REFUSALS = frozenset({400, 401, 403, 404, 405, 410, 413, 415, 429})


def note(request: HttpRequest | None, what: str) -> None:
    """Say that this request was refused although its answer looks like any other, e.g. ``sign_in_failed``."""
    if request is not None:
        request.security_note = what  # type: ignore[attr-defined]


def facts(request: HttpRequest, status: int) -> dict[str, Any]:
    """What the line of the request says besides; empty for a request that was let in."""
    what = getattr(request, "security_note", "refused" if status in REFUSALS else "")
    return {"security": what, "address": caller(request)} if what else {}


def caller(request: HttpRequest) -> str:
    """The caller's address. What the caller claims in a header counts only as far as our own proxies wrote it."""
    if settings.BEHIND_PROXY:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
        trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT
        if len(hops) >= trusted and hops[-trusted]:
            return hops[-trusted][:45]
    return str(request.META.get("REMOTE_ADDR", ""))
