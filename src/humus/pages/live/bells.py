"""Open pages are told how much is unread: a number and nothing else, to the session that asks, while it holds."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import structlog

from humus.pages.live import door, rights
from humus.pages.live.answers import EVENTS, Receive, Send, answer, gone, shared
from humus.pages.live.room import TROUBLE

if TYPE_CHECKING:
    from humus.pages.live.service import Service

GATHER, HEARTBEAT = 0.1, 25.0
# A stream ends after so long and is asked for anew, with the session as it is then.
LASTS, AGAIN_AFTER = 600.0, 5000
MOST, MOST_OF_ONE = 5000, 12

log = structlog.get_logger("humus.live")


class Bell:
    """One open page."""

    def __init__(self, person: int, session: str) -> None:
        self.person, self.session = person, session
        self.unread, self.shut = -1, False
        self.changed = asyncio.Event()

    def show(self, unread: int) -> None:
        if unread != self.unread:
            self.unread = unread
            self.changed.set()

    def close(self) -> None:
        self.shut = True
        self.changed.set()


class Bells:
    def __init__(self, service: Service) -> None:
        self.service = service
        self.open: list[Bell] = []
        self._ringing: set[int] = set()

    async def serve(self, scope: Any, receive: Receive, send: Send, origin: str) -> None:
        if scope["method"] != "GET":
            await answer(send, 204 if scope["method"] == "OPTIONS" else 405, headers=shared(origin))
            return
        session = door.session(scope)
        person = await self.service.ask(rights.person_of, session)
        if person is None:
            await answer(send, 401, headers=shared(origin))
        elif len(self.open) >= MOST:
            await answer(send, 503, headers=shared(origin))
        else:
            await send({"type": "http.response.start", "status": 200, "headers": EVENTS + shared(origin)})
            await self._ring_until_closed(self._put_up(person, session), receive, send)

    def _put_up(self, person: int, session: str) -> Bell:
        """The oldest of too many of one person gives way."""
        own = [one for one in self.open if one.person == person]
        if len(own) >= MOST_OF_ONE:
            own[0].close()
        bell = Bell(person, session)
        self.open.append(bell)
        self.hear(str(person))
        return bell

    async def _ring_until_closed(self, bell: Bell, receive: Receive, send: Send) -> None:
        async def write(words: str) -> None:
            await send({"type": "http.response.body", "body": words.encode(), "more_body": True})

        left, ends = asyncio.create_task(gone(receive)), time.monotonic() + LASTS
        try:
            await write(f"retry: {AGAIN_AFTER}\n\n")
            while not left.done() and not bell.shut and time.monotonic() < ends:
                changed = asyncio.create_task(bell.changed.wait())
                await asyncio.wait({left, changed}, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
                changed.cancel()
                rung = bell.changed.is_set() and not bell.shut
                bell.changed.clear()
                await write(f"data: {bell.unread}\n\n" if rung else ":\n\n")
        finally:
            left.cancel()
            self.open.remove(bell)
        await send({"type": "http.response.body", "body": b""})

    # ---- what the database tells

    def hear(self, words: str) -> None:
        """People, by their numbers, for whom something came or was read; ``*`` for everybody."""
        here = {bell.person for bell in self.open}
        told = here if words == "*" else here & {int(one) for one in words.split(",") if one}
        if told and not self._ringing:
            self.service.later(self._ring())
        self._ringing |= told

    async def _ring(self) -> None:
        await asyncio.sleep(GATHER)
        told, self._ringing = self._ringing, set()
        try:
            unread = await self.service.ask(rights.unread_of, sorted(told))
        except TROUBLE as trouble:
            log.warning("bells not rung", trouble=str(trouble)[:200])
            return
        for bell in self.open:
            if bell.person in unread:
                bell.show(unread[bell.person])

    async def look(self, asked: set[str]) -> None:
        """Whose account or session is no longer good hears nothing more."""
        for bell in list(self.open):
            if not asked & {"*", f"p{bell.person}", f"k{rights.hashed(bell.session)}"}:
                continue
            try:
                good = await self.service.ask(rights.person_of, bell.session) == bell.person
            except Exception as trouble:
                log.warning("rights could not be asked", trouble=str(trouble)[:200])
                good = False
            if not good:
                bell.close()
