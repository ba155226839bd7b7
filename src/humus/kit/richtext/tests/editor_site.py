"""A tiny site around the editor: one page under a strict content policy, and the answers the platform would give."""

from __future__ import annotations

import html
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

HUMUS = Path(__file__).resolve().parents[3]
EDITOR = HUMUS / "pages/static/pages/editor"
SHEETS = HUMUS / "kit/static/humus/css"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
PAGES = [
    {"key": "k1page", "title": "Living soils", "space": "Strategy", "url": "/p/k1page/"},
    {"key": "k2page", "title": "Soil maps", "space": "Portal", "url": "/p/k2page/"},
]
PEOPLE = [{"key": "p1", "name": "Ana Lima"}, {"key": "p2", "name": "Anders Holm"}]


class Site:
    """What the page holds and how the server behaves; tests set and read it."""

    def __init__(self) -> None:
        self.body: dict[str, Any] = {"type": "doc", "content": [{"type": "paragraph", "attrs": {"id": "first"}}]}
        self.drafts: list[dict[str, Any]] = []
        self.posted: list[str] = []
        self.uploads = 0
        self.refusal = ""
        self.mode = "ok"
        self.token = "token-one"
        self.language = "en"
        self.text_language = ""
        self.strings: dict[str, str] = {}
        self.blocks: list[dict[str, Any]] = []
        self.previews: list[list[dict[str, Any]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args: Any) -> None:
                pass

            def do_GET(self) -> None:
                site.get(self)

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                site.post(self, self.rfile.read(length))

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def get(self, request: BaseHTTPRequestHandler) -> None:
        path, _mark, query = request.path.partition("?")
        if path == "/":
            return self.send(request, self.page().encode(), "text/html; charset=utf-8")
        if path == "/site.css":
            sheets = [SHEETS / name for name in ("tokens.css", "reset.css", "base.css")]
            sheets += [*sorted((SHEETS / "components").glob("*.css")), SHEETS / "utilities.css"]
            return self.send(request, b"\n".join(sheet.read_bytes() for sheet in sheets), "text/css")
        if path in ("/editor.js", "/editor.css"):
            kind = "text/javascript" if path.endswith("js") else "text/css"
            return self.send(request, (EDITOR / path[1:]).read_bytes(), kind)
        if path == "/find":
            words = query.removeprefix("q=").lower()
            return self.json(request, {"results": [one for one in PAGES if words in one["title"].lower()]})
        if path == "/people":
            words = query.removeprefix("q=").removesuffix("&groups=1").lower()
            return self.json(request, {"results": [one for one in PEOPLE if words in one["name"].lower()]})
        if path.startswith("/files/"):
            return self.send(request, PIXEL, "image/png")
        return self.send(request, b"", "text/plain", 404)

    def post(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        if request.path == "/publish":
            self.posted.append(body.decode())
            return self.send(request, b"published", "text/plain")
        if self.mode == "down":
            request.connection.close()
            return None
        if self.mode == "signed out" or request.headers.get("X-CSRFToken") != self.token:
            return self.json(request, {}, 403)
        if request.path == "/upload":
            if self.refusal:
                return self.json(request, {"error": self.refusal}, 400)
            self.uploads += 1
            key = f"f{self.uploads}"
            return self.json(
                request, {"key": key, "name": "field.png", "url": f"/files/{key}/", "media_type": "image/png"}
            )
        if request.path == "/blocks":
            given = json.loads(body)["blocks"]
            self.previews.append(given)
            return self.json(request, {"html": [f"<p>Drawn: {one['type']} <a href='/x'>link</a></p>" for one in given]})
        self.drafts.append(json.loads(body))
        return self.json(request, {"saved_at": "2026-01-01T00:00:00Z"})

    def json(self, request: BaseHTTPRequestHandler, value: Any, status: int = 200) -> None:
        self.send(request, json.dumps(value).encode(), "application/json", status)

    def send(self, request: BaseHTTPRequestHandler, body: bytes, kind: str, status: int = 200) -> None:
        request.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Content-Security-Policy": POLICY,
        }.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    def page(self) -> str:
        strings = html.escape(json.dumps(self.strings))
        return f"""<!doctype html><html lang="{self.language}" dir="{"rtl" if self.language == "ar" else "ltr"}"><head>
<title>Edit</title><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/site.css"><link rel="stylesheet" href="/editor.css">
<script type="module" src="/editor.js"></script></head><body><main>
<h1 class="visually-hidden">Edit a page</h1>
<form data-editor-form method="post" action="/publish" class="form">
<input type="hidden" name="csrfmiddlewaretoken" value="{self.token}">
<label class="visually-hidden" for="title">Title</label>
<textarea id="title" name="title" class="editor__title" rows="1">Soils</textarea>
<input type="hidden" name="body" value="{html.escape(json.dumps(self.body))}">
<input type="hidden" name="base" value="7">
<div data-editor data-language="{self.text_language or self.language}" data-draft-url="/draft"
 data-page-search-url="/find" data-people-search-url="/people" data-upload-url="/upload" data-block-url="/blocks"
 data-sign-in-url="/sign-in/" data-strings="{strings}"
 data-blocks="{html.escape(json.dumps(self.blocks))}"></div>
<div class="savebar"><button class="button">Publish</button>
<p class="savebar__state" data-editor-status role="status"></p></div>
</form></main></body></html>"""
