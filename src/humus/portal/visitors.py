"""Answers kept ready for visitors who have not signed in, given before Django is entered.

What a visitor sees depends on the address, the language, the theme, the encoding and how one wishes to read alone. A
kept answer is good until anything happens on the platform (every deed writes a row of activity), which each process
asks twice a second at most, or for a minute. Whoever sends a session cookie, a message to be shown, a query or anything
but GET goes to Django, as does every answer that sets a cookie: nothing kept belongs to one visitor. What Django draws
for a visitor is told the number of that look (``STANDSTILL``), so that the text of a page is kept for as long
(``kit.richtext.drawn``).
"""

from __future__ import annotations

import gzip
import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from time import perf_counter
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.http import parse_cookie
from django.urls import resolve
from django.utils.translation import get_language_from_request

from humus.kit import wishes
from humus.kit.bounded import Bounded
from humus.kit.observability.middleware import HEADER, choose_id, count
from humus.pages.views.finding import STANDSTILL

MOST_BYTES = 6_000_000
LARGEST = 400_000
SECONDS = 60.0
LOOK_AGAIN = 0.5
KEPT = ("/s/", "/strategy/", "/events/", "/spaces/", "/organisations/", "/about/", "/join/")
THEMES = ("light", "dark")
VARIES = "Cookie, Accept-Encoding, Accept-Language, Save-Data"
ABOUT_THE_BODY = ("Content-Length", "Content-Encoding", "Content-Type", "Content-Language")
# A deed that took its number earlier may be committed later; it changes the sum of the newest numbers all the same.
LATEST = "SELECT coalesce(sum(id), 0) FROM (SELECT id FROM activity_activity ORDER BY id DESC LIMIT 100) latest"

Headers = list[tuple[str, str]]
Begin = Callable[..., Any]
Application = Callable[[dict[str, Any], Begin], Iterable[bytes]]
Key = tuple[str | bool, ...]


@dataclass
class Kept:
    epoch: int
    until: float
    path: str
    content: bytes
    headers: Headers
    etag: str

    @cached_property
    def route(self) -> str:
        return "/" + resolve(self.path).route

    @cached_property
    def headers_unchanged(self) -> Headers:
        return [(name, value) for name, value in self.headers if name not in ABOUT_THE_BODY]


class Epoch:
    """A number that changes whenever anything has happened, asked for at most every half second."""

    def __init__(self) -> None:
        self.number, self.asked = -1, 0.0

    def now(self) -> int:
        if time.monotonic() - self.asked > LOOK_AGAIN:
            asked = time.monotonic()
            with connection.cursor() as cursor:
                cursor.execute(LATEST)
                self.number = int(cursor.fetchone()[0])
            close_old_connections()
            self.asked = asked
        return self.number


class Store:
    """The answers asked for last, up to a number of bytes."""

    def __init__(self) -> None:
        self._kept: Bounded[Kept] = Bounded(MOST_BYTES)

    def get(self, key: Key, epoch: int) -> Kept | None:
        found = self._kept.get(key)
        if found and found.epoch == epoch and found.until > time.monotonic():
            return found
        self._kept.forget(key)
        return None

    def put(self, key: Key, kept: Kept) -> None:
        self._kept.put(key, kept, len(kept.content))


class Visitors:
    """The web application with the kept answers before it."""

    def __init__(self, application: Application) -> None:
        self.application, self.store, self.epoch = application, Store(), Epoch()

    def __call__(self, environ: dict[str, Any], start_response: Begin) -> Iterable[bytes]:
        began = perf_counter()
        if not from_visitor(environ):
            return self.application(environ, start_response)
        try:
            epoch = self.epoch.now()
        except DatabaseError:
            return self.application(environ, start_response)
        environ[STANDSTILL] = epoch
        key = key_of(environ)
        if key is None:
            return self.application(environ, start_response)
        found = self.store.get(key, epoch)
        if found is not None:
            return again(found, environ, start_response, began)
        return self._anew(key, epoch, environ, start_response)

    def _anew(self, key: Key, epoch: int, environ: dict[str, Any], start_response: Begin) -> Iterable[bytes]:
        begun: list[tuple[str, Headers]] = []

        def begin(status: str, headers: Headers, _error: Any = None) -> None:
            begun.append((status, headers))

        response: Any = self.application(environ, begin)
        status, headers = begun[0]
        if worth_keeping(response):
            kept = keep(response, headers, epoch, environ["PATH_INFO"])
            self.store.put(key, kept)
            headers = [*kept.headers, *((name, value) for name, value in headers if name == HEADER)]
        start_response(status, headers)
        return response  # type: ignore[no-any-return]


