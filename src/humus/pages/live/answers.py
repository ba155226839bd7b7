"""Answers over plain HTTP, and what lets a page of the site on another port read them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

EVENTS = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store"), (b"x-accel-buffering", b"no")]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


async def answer(send: Send, status: int, body: bytes = b"", headers: list[tuple[bytes, bytes]] | None = None) -> None:
    given = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]
    await send({"type": "http.response.start", "status": status, "headers": given + (headers or [])})
    await send({"type": "http.response.body", "body": body})


async def gone(receive: Receive) -> None:
    """Until whoever reads the stream has left."""
    while (await receive())["type"] != "http.disconnect":
        pass


def shared(origin: str) -> list[tuple[bytes, bytes]]:
    """The pages of the site may stand on another port of the same machine."""
    return [
        (b"access-control-allow-origin", origin.encode()),
        (b"access-control-allow-credentials", b"true"),
        (b"access-control-allow-headers", b"content-type"),
        (b"access-control-allow-methods", b"GET, POST"),
        (b"access-control-max-age", b"600"),
        (b"vary", b"origin"),
    ]
