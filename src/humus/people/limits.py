"""The answer to whoever tries too often."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

WAIT = 300


def too_many(request: HttpRequest) -> HttpResponse:
    response = render(request, "people/too_many.html", {"minutes": WAIT // 60}, status=429)
    response["Retry-After"] = str(WAIT)
    return response
