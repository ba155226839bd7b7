"""The door for a mail provider: its secret is asked for before anything is read."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt

from humus.incoming import taking
from humus.incoming.hooks import forms, providers, reading
from humus.kit.access import access

# A mail grows by a third when it is put into JSON.
GROWTH, MORE = 1.4, 100_000
log = structlog.get_logger("humus.mail")


def from_provider(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Nothing there unless this provider is set up; 401 without the secret, 413 for too much: all before the body."""

    @wraps(view)
    def guarded(request: HttpRequest, provider: str, kind: str) -> HttpResponseBase:
        if not settings.MAIL_HOOKS or provider != settings.MAIL_HOOKS or kind not in providers.KINDS:
            raise Http404
        if settings.MAIL_HOOKS_SECRET and not _knows_secret(request):
            return refused("secret")
        most = int(settings.MAIL_IN_LIMIT * GROWTH) + MORE
        length = request.headers.get("content-length", "")
        if not length.isdigit() or int(length) > most:
            return HttpResponse(status=413 if length.isdigit() else 411)
        if request.method == "POST":
            forms.hold(request, most)
        return view(request, provider, kind)

    return guarded


def _knows_secret(request: HttpRequest) -> bool:
    given = request.headers.get("authorization", "")
    expected = base64.b64encode(settings.MAIL_HOOKS_SECRET.encode()).decode()
    return constant_time_compare(given, f"Basic {expected}")


def refused(why: str) -> HttpResponse:
    log.warning("mail_hook_refused", why=why)
    return HttpResponse(status=401, headers={"WWW-Authenticate": 'Basic realm="mail"'})


@csrf_exempt
@from_provider
@access(POST="anyone")
def hook(request: HttpRequest, provider: str, kind: str) -> HttpResponse:
    from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure

    reader = providers.reader(provider, kind)
    try:
        reader.run_validators(request)
        events = list(reader.parse_events(request))
    except AnymailWebhookValidationFailure:
        return refused("signature")
    except (AnymailError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as trouble:
        log.warning("mail_hook_not_read", error=type(trouble).__name__)
        return HttpResponse(status=400)
    return told(events, kind)


def told(events: list[Any], kind: str) -> HttpResponse:
    """All is kept before it is acknowledged; a sender of very much comes again later."""
    try:
        for event in events:
            reading.take(event.message) if kind == "inbound" else reading.note(event)
    except taking.TooMany:
        return HttpResponse(status=429, headers={"Retry-After": "600"})
    return HttpResponse(status=200)
