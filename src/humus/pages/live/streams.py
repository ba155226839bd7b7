"""The same room where WebSockets are blocked: an event stream down, POST up, the frames in base 64."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import re
import secrets
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from humus.pages.live import door, member, rights, wire
from humus.pages.live.answers import EVENTS, Receive, Send, answer, gone, shared
from humus.pages.live.member import Member
from humus.pages.live.room import Room
from humus.pages.live.service import Service
from humus.pages.live.taking import take

HEARTBEAT = 10.0
ANSWER_WITHIN = 10.0
# The number of a browser whose stream is elsewhere; it is in no room's list.
ALONE = -1
MOST_BODY = wire.MOST_BYTES + 100_000


class Streams:
    def __init__(self, service: Service) -> None:
        self.service = service
        self.open: dict[str, tuple[Member, Room]] = {}

    async def serve(self, scope: Any, receive: Receive, send: Send, place: re.Match[str], origin: str) -> None:
        method, events = scope["method"], bool(place[3])
        if method == "OPTIONS":
            await answer(send, 204, headers=shared(origin))
        elif events and method == "GET":
            await self._stream(scope, receive, send, place, origin)
        elif not events and method == "POST":
            await self._take(scope, receive, send, place, origin)
        else:
            await answer(send, 405, headers=shared(origin))

    async def _stream(self, scope: Any, receive: Receive, send: Send, place: re.Match[str], origin: str) -> None:
        session = door.session(scope)
        entry = await self.service.ask(rights.enter, session, place[1])
        if isinstance(entry, int):
            await answer(send, entry, headers=shared(origin))
            return
        await send({"type": "http.response.start", "status": 200, "headers": EVENTS + shared(origin)})

        async def event(words: str) -> None:
            await send({"type": "http.response.body", "body": words.encode(), "more_body": True})

        async def out(frame: bytes) -> None:
            await event(f"data: {base64.b64encode(frame).decode()}\n\n")

        who = Member(entry, session, out)
        token = secrets.token_urlsafe(24)
        async with self.service.inside(who, place[2]) as room:
            self.open[token] = (who, room)
            try:
                await event(f"event: open\ndata: {token}\n\n")
                await self._until_closed(who, receive, event)
            finally:
                del self.open[token]
        code = who.closed[0] if who.closed else member.GONE
        await event(f"event: shut\ndata: {code}\n\n")
        await send({"type": "http.response.body", "body": b""})

    @staticmethod
    async def _until_closed(who: Member, receive: Receive, event: Callable[[str], Awaitable[None]]) -> None:
        async def beat() -> None:
            while True:
                await asyncio.sleep(HEARTBEAT)
                await event(":\n\n")

        tasks = [asyncio.create_task(one) for one in (who.write(), who.done.wait(), beat(), gone(receive))]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()

    async def _take(self, scope: Any, receive: Receive, send: Send, place: re.Match[str], origin: str) -> None:
        body = await _body(receive)
        if body is None:
            await answer(send, 413, headers=shared(origin))
            return
        try:
            frames = wire.unpack_many(body)
        except wire.Broken:
            await answer(send, 400, headers=shared(origin))
            return
        session = door.session(scope)
        token = parse_qs(scope["query_string"].decode("latin-1")).get("stream", [""])[0]
        who, room = self.open.get(token, (None, None))
        if who is None or room is None or who.session != session:
            await self._take_alone(session, place, frames, send, origin)
            return
        for frame in frames:
            await take(who, room, frame)
        await answer(send, 204 if who.closed is None else 410, headers=shared(origin))

    async def _take_alone(
        self, session: str, place: re.Match[str], frames: list[bytes], send: Send, origin: str
    ) -> None:
        """The stream is in another process: store what was written and answer with the acknowledgements."""
        entry = await self.service.ask(rights.enter, session, place[1])
        if isinstance(entry, int):
            await answer(send, entry, headers=shared(origin))
            return
        replies: list[bytes] = []
        told = asyncio.Event()

        async def out(frame: bytes) -> None:
            replies.append(frame)
            told.set()

        who = Member(entry, session, out)
        expected = [frame for frame in frames if frame and frame[0] in (wire.Kind.UPDATE, wire.Kind.ANSWER)]
        async with self.service.inside(who, place[2]) as room:
            who.client = ALONE
            writing = asyncio.create_task(who.write())
            for frame in expected:
                await take(who, room, frame)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(ANSWER_WITHIN):
                    while expected and not replies and who.closed is None:
                        await told.wait()
            writing.cancel()
        await answer(send, 200 if who.closed is None else 410, wire.pack_many(replies), shared(origin))


async def _body(receive: Receive) -> bytes | None:
    body = bytearray()
    while True:
        event = await receive()
        body += event.get("body", b"")
        if len(body) > MOST_BODY or event["type"] == "http.disconnect":
            return None
        if not event.get("more_body"):
            return bytes(body)
