"""The reader's language, and answers to sign-in forms that take the same time whoever is asked for."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from humus.people.adapters import remember_language

# Forms that are sent with somebody's address; whether it has an account must not be told by the clock.
ASKING_FOR_SOMEONE = frozenset(
    {"/account/login/", "/account/login/code/", "/account/password/reset/", "/account/signup/"}
)
# Longer than any of them takes on a machine that keeps up.
EVEN_SECONDS = 0.12


def evenly(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or request.path not in ASKING_FOR_SOMEONE:
            return get_response(request)
        began = time.perf_counter()
        response = get_response(request)
        time.sleep(max(0.0, EVEN_SECONDS - (time.perf_counter() - began)))
        return response

    return middleware


def language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Chosen by a visitor in the address (``?language=fr``) or earlier by cookie, else by the browser."""

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = chosen_by_visitor(request)
        code = chosen or translation.get_language_from_request(request)
        with translation.override(code):
            request.LANGUAGE_CODE = code  # type: ignore[attr-defined]
            response = get_response(request)
            response.headers.setdefault("Content-Language", code)
            tell_reader(request, response)
        if chosen:
            remember_language(response, chosen)
        return response

    return middleware


def themselves(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The person in the place of what would look them up: a screen asks hundreds of times who reads it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            request.user = get_user(request)
        return get_response(request)

    return middleware


def chosen_by_visitor(request: HttpRequest) -> str:
    """For those who are signed in the address names the language of a text; their screens stay in their own."""
    code = request.GET.get("language", "") if request.method == "GET" else ""
    if code not in dict(settings.LANGUAGES):
        return ""
    signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES and get_user(request).is_authenticated
    return "" if signed_in else code


def tell_reader(request: HttpRequest, response: HttpResponse) -> None:
    """Whose page this is, so that a browser keeps it for them alone."""
    person = getattr(request, "_cached_user", None)
    if person is not None and response.headers.get("Content-Type", "").startswith("text/html"):
        response.headers["Humus-Reader"] = person.key if person.is_authenticated else "visitor"
