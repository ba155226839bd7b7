"""The live process: its rooms, its ear on the database, and the eye on everybody's rights."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import itertools
import secrets
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

import structlog

from humus.kit import env
from humus.pages.domain import rooms as deeds
from humus.pages.live import member, rights
from humus.pages.live.bells import Bells
from humus.pages.live.member import Member
from humus.pages.live.room import AGAIN, TROUBLE, Room
from humus.pages.live.store import Store
from humus.pages.live.telling import BELLS, RIGHTS
from humus.pages.models import Page
from humus.pages.models import Room as Row

BEAT, EMPTY_FOR, GATHER_RIGHTS = 20.0, 5.0, 0.05
CONNECTIONS = 3

log = structlog.get_logger("humus.live")
Answer = TypeVar("Answer")


class Service:
    def __init__(self) -> None:
        self.process = secrets.token_hex(8)
        self.store = Store(self.process, env.number("HUMUS_LIVE_CONNECTIONS", CONNECTIONS, low=1, high=20))
        self.rooms: dict[int, Room] = {}
        self._opening = asyncio.Lock()
        self._asked: set[str] = set()
        self.members: set[Member] = set()
        self.bells = Bells(self)
        self.tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        await self.store.open()
        # What was loaded at the start stays: to look it through for garbage again and again would hold up the rooms.
        gc.collect()
        gc.freeze()
        for deed in (self._listen(), self._beat()):
            self.later(deed)

    async def stop(self) -> None:
        """Everybody goes to another process; what waits is stored before."""
        for who in list(self.members):
            who.shut(member.GONE, "restart")
        for room in list(self.rooms.values()):
            await room.close()
        for task in list(self.tasks):
            task.cancel()
        await self.store.close()

    def later(self, deed: Any) -> None:
        task = asyncio.create_task(deed)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def ask(self, deed: Callable[..., Answer], *values: Any) -> Answer:
        """Run a deed of the object mapper without holding up the rooms."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(rights.executor, lambda: rights.in_thread(deed, *values))

    # ---- coming and going

    @contextlib.asynccontextmanager
    async def inside(self, who: Member, language: str) -> AsyncIterator[Room]:
        """The room of the page, which stays open for ``who`` from here on, before their browser has joined it too."""
        number = await self.ask(_room_number, who.entry.page, language)
        async with self._opening:
            room = await self._opened(number)
            room.guests.add(who)
        self.members.add(who)
        try:
            yield room
        finally:
            self.members.discard(who)
            room.guests.discard(who)
            await room.people.leave(who)
            if not room.guests:
                self.later(self._empty(room))

    async def _opened(self, number: int) -> Room:
        room = self.rooms.get(number)
        if room is None or not room.epoch:
            held = await self.store.read(number)
            if held is None:
                raise LookupError(number)
            if room is not None:
                await room.close()
            room = self.rooms[number] = Room(self.store, number, held)
        return room

    async def _empty(self, room: Room) -> None:
        """A room that everybody has left is stored small and forgotten here."""
        await asyncio.sleep(EMPTY_FOR)
        # Nobody comes in while it closes: they would write where nothing is stored any more.
        async with self._opening:
            if room.guests or self.rooms.get(room.id) is not room:
                return
            del self.rooms[room.id]
            await room.close()
        with contextlib.suppress(Exception):
            await self.ask(deeds.settle, room.id)

    # ---- what the database tells

    async def _listen(self) -> None:
        while True:
            try:
                connection = await self.store.listen()
                async with connection:
                    await self._after_silence()
                    async for note in connection.notifies():
                        self._hear(note.channel, note.payload)
            except TROUBLE as trouble:
                log.warning("the database does not speak", trouble=str(trouble)[:200])
            await asyncio.sleep(0.3)

    async def _after_silence(self) -> None:
        self._look_again("*")
        self.later(self.bells.look({"*"}))
        self.bells.hear("*")
        for room in list(self.rooms.values()):
            self.later(self._heard_room("u", room))

    def _hear(self, channel: str, words: str) -> None:
        if channel == RIGHTS:
            self._look_again(words)
            if self.bells.open:
                self.later(self.bells.look({words}))
            return
        if channel == BELLS:
            self.bells.hear(words)
            return
        number, _colon, process = words[1:].partition(":")
        room = self.rooms.get(int(number))
        if room is not None and process != self.process:
            self.later(self._heard_room(words[0], room))

    async def _heard_room(self, what: str, room: Room) -> None:
        if what == "c":
            room.people.look_soon()
            return
        if what == "e":
            room.new_epoch()
            return
        for attempt in itertools.count():
            try:
                await room.catch_up()
                if what == "v":
                    base = await self.ask(_with_newest_version, room.id)
                    await room.published(base)
                return
            except TROUBLE as trouble:
                # A connection of the pool may have died with the database that is back: nobody would tell this again.
                log.warning("room not brought up to date", room=room.id, trouble=str(trouble)[:200])
            if self.rooms.get(room.id) is not room or not room.epoch:
                return
            await asyncio.sleep(AGAIN[min(attempt, len(AGAIN) - 1)])

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            with contextlib.suppress(*TROUBLE):
                await self.store.still_here(list(self.rooms))
            self._look_again("*")

    # ---- rights

    def _look_again(self, whom: str) -> None:
        """``whom`` is what was told: a person, a space, a page, a session, or everybody."""
        if not self._asked:
            self.later(self._look())
        self._asked.add(whom)

    async def _look(self) -> None:
        await asyncio.sleep(GATHER_RIGHTS)
        asked, self._asked = self._asked, set()
        for who in [one for one in self.members if _concerned(one, asked)]:
            try:
                answer = await self.ask(rights.enter, who.session, who.entry.key_of_page)
            except Exception as trouble:
                # Without an answer nobody stays: they come again and are asked at the door.
                log.warning("rights could not be asked", trouble=str(trouble)[:200])
                who.shut(member.LATER, "later")
                continue
            if isinstance(answer, int):
                who.shut(member.SIGNED_OUT if answer == 401 else member.NO_ENTRY, "right withdrawn")
            elif answer != who.entry:
                who.shut(member.GONE, "rights changed")


def _concerned(who: Member, asked: set[str]) -> bool:
    entry = who.entry
    names = {"*", f"p{entry.person}", f"s{entry.space}", f"g{entry.page}", f"k{rights.hashed(who.session)}"}
    return bool(names & asked)


def _room_number(page: int, language: str) -> int:
    return deeds.open_room(Page.objects.get(pk=page), language).pk


def _with_newest_version(room: int) -> int:
    """Versions that were made elsewhere are brought into the room."""
    row = Row.objects.select_related("page").filter(pk=room).first()
    return deeds.open_room(row.page, row.language).base if row else 0
