"""How a file is called when it is handed over, and how a part of it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)
_PIECE = 64 * 1024


def disposition(name: str, kind: str = "attachment") -> str:
    """The value of Content-Disposition: the name as it is, and a plain one for old programs."""
    plain = re.sub(r"[^\w.\- ]", "_", name, flags=re.ASCII)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"


def in_part(request: HttpRequest, whole: FileResponse, size: int) -> HttpResponseBase:
    """The part that was asked for (206), so that a film starts in its middle; without such a wish the whole file.

    Several parts, or a part of an older file (``If-Range``), are answered with the whole.
    """
    whole["Accept-Ranges"] = "bytes"
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if request.method != "GET" or asked is None or asked.group(0) == "bytes=-" or "If-Range" in request.headers:
        return whole
    first, last = _places(asked[1], asked[2], size)
    if first > last:
        whole.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    content: IO[bytes] = whole.file_to_stream  # type: ignore[assignment]
    part = StreamingHttpResponse(_pieces(content, first, last - first + 1), status=206)
    for name, value in whole.items():
        part[name] = value
    part["Content-Range"] = f"bytes {first}-{last}/{size}"
    part["Content-Length"] = str(last - first + 1)
    return part


def _places(first: str, last: str, size: int) -> tuple[int, int]:
    """First and last byte, both counted; the first lies behind the last where there is no such part."""
    if not first:
        return (max(0, size - int(last)), size - 1) if int(last) else (size, 0)
    return int(first), min(int(last) if last else size - 1, size - 1)


def _pieces(content: IO[bytes], first: int, length: int) -> Iterator[bytes]:
    with content:
        content.seek(first)
        while length > 0 and (piece := content.read(min(_PIECE, length))):
            length -= len(piece)
            yield piece
