"""The browser's worker that keeps pages: its parts joined, with words in every language; or the one that ends it."""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext, override

from humus.kit import assets
from humus.kit.access import access

PARTS = assets.OWN / "worker"
ADDRESS = "/worker.js"
# How long a kept page waits for its newer self, in seconds: longer than a slow line takes, shorter than patience.
PATIENCE = 8.0
# What a device keeps at most: numbers, bytes, and days. The oldest goes first.
MOST: dict[str, float] = {"pages": 150, "pictures": 200, "parts": 150, "days": 30}
MOST |= {"bytes": 25_000_000, "page": 1_500_000, "picture": 400_000}
# In no string or pattern of the worker's does one of these stand between spaces.
AROUND = re.compile(r" (=>|===?|!==|&&|\|\||[=?:<>+*-]) ")
TEMPLATES = ("banner", "away", "list", "nothing")


def build() -> assets.Asset:
    """Another text whenever a style, a script or a word of it changes, so that browsers take the new one."""
    if not settings.KEEP_PAGES:
        return assets.make((PARTS / "end.js").read_bytes(), ".js")
    site = json.dumps(_site(), ensure_ascii=False, separators=(",", ":"))
    parts = [squeezed(path) for path in sorted(PARTS.glob("[0-9]*.js"))]
    return assets.make("\n".join([f"const SITE = {site};", *parts]).encode(), ".js")


def squeezed(path: Path) -> str:
    """Without the lines that are comments, without indents and the spaces around signs."""
    lines = [AROUND.sub(r"\1", line.strip()) for line in path.read_text(encoding="utf-8").splitlines()]
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _site() -> dict[str, Any]:
    files = sorted(path for part in ("js", "css") for path in assets.OWN.glob(f"{part}/**/*.*"))
    version = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
    sheet = assets.find("humus.css").address("humus.css")
    words = {code: _words(code) for code, _name in settings.LANGUAGES}
    return {
        "name": settings.SITE_NAME,
        "version": version,
        "patience": PATIENCE * 1000,
        "most": MOST,
        "sheet": sheet,
        "icon": assets.find("icon.png").address("icon.png"),
        "words": words,
    }


def _words(code: str) -> dict[str, str]:
    with override(code):
        drawn = {name: render_to_string(f"humus/offline/{name}.html").strip() for name in TEMPLATES}
        return drawn | {
            "unsent": gettext(
                "Not sent: there is no line. What you typed is still here; send it when the line is back."
            ),
            "unsure": gettext(
                "No answer came, so it is not certain that this arrived. What you typed is still here; look before you"
                " send it again."
            ),
        }


kept = lru_cache(maxsize=1)(build)


@access(GET="anyone")
def serve(request: HttpRequest) -> HttpResponse:
    """Asked for again at each look, so that an update, or the end of it, reaches every browser."""
    asset = build() if settings.DEBUG else kept()
    tag = f'W/"{asset.digest}"'
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers={"ETag": tag, "Cache-Control": "no-cache"})
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(asset.packed if packed else asset.body, content_type=asset.type)
    if packed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    response["ETag"], response["Cache-Control"], response["X-Content-Type-Options"] = tag, "no-cache", "nosniff"
    return response
