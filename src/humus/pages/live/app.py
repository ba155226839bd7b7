"""The rooms' addresses: ``/live/PAGE/LANGUAGE/`` by WebSocket, or read as an event stream and written to by POST.

At ``/live/notices/`` open pages hear how much is unread.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from humus.pages.live import door, member, rights
from humus.pages.live.answers import answer
from humus.pages.live.member import Entry, Member
from humus.pages.live.room import Room
from humus.pages.live.service import Service
from humus.pages.live.sockets import GIVE
from humus.pages.live.streams import Streams
from humus.pages.live.taking import take

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Give = Callable[[bytes], bool]

PLACE = re.compile(r"/live/([A-Za-z0-9_-]{1,32})/([a-z]{2,8})/(events/)?", re.ASCII)
# What the access matrix tries: each address with what it answers to, and each message with who may send it.
ROUTES = {
    "live/<slug:key>/<slug:language>/": ("WEBSOCKET", "POST", "OPTIONS"),
    "live/<slug:key>/<slug:language>/events/": ("GET",),
    "live/notices/": ("GET", "OPTIONS"),
    "live/healthz": ("GET",),
}
MESSAGES = {"JOIN": "read", "UPDATE": "write", "ANSWER": "write", "CARET": "read", "PING": "read"}

log = structlog.get_logger("humus.live")


class Live:
    """An ASGI application."""

    def __init__(self) -> None:
        self.service = Service()
        self.streams = Streams(self.service)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        else:
            await self._http(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            event = await receive()
            if event["type"] == "lifespan.startup":
                await self.service.start()
                await send({"type": "lifespan.startup.complete"})
            else:
                await self.service.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/live/healthz":
            await answer(send, 200, b"well")
            return
        bell, place = scope["path"] == "/live/notices/", PLACE.fullmatch(scope["path"])
        if not bell and (place is None or not rights.known_language(place[2])):
            await answer(send, 404)
        elif not (origin := door.origin(scope)):
            log.warning("live request of a foreign origin", origin=door.header(scope, b"origin")[:200])
            await answer(send, 403)
        elif place is None:
            await self.service.bells.serve(scope, receive, send, origin)
        else:
            await self.streams.serve(scope, receive, send, place, origin)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        place = PLACE.fullmatch(scope["path"])
        if place is None or place[3] or not door.origin(scope) or not rights.known_language(place[2]):
            log.warning("live socket refused", origin=door.header(scope, b"origin")[:200])
            await send({"type": "websocket.close", "code": 1008})
            return
        await send({"type": "websocket.accept"})
        session = door.session(scope)
        entry = await self.service.ask(rights.enter, session, place[1])
        if isinstance(entry, int):
            code = member.SIGNED_OUT if entry == 401 else member.NO_ENTRY
            await send({"type": "websocket.close", "code": code, "reason": "no entry"})
            return
        give = scope.get("extensions", {}).get(GIVE)
        await self._talk(entry, session, place[2], receive, send, give)

    async def _talk(
        self, entry: Entry, session: str, language: str, receive: Receive, send: Send, give: Give | None
    ) -> None:
        async def out(frame: bytes) -> None:
            await send({"type": "websocket.send", "bytes": frame})

        who = Member(entry, session, out, give)
        async with self.service.inside(who, language) as room:
            await self._until_closed(who, room, receive)
        if who.closed is not None and who.closed[0] != 1000:
            code, reason = who.closed
            await send({"type": "websocket.close", "code": code, "reason": reason})

    async def _until_closed(self, who: Member, room: Room, receive: Receive) -> None:
        writing = asyncio.create_task(who.write())
        reading = asyncio.create_task(self._read(who, room, receive))
        closing = asyncio.create_task(who.done.wait())
        try:
            ended, _going = await asyncio.wait({writing, reading, closing}, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                trouble = task.exception()
                if isinstance(trouble, OSError):
                    who.shut(1000, "left")
                elif trouble is not None:
                    log.error("live connection failed", room=room.id, exc_info=trouble)
                    who.shut(member.LATER, "later")
        finally:
            for task in (writing, reading, closing):
                task.cancel()

    async def _read(self, who: Member, room: Room, receive: Receive) -> None:
        while who.closed is None:
            event = await receive()
            if event["type"] == "websocket.disconnect":
                who.shut(1000, "left")
                return
            await take(who, room, event.get("bytes") or b"")
