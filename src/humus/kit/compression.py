"""Pages leave compressed, whether or not a proxy stands before us; files are left as they are."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

KINDS = ("text/html", "application/json", "text/calendar", "text/csv")


class Compression(GZipMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.headers.get("Content-Type", "").startswith(KINDS):
            return response
        return super().process_response(request, response)  # type: ignore[arg-type,no-any-return]
