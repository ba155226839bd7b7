"""Handing out files that people sent us, so that none of them can run in a browser."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404

SANDBOX = "default-src 'none'; img-src 'self'; frame-ancestors 'none'; sandbox"


def guarded(response: FileResponse, cache: str = "private, no-cache") -> FileResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = cache
    return response


def opened(file: Any) -> Any:
    try:
        return file.open("rb")
    except FileNotFoundError:
        raise Http404 from None


def picture(file: Any) -> FileResponse:
    """A picture that we drew anew ourselves (see ``pictures``)."""
    kind = "image/png" if str(file.name).endswith(".png") else "image/jpeg"
    return guarded(FileResponse(opened(file), content_type=kind), "private, max-age=3600")


def attachment(file: Any, name: str, kind: str = "application/pdf") -> FileResponse:
    return guarded(FileResponse(opened(file), as_attachment=True, filename=name, content_type=kind))
