"""Pages kept ready for visitors who have not signed in.

What a visitor sees depends on the address, the language and the theme alone. A kept page is good until anything happens
on the platform (every deed writes a row of activity), which each process asks twice a second at most, or for a minute.
"""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

from humus.activity.models import Activity

MOST = 400
SECONDS = 60.0
LOOK_AGAIN = 0.5
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")\w+(")')
MARK = b"\xef\xa3\xbftoken\xef\xa3\xbf"
KEPT = ("/s/", "/strategy/", "/events/", "/spaces/", "/organisations/", "/about/", "/join/")


@dataclass
class Kept:
    epoch: int
    until: float
    content: bytes
    headers: dict[str, str]


class Epoch:
    """The number of the last thing that happened, asked for at most every half second."""

    def __init__(self) -> None:
        self.number, self.asked = -1, 0.0

    def now(self) -> int:
        if time.monotonic() - self.asked > LOOK_AGAIN:
            self.number = Activity.objects.aggregate(last=Max("pk"))["last"] or 0
            self.asked = time.monotonic()
        return self.number


def visitors(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    kept: OrderedDict[tuple[str, str, str], Kept] = OrderedDict()
    epoch = Epoch()

    def middleware(request: HttpRequest) -> HttpResponse:
        if not keepable(request):
            return get_response(request)
        key = (request.path, request.LANGUAGE_CODE, request.COOKIES.get("theme", ""))  # type: ignore[attr-defined]
        now = epoch.now()
        found = kept.get(key)
        if found is not None and found.epoch == now and found.until > time.monotonic():
            kept.move_to_end(key)
            return again(request, found)
        response = get_response(request)
        if worth_keeping(response):
            content = TOKEN.sub(rb"\1" + MARK + rb"\2", response.content)
            headers = {name: value for name, value in response.items() if name not in ("Set-Cookie", "X-Request-Id")}
            kept[key] = Kept(now, time.monotonic() + SECONDS, content, headers)
            if len(kept) > MOST:
                kept.popitem(last=False)
        return response

    return middleware


def keepable(request: HttpRequest) -> bool:
    if request.method != "GET" or settings.DEBUG or settings.DEMO or request.META.get("QUERY_STRING"):
        return False
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return False
    return request.path == "/" or request.path.startswith(KEPT)


def worth_keeping(response: HttpResponse) -> bool:
    html = response.headers.get("Content-Type", "").startswith("text/html")
    return response.status_code == 200 and html and not response.streaming and b"nonce-" not in response.content


def again(request: HttpRequest, found: Kept) -> HttpResponse:
    content = found.content
    if MARK in content:
        content = content.replace(MARK, get_token(request).encode())
    response = HttpResponse(content)
    for name, value in found.headers.items():
        response[name] = value
    return response
