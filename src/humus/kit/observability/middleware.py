"""Around every request: an id, one log line, two numbers. Outermost, so that it sees every answer."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from time import perf_counter
from typing import Any

import structlog
from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from humus.kit.observability import metrics, security
from humus.kit.observability.probes import PROBES

Handler = Callable[[HttpRequest], HttpResponseBase]
HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9-]{8,64}")
log = structlog.get_logger("humus.request")


def observe(get_response: Handler) -> Handler:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        answer = probed(request)
        if answer is not None:
            return answer
        began = perf_counter()
        name = request_id(request)
        with structlog.contextvars.bound_contextvars(request_id=name):
            response = get_response(request)
            response.headers[HEADER] = name
            report(request, response, perf_counter() - began)
        return response

    return middleware


def probed(request: HttpRequest) -> HttpResponseBase | None:
    """The answer to a machine's question; None for all others, and for who may not ask it."""
    probe = PROBES.get(request.path_info)
    if probe is None:
        return None
    try:
        answer = probe(request)
    except Http404:
        return None
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    return answer


def request_id(request: HttpRequest) -> str:
    return choose_id(request.META.get("HTTP_X_REQUEST_ID", ""))


def choose_id(given: str) -> str:
    """The proxy's id where there is a proxy, else one of our own."""
    if given and settings.BEHIND_PROXY and WELL_FORMED.fullmatch(given):
        return given
    return os.urandom(8).hex()


def report(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    """The route stands for the path: a path may hold a secret, and would make endless series of numbers."""
    match = request.resolver_match
    method = request.method if request.method in metrics.METHODS else "other"
    person = getattr(request, "_cached_user", None)
    count(
        method,
        "/" + match.route if match else "none",
        response.status_code,
        seconds,
        person=getattr(person, "pk", None),
        **security.facts(request, response.status_code),
    )


def count(method: str, route: str, status: int, seconds: float, **more: Any) -> None:
    """Two numbers and one line for an answer."""
    times, answers = metrics.series(method, route, status)
    times.observe(seconds)
    answers.inc()
    line = log.warning if status >= 400 else log.info
    line("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1), **more)
