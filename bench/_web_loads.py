"""The requests that the web benchmark sends, as a browser sends them."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import _filling
from _measuring import Load, Maker, Request

BROWSER = {"Accept-Encoding": "gzip, deflate, br", "Accept-Language": "en"}
TOKEN = "x" * 32


@dataclass(frozen=True)
class Site:
    """Where one of the two sites answers, and whom its work is charged to."""

    port: int
    web: int
    database: int

    def load(self, name: str, make: Maker, **more: Any) -> Load:
        return Load(name, self.port, self.web, self.database, make, **more)


def every_load(ours: Site, floor: Site, *, pages: dict[str, Any], cookie: str, floor_cookie: str) -> list[Load]:
    slugs, keys = pages["slugs"], pages["keys"]
    host = BROWSER | {"Host": f"127.0.0.1:{ours.port}"}
    signed = host | {"Cookie": f"humus_session={cookie}; language=en"}
    visitor = host | {"Cookie": "language=en"}
    known = BROWSER | {"Cookie": f"sessionid={floor_cookie}"}

    def pick(number: int) -> int:
        return (number * 7919) % len(keys)

    def get(path: str, headers: dict[str, str]) -> Request:
        return Request(path, headers)

    def page(number: int) -> str:
        return f"/s/measuring/{slugs[pick(number)]}/"

    return [
        floor.load("floor, signed in", lambda n: get(f"/{pick(n) + 1}/", known)),
        ours.load("page, signed in", lambda n: get(page(n), signed)),
        floor.load("floor, anonymous", lambda n: get(f"/{pick(n) + 1}/", BROWSER)),
        ours.load("page, anonymous", lambda n: get(f"{page(n)}?fresh={n}", visitor)),
        ours.load("page, anonymous, cached", lambda n: get(f"/s/measuring/{slugs[n % 20]}/", visitor), warm=20),
        ours.load("history", lambda n: get(f"/p/{keys[pick(n)]}/history/", signed)),
        ours.load("compare", lambda n: get(f"/p/{keys[pick(n)]}/compare/", signed)),
        ours.load("history, 150 versions", lambda n: get(f"/p/{pages['long']}/history/", signed)),
        ours.load("compare, 150 versions", lambda n: get(f"/p/{pages['long']}/compare/?from={n % 140 + 1}", signed)),
        ours.load("save", lambda n: save(n, keys[pick(n)], pick(n), keys, signed), allowed=(302,)),
    ]


def save(number: int, key: str, place: int, keys: list[str], signed: dict[str, str]) -> Request:
    """The form of the editor: one paragraph of the page rewritten, and its links lead to other pages than before."""
    fields = {
        "title": _filling.title(place),
        "base": "999999",
        "request_key": uuid.uuid4().hex,
        "body": json.dumps(_filling.body(place % 200, keys[number % 40 : 50], number)),
        "csrfmiddlewaretoken": TOKEN,
    }
    headers = signed | {
        "Cookie": f"{signed['Cookie']}; humus_csrf={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": f"http://{signed['Host']}",
    }
    return Request(f"/p/{key}/edit/?language=en", headers, "POST", urlencode(fields))
