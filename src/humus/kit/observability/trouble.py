"""Answers to a request that cannot be read (400, 413) and to our own errors: 503 while database or storage are away
or no room is left, else 500. A script that asks for JSON is told the same words in JSON.

None of these pages asks the database anything, nor who is there: the trouble may have come before that was known.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import psycopg
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from humus.kit.durable import NO_DEVICE, NO_ROOM

RETRY_AFTER, RETRY_WHEN_FULL = 3, 300


def said(request: HttpRequest, page: str, status: int, why: str) -> HttpResponse:
    """The page of this trouble, or its words alone for a script that asks for JSON."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"error": why}, status=status)
    return HttpResponse(render_to_string(page, {"why": why, "site_name": settings.SITE_NAME}), status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    error = sys.exc_info()[1]
    if full(error):
        return no_room(request)
    if away(error):
        return come_back(request)
    why = _(
        "This is a fault of ours, and it has been written down. What you saved is kept. Please try again; "
        "if it happens again, tell the secretariat when and where."
    )
    return said(request, "500.html", 500, why)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Also asked where a session could not be stored: it ended while the request ran, or the database is away."""
    if full(exception):
        return no_room(request)
    if away(exception):
        return come_back(request)
    if isinstance(exception, SessionInterrupted):
        return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
    if isinstance(exception, RequestDataTooBig):
        why = _("What you sent is larger than the platform takes. Please make it smaller, or cut it into parts.")
        return said(request, "413.html", 413, why)
    return said(request, "400.html", 400, _("The server could not make sense of it. Please go back and try again."))


def come_back(request: HttpRequest) -> HttpResponse:
    forget_dead_connections()
    why = _(
        "The platform cannot reach its data just now. What you saved is kept; what you are typing stays in its page "
        "as long as you leave that open. Please try again in a few seconds."
    )
    return later(said(request, "503.html", 503, why), RETRY_AFTER)


def no_room(request: HttpRequest) -> HttpResponse:
    why = _(
        "The server has no storage left, so this was not stored. What you saved before is kept. Please tell the "
        "secretariat, and try again later; leave the page open if you have typed something."
    )
    return later(said(request, "503_full.html", 503, why), RETRY_WHEN_FULL)


def later(response: HttpResponse, seconds: int) -> HttpResponse:
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and everything that led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def full(error: BaseException | None) -> bool:
    """Is no storage left, for files or for the database?"""
    return any(
        (isinstance(each, OSError) and each.errno in NO_ROOM) or isinstance(each, psycopg.errors.DiskFull)
        for each in chain(error)
    )


def away(error: BaseException | None) -> bool:
    """Is the database gone, full of connections or starting, rather than asked something wrong? Or the storage gone?"""
    for each in chain(error):
        if isinstance(each, OSError) and each.errno in NO_DEVICE:
            return True
        if isinstance(each, InterfaceError | psycopg.InterfaceError):
            return True
        if isinstance(each, OperationalError | psycopg.OperationalError):
            state = getattr(each, "sqlstate", None) or getattr(each.__cause__, "sqlstate", None)
            # 57014 is a statement that took too long, 55P03 a lock not had: the database itself is well.
            return state not in ("57014", "55P03", "40001", "40P01")
    return False


def forget_dead_connections() -> None:
    """After the server's restart every pooled connection is dead: test them all now, not one request each."""
    connection.close()
    pool = getattr(connection, "pool", None)
    if pool is not None:
        pool.check()
