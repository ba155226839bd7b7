"""Questions that machines ask. They are answered before anything else, whatever host name was used."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from humus.kit.access import access
from humus.kit.observability import metrics

LOOPBACK = frozenset({"127.0.0.1", "::1"})
_migrated: set[str] = set()


@access(GET="anyone")
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return plain("ok")


@access(GET="anyone")
def readyz(request: HttpRequest) -> HttpResponse:
    """This process can serve: the database answers and is migrated."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        ready = migrated()
    except DatabaseError:
        ready = False
    finally:
        connection.close()
    return plain("ready") if ready else unready()


@access(GET="anyone")
def numbers(request: HttpRequest) -> HttpResponse:
    """For Prometheus, on this machine or with the token; for everyone else there is nothing here."""
    if not may_read_numbers(request):
        raise Http404
    try:
        return HttpResponse(metrics.text(), content_type="text/plain; version=0.0.4; charset=utf-8")
    finally:
        connection.close()


def may_read_numbers(request: HttpRequest) -> bool:
    """Behind a proxy every caller comes from this machine, so there only the token counts."""
    scheme, _space, word = request.headers.get("Authorization", "").partition(" ")
    if settings.METRICS_TOKEN and scheme.lower() == "bearer":
        return secrets.compare_digest(word.encode(), settings.METRICS_TOKEN.encode())
    relayed = settings.BEHIND_PROXY or "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not relayed and request.META.get("REMOTE_ADDR") in LOOPBACK


def migrated() -> bool:
    """Asked until the answer is yes, then remembered: applied migrations stay applied."""
    if not _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _migrated.add("yes")
    return True


def plain(words: str) -> HttpResponse:
    return HttpResponse(words + "\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


def unready() -> HttpResponse:
    response = plain("not ready")
    response.status_code = 503
    response.headers["Retry-After"] = "2"
    return response


PROBES: dict[str, Callable[..., HttpResponseBase]] = {
    "/healthz": healthz,
    "/readyz": readyz,
    "/metrics": numbers,
}
