"""Style sheet and small scripts: joined at start, named by their hash, kept by browsers for ever, compressed once."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from humus.kit.access import access

OWN = Path(__file__).resolve().parent / "static" / "humus"
LAYERS = ("tokens.css", "reset.css", "base.css", "components", "utilities.css")
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
PLAIN = re.compile(r"[a-z0-9-]+\.(woff2|svg|png)")
SHEET = re.compile(r"[a-z]+\.css")
MODULE = re.compile(r"[a-z][a-z_]*")
PREFIX = "/assets"


class Asset(NamedTuple):
    body: bytes
    packed: bytes
    digest: str
    type: str

    def address(self, name: str) -> str:
        return f"{PREFIX}/{self.digest}/{name}"


def make(body: bytes, suffix: str) -> Asset:
    packed = b"" if suffix in (".woff2", ".png") else gzip.compress(body, 9, mtime=0)
    return Asset(body, packed, hashlib.sha256(body).hexdigest()[:12], TYPES[suffix])


def folders(part: str) -> Iterator[Path]:
    """``static/APP/css``, ``js`` and ``sheets`` of the other apps, in their order of installation."""
    for config in apps.get_app_configs():
        if config.name.startswith("humus.") or config.name in settings.MORE_APPS:
            static = Path(config.path) / "static"
            yield from (folder for folder in sorted(static.glob(f"*/{part}")) if folder.parent != OWN)


def sheets() -> Iterator[Path]:
    for layer in LAYERS:
        if layer == "utilities.css":
            yield from (sheet for folder in folders("css") for sheet in sorted(folder.glob("*.css")))
        path = OWN / "css" / layer
        yield from sorted(path.glob("*.css")) if path.is_dir() else [path]


def squeeze(css: str) -> str:
    """Drop comments and the white space that means nothing; strings and url() stay as they are."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    pieces = re.split(r"(\"[^\"]*\"|'[^']*')", css)
    pieces[::2] = [re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"\s+", " ", piece)) for piece in pieces[::2]]
    return "".join(pieces).replace(";}", "}").strip()


def build_styles() -> Asset:
    css = squeeze("".join(path.read_text(encoding="utf-8") for path in sheets()))
    css = re.sub(r'url\("\.\./fonts/([\w.-]+)"\)', lambda found: f'url("{find(found[1]).address(found[1])}")', css)
    return make(css.encode(), ".css")


def build_sheet(name: str) -> Asset:
    """A sheet of its own for what only few screens need, so that a first visit stays light."""
    for folder in folders("sheets"):
        if (folder / name).is_file():
            return make(squeeze((folder / name).read_text(encoding="utf-8")).encode(), ".css")
    raise Http404


def build_scripts(name: str) -> Asset:
    """``theme-menu.js`` is the modules theme and menu in one file, each in a block of its own."""
    names = name.removesuffix(".js").split("-")
    if not all(MODULE.fullmatch(part) for part in names) or len(names) != len(set(names)):
        raise Http404
    known = {path.stem: path for folder in [OWN / "js", *folders("js")] for path in folder.glob("*.js")}
    if unknown := [part for part in names if part not in known]:
        raise Http404(f"no script module {unknown[0]}")
    blocks = [f"{{\n{known[part].read_text(encoding='utf-8').strip()}\n}}\n" for part in names]
    return make("".join(blocks).encode(), ".js")


def build(name: str) -> Asset:
    if name == "humus.css":
        return build_styles()
    if name.endswith(".js"):
        return build_scripts(name)
    if SHEET.fullmatch(name):
        return build_sheet(name)
    for path in (Path(f"{OWN}/{folder}/{name}") for folder in ("fonts", "img")):
        if PLAIN.fullmatch(name) and path.is_file():
            return make(path.read_bytes(), path.suffix)
    raise Http404


kept = lru_cache(maxsize=64)(build)


def find(name: str) -> Asset:
    return build(name) if settings.DEBUG else kept(name)


@access(GET="anyone")
def serve(request: HttpRequest, digest: str, name: str) -> HttpResponse:
    """An asset by its hash; an address from before an update gets today's text, and is asked for again next time."""
    asset = find(name)
    packed = bool(asset.packed) and "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(asset.packed if packed else asset.body, content_type=asset.type)
    if packed:
        response["Content-Encoding"] = "gzip"
    if asset.packed:
        patch_vary_headers(response, ["Accept-Encoding"])
    fresh = digest == asset.digest
    response["Cache-Control"] = "public, max-age=31536000, immutable" if fresh else "no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response