def from_visitor(environ: dict[str, Any]) -> bool:
    """Somebody without a session reads a page of a kind that is kept."""
    path = environ["PATH_INFO"]
    if environ["REQUEST_METHOD"] != "GET" or settings.DEBUG or settings.DEMO:
        return False
    known = settings.SESSION_COOKIE_NAME in environ.get("HTTP_COOKIE", "")
    return not known and (path == "/" or path.startswith(KEPT))


def key_of(environ: dict[str, Any]) -> Key | None:
    """Everything that an answer to a visitor depends on; None where it is answered anew."""
    path = environ["PATH_INFO"]
    sent, accepted = environ.get("HTTP_COOKIE", ""), environ.get("HTTP_ACCEPT_LANGUAGE", "")
    if environ.get("QUERY_STRING") or settings.MESSAGES_COOKIE_NAME in sent or len(accepted) > 500:
        return None
    cookies = parse_cookie(sent) if sent else {}
    theme = cookies.get("theme", "")
    return (
        path,
        language_of(cookies.get(settings.LANGUAGE_COOKIE_NAME, "")[:20], accepted),
        theme if theme in THEMES else "",
        *wishes.all_of(cookies, environ.get("HTTP_SAVE_DATA", "")),
        "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""),
        environ.get("HTTP_HOST", ""),
        environ["wsgi.url_scheme"],
        environ.get("HTTP_X_FORWARDED_PROTO", ""),
    )


@lru_cache(maxsize=2048)
def language_of(cookie: str, accepted: str) -> str:
    asking = SimpleNamespace(COOKIES={settings.LANGUAGE_COOKIE_NAME: cookie}, META={"HTTP_ACCEPT_LANGUAGE": accepted})
    return get_language_from_request(asking)  # type: ignore[arg-type]


def worth_keeping(response: Any) -> bool:
    if getattr(response, "streaming", True) or response.status_code != 200 or response.cookies:
        return False
    html = response.headers.get("Content-Type", "").startswith("text/html")
    private = "no-store" in response.headers.get("Cache-Control", "")
    once = "nonce-" in response.headers.get("Content-Security-Policy", "")
    return html and not private and not once and len(response.content) <= LARGEST


def keep(response: Any, headers: Headers, epoch: int, path: str) -> Kept:
    content = response.content
    plain = gzip.decompress(content) if response.headers.get("Content-Encoding") == "gzip" else content
    etag = f'W/"{hashlib.blake2b(plain, digest_size=12).hexdigest()}"'
    shared = [(name, value) for name, value in headers if name not in (HEADER, "Vary", "ETag", "Cache-Control")]
    shared += [("Vary", VARIES), ("ETag", etag), ("Cache-Control", "no-cache")]
    return Kept(epoch, time.monotonic() + SECONDS, path, content, shared, etag)


def again(found: Kept, environ: dict[str, Any], start_response: Begin, began: float) -> Iterable[bytes]:
    """The kept answer, or that it has not changed, with an id of its own and counted like every other."""
    name = choose_id(environ.get("HTTP_X_REQUEST_ID", ""))
    unchanged = found.etag in environ.get("HTTP_IF_NONE_MATCH", "")
    status, text = (304, "304 Not Modified") if unchanged else (200, "200 OK")
    start_response(text, [*(found.headers_unchanged if unchanged else found.headers), (HEADER, name)])
    count("GET", found.route, status, perf_counter() - began, request_id=name, person=None)
    return () if unchanged else (found.content,)
