"""A room in the memory of one process: the document, who is in it, and what is on its way to the database."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Collection, Iterable
from itertools import groupby
from typing import Any

import psycopg
import structlog
from psycopg_pool import PoolTimeout
from pycrdt import Doc

from humus.pages.live import document, member, wire
from humus.pages.live.member import Member
from humus.pages.live.people import People
from humus.pages.live.store import Held, Store
from humus.pages.live.updates import MOST_DEPTH, inspect
from humus.pages.live.wire import Broken, Kind

MOST_STATE = 12_000_000
FOLD_AFTER, FOLD_BYTES = 1_000, 300_000
# Where many write, what comes within a moment is told as one frame and committed as one; a lone writer never waits.
TELL_EVERY, COMMIT_EVERY = 0.002, 0.01
AGAIN, GIVE_UP = (0.05, 0.2, 0.5, 1.0, 2.0), 20.0
TROUBLE = (psycopg.Error, PoolTimeout, OSError)
NOTHING = wire.pack_many([])

log = structlog.get_logger("humus.live")


class Room:
    def __init__(self, store: Store, number: int, held: Held) -> None:
        self.store, self.id = store, number
        self.people = People(store, number)
        # Everybody for whom it is open; ``people`` are those of them who have joined.
        self.guests: set[Member] = set()
        self.epoch, self.base, self.last = held.epoch, held.base, held.last
        self.lock = asyncio.Lock()
        self.doc: Doc[Any] = Doc()
        self.clocks: dict[int, int] = {}
        self.size = 0
        self.waiting: list[tuple[Member, int, bytes]] = []
        self.untold: list[tuple[Member | None, bytes]] = []
        self.writers: set[int] = set()
        self.unfolded = self.unfolded_bytes = 0
        self._doubtful = 0
        self._told_at = 0.0
        self._folding: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._apply([held.snapshot, *held.parts])
        self._flusher = asyncio.create_task(self._flush_for_ever())

    @property
    def members(self) -> Iterable[Member]:
        return self.people.here.values()

    def _apply(self, parts: list[bytes]) -> None:
        with self.doc.transaction():
            for part in parts:
                self.doc.apply_update(part)
                self.size += len(part)
        self.clocks = read_state(self.doc.get_state())

    # ---- what browsers send

    async def receive(self, who: Member, frame: bytes) -> None:
        """Take one frame. ``Broken`` where it is none that a browser of ours sends."""
        kind = frame[0] if frame else 0
        if kind == Kind.JOIN:
            await self._join(who, *wire.read_join(frame))
        elif not who.joined:
            raise Broken("not joined")
        elif kind in (Kind.UPDATE, Kind.ANSWER):
            if kind == Kind.ANSWER:
                who.behind = False
            if not who.behind:
                await self._update(who, *wire.read_update(frame))
        elif kind == Kind.CARET:
            self.people.move(who, wire.read_caret(frame))
        elif kind == Kind.PING:
            who.push(bytes((Kind.PONG,)))
        else:
            raise Broken("kind")

    async def _join(self, who: Member, epoch: int, client: int, state: bytes) -> None:
        """Say where the room stands; send what is missing where the browser's document is of this epoch.

        Nothing is told before that: words that rest on others that are still missing would have to wait for them.
        """
        if not 0 < client < 2**53:
            raise Broken("client")
        facts = {"epoch": self.epoch, "base": self.base, "writes": who.entry.writes, "key": who.entry.key}
        if epoch not in (0, self.epoch):
            who.push(wire.words(Kind.STATE, facts))
            return
        who.synced = False
        if not await self.people.enter(who, client):
            raise Broken("client of another")
        try:
            missing = self.doc.get_update(state or b"\x00")
        except ValueError as error:
            raise Broken("state") from error
        who.push(wire.words(Kind.STATE, facts | {"people": self.people.all_but(who)}))
        who.push(wire.sync(self.doc.get_state(), missing))
        who.synced = True

    async def _update(self, who: Member, sequence: int, update: bytes) -> None:
        if not who.entry.writes:
            log.warning("live update refused", person=who.entry.key, room=self.id, reason="view only")
            who.behind = True
            who.push(wire.words(Kind.NOTICE, {"kind": "viewonly"}))
            return
        facts = inspect(update)
        if self.size + len(update) > MOST_STATE:
            who.behind = True
            who.push(wire.words(Kind.NOTICE, {"kind": "tooLong"}))
            return
        if not facts.follows(self.clocks):
            who.behind = True
            who.push(wire.ask(self.doc.get_state()))
            return
        try:
            if not facts.empty:
                self.doc.apply_update(update)
        except (ValueError, RuntimeError) as error:
            raise Broken("update") from error
        if facts.types and document.depth(self.doc) > MOST_DEPTH:
            await self._take_out()
            raise Broken("depth")
        for client, end in facts.ends.items():
            self.clocks[client] = max(end, self.clocks.get(client, 0))
        self.size += len(update)
        self.waiting.append((who, sequence, b"" if facts.empty else update))
        self._wake.set()
        if not facts.empty:
            self._soon(who, update)

    def _soon(self, who: Member, update: bytes) -> None:
        """Tell it in this turn of the loop, or with what else comes until the next time: a commit is not waited for.

        Who wrote it keeps it until it is acknowledged, and brings it again should it be lost here.
        """
        if not self.untold:
            loop = asyncio.get_running_loop()
            loop.call_later(max(0.0, self._told_at + TELL_EVERY - loop.time()), self._tell_all)
        self.untold.append((who, update))

    def _tell_all(self) -> None:
        if not self.untold:
            return
        writers = {who for who, _update in self.untold}
        # Whoever wrote all of it has it.
        alone = writers.pop() if len(writers) == 1 else None
        self._told_at = asyncio.get_running_loop().time()
        frame, self.untold = wire.updates(wire.pack_many(update for _who, update in self.untold)), []
        for who in self.members:
            if who.synced and who is not alone:
                who.push(frame)

    async def _take_out(self) -> None:
        """Build the document again without what it took in last, which nobody was told of."""
        self._doubtful += 1
        try:
            await self._build_again()
        finally:
            self._doubtful -= 1

    async def _build_again(self) -> None:
        async with self.lock:
            held = await self.store.read(self.id)
            if held is None or held.epoch != self.epoch:
                return self.new_epoch()
            self.doc, self.size = Doc(), 0
            self._apply([held.snapshot, *held.parts, *(update for _who, _sequence, update in self.waiting)])

    # ---- to everybody and to the database

    async def _flush_for_ever(self) -> None:
        loop = asyncio.get_running_loop()
        began = 0.0
        while True:
            await self._wake.wait()
            if (early := began + COMMIT_EVERY - loop.time()) > 0:
                await asyncio.sleep(early)
            began = loop.time()
            self._wake.clear()
            async with self.lock:
                try:
                    await self._flush()
                except Exception:
                    # Else nothing in this room would be acknowledged any more: everybody comes again and gives it anew.
                    log.exception("live room begins again", room=self.id)
                    self.new_epoch()

    async def _flush(self) -> None:
        batch, self.waiting = self.waiting, []
        if not batch:
            return
        # In the order in which it came: words rest on those of others, and read before them they may be lost.
        turns = groupby((one for one in batch if one[2]), key=lambda one: one[0].entry.person)
        written = [(person, wire.pack_many(update for _who, _sequence, update in some)) for person, some in turns]
        people, parts = [person for person, _part in written], [part for _person, part in written]
        last = await self._commit(people, parts) if parts else self.last
        if last is None:
            self.new_epoch()
            return
        expected, self.unfolded = self.last + len(parts), self.unfolded + len(parts)
        self.unfolded_bytes += sum(map(len, parts))
        self.writers.update(people)
        if last == expected:
            self.last = last
        else:
            await self._catch_up({update for _who, _sequence, update in batch})
        for who, sequence in {who: sequence for who, sequence, _update in batch}.items():
            who.push(wire.updates(NOTHING, sequence))
        if self.unfolded > FOLD_AFTER or self.unfolded_bytes > FOLD_BYTES:
            self._fold()

    async def _commit(self, people: list[int], parts: list[bytes]) -> int | None:
        """Nothing is acknowledged before this answers. While the database is away it is tried again, then given up."""
        fresh = list(dict.fromkeys(person for person in people if person not in self.writers))
        until = asyncio.get_running_loop().time() + GIVE_UP
        for attempt in range(1000):
            try:
                return await self.store.append(self.id, self.epoch, people, parts, fresh)
            except TROUBLE as trouble:
                if isinstance(trouble, psycopg.errors.IntegrityError) or asyncio.get_running_loop().time() > until:
                    log.error("live update not stored", room=self.id, trouble=str(trouble)[:200])
                    break
                await asyncio.sleep(AGAIN[min(attempt, len(AGAIN) - 1)])
        return None

    async def catch_up(self) -> None:
        """Bring in what other processes have committed."""
        async with self.lock:
            await self._catch_up()

    async def _catch_up(self, known: Collection[bytes] = ()) -> None:
        held = await self.store.since(self.id, self.last)
        if held is None or held.epoch != self.epoch:
            self.new_epoch()
            return
        parts = [part for part in held.parts if part not in known]
        if held.snapshot:
            parts.insert(0, held.snapshot)
        self.last = held.last
        if parts:
            self._apply(parts)
            self.untold += [(None, part) for part in parts]
            self._tell_all()

    def _fold(self) -> None:
        """Keep the stored room small: the snapshot takes in what is committed, beside the writing that goes on.

        What waits to be committed may be in it too, but nothing that is being taken out again.
        """
        if self._doubtful or (self._folding and not self._folding.done()):
            return
        snapshot = self.doc.get_update()
        self.unfolded = self.unfolded_bytes = 0
        self.size = len(snapshot)
        self._folding = asyncio.create_task(self._keep(snapshot, self.last))

    async def _keep(self, snapshot: bytes, number: int) -> None:
        with contextlib.suppress(*TROUBLE):
            await self.store.fold(self.id, self.epoch, number, snapshot)

    # ---- the life of the room

    def new_epoch(self) -> None:
        """The document in memory is not the one of the database any more: everybody comes again."""
        self.epoch = 0
        for who in list(self.members):
            who.shut(member.EPOCH, "epoch")

    async def published(self, base: int) -> None:
        self.base = base
        self.writers.clear()
        self.tell({"kind": "published", "base": base})

    def tell(self, words: dict[str, Any]) -> None:
        frame = wire.words(Kind.NOTICE, words)
        for who in self.members:
            who.push(frame)

    async def close(self) -> None:
        """Store what still waits, then stop."""
        async with self.lock:
            if self.epoch:
                await self._flush()
        if self._folding:
            await self._folding
        for task in (self._flusher, *self.people.tasks):
            task.cancel()


def read_state(state: bytes) -> dict[int, int]:
    """A state vector as the next clock of each client."""
    count, at = wire.read_number(state, 0)
    clocks = {}
    for _ in range(count):
        client, at = wire.read_number(state, at)
        clocks[client], at = wire.read_number(state, at)
    return clocks
