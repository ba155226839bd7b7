"""Pages leave compressed, whether or not a proxy stands before us; files are left as they are."""

from __future__ import annotations

import secrets
import struct

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import patch_vary_headers
from isal import isal_zlib

KINDS = ("text/html", "application/json", "text/calendar", "text/csv")
SHORTEST = 200
# A page of 31 kB costs 0.05 ms and 9.1 kB at this level, 0.07 ms and 8.9 kB at 3; zlib's 6 takes ten times as long.
LEVEL = 1


class Compression(GZipMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if isinstance(response, HttpResponse) and worth_it(response):
            patch_vary_headers(response, ("Accept-Encoding",))
            if re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
                self._compress(response)
        return response

    def _compress(self, response: HttpResponse) -> None:
        packed = pack(response.content, secrets.randbelow(self.max_random_bytes))
        if len(packed) >= len(response.content):
            return
        response.content = packed
        response.headers["Content-Length"] = str(len(packed))
        response.headers["Content-Encoding"] = "gzip"
        etag = response.headers.get("ETag", "")
        if etag.startswith('"'):
            response.headers["ETag"] = f"W/{etag}"


def worth_it(response: HttpResponse) -> bool:
    if not response.headers.get("Content-Type", "").startswith(KINDS) or response.has_header("Content-Encoding"):
        return False
    return len(response.content) >= SHORTEST


def pack(content: bytes, padding: int = 0) -> bytes:
    """As gzip; ``padding`` letters of a file name hide the true length from who guesses at secrets by it (BREACH)."""
    name = b"a" * padding + b"\0" if padding else b""
    head = b"\x1f\x8b\x08" + (b"\x08" if padding else b"\0") + b"\0\0\0\0\0\xff" + name
    body = isal_zlib.compress(content, LEVEL, wbits=-isal_zlib.MAX_WBITS)
    return head + body + struct.pack("<LL", isal_zlib.crc32(content), len(content) & 0xFFFFFFFF)
