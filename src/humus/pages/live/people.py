"""Who is in a room and where their carets stand, in this process and in the others.

A browser says where its caret is; who it is, is said by the server, so that nobody speaks in another's name.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import psycopg
from psycopg_pool import PoolTimeout

from humus.pages.live import wire
from humus.pages.live.member import GONE, Entry, Member
from humus.pages.live.store import Store
from humus.pages.live.wire import Kind

MOST_MEMBERS = 400
CARETS_EVERY, CARETS_STORED_EVERY, LOOK_EVERY = 0.1, 0.7, 0.2
TONES = 8


def described(client: int, key: str, name: str, writes: bool, caret: Any) -> dict[str, Any]:
    tone = sum(key.encode()) % TONES
    return {"client": client, "key": key, "name": name, "writes": writes, "tone": tone, "caret": caret}


class People:
    def __init__(self, store: Store, room: int) -> None:
        self.store, self.room = store, room
        self.here: dict[int, Member] = {}
        self.elsewhere: dict[int, dict[str, Any]] = {}
        self._moved: dict[int, Any] = {}
        self._to_store: dict[int, Any] = {}
        self._looking = False
        self.tasks: set[asyncio.Task[None]] = set()

    def all_but(self, who: Member) -> list[dict[str, Any]]:
        here = [self._described(one) for one in self.here.values() if one is not who]
        return here + list(self.elsewhere.values())

    @staticmethod
    def _described(one: Member) -> dict[str, Any]:
        entry: Entry = one.entry
        return described(one.client, entry.key, entry.name, entry.writes, one.caret)

    async def enter(self, who: Member, client: int) -> bool:
        """False where the number belongs to somebody else. A connection that hangs gives way to its successor."""
        before = self.here.get(client)
        if before is not None and before.entry.person != who.entry.person:
            return False
        if before is None and len(self.here) >= MOST_MEMBERS:
            return False
        if client in self.elsewhere and self.elsewhere[client]["key"] != who.entry.key:
            return False
        if before is not None and before is not who:
            before.client = 0
            before.shut(GONE, "replaced")
        if who.client and who.client != client:
            await self.leave(who)
        who.client = client
        self.here[client] = who
        if not await self.store.enter(self.room, who.entry.person, client, who.entry.writes):
            await self.leave(who)
            return False
        self.look_soon()
        self._say({"people": [self._described(who)]}, who)
        return True

    async def leave(self, who: Member) -> None:
        if self.here.get(who.client) is not who:
            return
        client = who.client
        del self.here[client]
        self._moved.pop(client, None)
        self._to_store.pop(client, None)
        self._say({"gone": [client]})
        with contextlib.suppress(psycopg.Error, PoolTimeout, OSError):
            await self.store.leave(self.room, client)

    def move(self, who: Member, caret: Any) -> None:
        """Tell the others where a caret is; many movements of a moment are told as the last."""
        who.caret = caret
        if not self._moved:
            self._later(self._tell_moved())
        self._moved[who.client] = caret
        if self.elsewhere:
            if not self._to_store:
                self._later(self._store_moved())
            self._to_store[who.client] = caret

    async def _tell_moved(self) -> None:
        await asyncio.sleep(CARETS_EVERY)
        moved, self._moved = self._moved, {}
        self._say({"carets": {str(client): caret for client, caret in moved.items()}})

    async def _store_moved(self) -> None:
        await asyncio.sleep(CARETS_STORED_EVERY)
        moved, self._to_store = self._to_store, {}
        with contextlib.suppress(psycopg.Error, PoolTimeout, OSError):
            await self.store.carets(self.room, moved)

    def look_soon(self) -> None:
        """Somebody came, left or moved in another process."""
        if not self._looking:
            self._looking = True
            self._later(self._look())

    async def _look(self) -> None:
        await asyncio.sleep(LOOK_EVERY)
        self._looking = False
        with contextlib.suppress(psycopg.Error, PoolTimeout, OSError):
            rows = await self.store.present(self.room)
            found = {row[0]: described(row[0], row[4], row[5], row[2], row[3]) for row in rows}
            gone = [client for client in self.elsewhere if client not in found]
            new = [one for client, one in found.items() if self.elsewhere.get(client) != one]
            self.elsewhere = found
            if gone:
                self._say({"gone": gone})
            if new:
                self._say({"people": new})

    def _say(self, words: dict[str, Any], but: Member | None = None) -> None:
        frame = wire.words(Kind.PEOPLE, words)
        for one in self.here.values():
            if one is not but:
                one.push(frame)

    def _later(self, deed: Any) -> None:
        task = asyncio.create_task(deed)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
