"""The reader's language: chosen in the address (``?language=fr``) or earlier by cookie, else by the browser."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from humus.people.adapters import remember_language


def language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    known = dict(settings.LANGUAGES)

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.GET.get("language", "") if request.method == "GET" else ""
        code = chosen if chosen in known else translation.get_language_from_request(request)
        with translation.override(code):
            request.LANGUAGE_CODE = code  # type: ignore[attr-defined]
            response = get_response(request)
            response.headers.setdefault("Content-Language", code)
        if chosen == code:
            remember_language(response, code)
        return response

    return middleware
