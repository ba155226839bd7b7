"""Answers to a request that cannot be read (400, 413) and to our own errors: 503 while the database is away, else 500.

None of these pages asks the database anything, nor who is there: the trouble may have come before that was known.
"""

from __future__ import annotations

import errno
import sys

import psycopg
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

RETRY_AFTER = 3


def server_error(request: HttpRequest) -> HttpResponse:
    if not away(sys.exc_info()[1]):
        return HttpResponse(render_to_string("500.html"), status=500)
    return come_back()


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Also asked where a session could not be stored: it ended while the request ran, or the database is away."""
    if away(exception):
        return come_back()
    if isinstance(exception, SessionInterrupted):
        return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    return HttpResponse(render_to_string(f"{status}.html"), status=status)


def come_back() -> HttpResponse:
    forget_dead_connections()
    headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("503.html"), status=503, headers=headers)


def away(error: BaseException | None) -> bool:
    """Is the database gone, full of connections or starting, or the disk full, rather than asked something wrong?"""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if isinstance(error, InterfaceError | psycopg.InterfaceError):
            return True
        if isinstance(error, OperationalError | psycopg.OperationalError):
            state = getattr(error, "sqlstate", None) or getattr(error.__cause__, "sqlstate", None)
            # 57014 is a statement that took too long, 55P03 a lock not had: the database itself is well.
            return state not in ("57014", "55P03", "40001", "40P01")
        error = error.__cause__ or error.__context__
    return False


def forget_dead_connections() -> None:
    """After the server's restart every pooled connection is dead: test them all now, not one request each."""
    connection.close()
    pool = getattr(connection, "pool", None)
    if pool is not None:
        pool.check()
