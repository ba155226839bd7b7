"""How a room sends and folds: in order, no waiting for who is slow, and writing goes on beside the folding."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from pycrdt import Doc, Text

from humus.pages.domain import rooms as deeds
from humus.pages.live import member, room, wire
from humus.pages.live.member import Entry, Member
from humus.pages.live.service import Service
from humus.pages.live.store import Store
from humus.pages.models import Page, Room, RoomUpdate


class Line:
    """A connection that can be full; ``sent`` is what has left, in its order."""

    def __init__(self) -> None:
        self.full = False
        self.sent: list[bytes] = []
        self.free = asyncio.Event()

    def give(self, frame: bytes) -> bool:
        if not self.full:
            self.sent.append(frame)
        return not self.full

    async def send(self, frame: bytes) -> None:
        await self.free.wait()
        self.sent.append(frame)


def member_on(line: Line, person: int = 1) -> Member:
    entry = Entry(person, "p", "Lena", 1, "page", 1, writes=True)
    return Member(entry, "session", line.send, line.give)


async def opened(store: Store, number: int) -> room.Room:
    held = await store.read(number)
    assert held is not None
    return room.Room(store, number, held)


def sits(here: room.Room, who: Member, client: int) -> None:
    """As after joining: it has the document and is told what comes."""
    who.client, who.synced = client, True
    here.people.here[client] = who


def test_frames_leave_in_their_order_though_the_line_was_full_between() -> None:
    async def play() -> list[bytes]:
        line = Line()
        who = member_on(line)
        writing = asyncio.create_task(who.write())
        who.push(b"1")
        line.full = True
        who.push(b"2")
        await asyncio.sleep(0)
        # The line has room again, but the second frame still waits for its turn.
        line.full = False
        who.push(b"3")
        line.free.set()
        await asyncio.sleep(0.01)
        who.push(b"4")
        writing.cancel()
        return line.sent

    assert asyncio.run(play()) == [b"1", b"2", b"3", b"4"]


def test_who_reads_too_slowly_is_sent_away_and_who_reads_is_not() -> None:
    async def play() -> tuple[Any, Any]:
        slow, quick = Line(), Line()
        slow.full = True
        some = member_on(slow), member_on(quick)
        for _ in range(5):
            for one in some:
                one.push(bytes(1_000_000))
        return some[0].closed, some[1].closed

    assert asyncio.run(play()) == ((member.TOO_SLOW, "slow"), None)


@pytest.fixture
def store_of() -> Callable[[Callable[[Store], Awaitable[Any]]], Any]:
    def run(deed: Callable[[Store], Awaitable[Any]]) -> Any:
        async def play() -> Any:
            store = Store("here", 2)
            await store.open()
            try:
                return await deed(store)
            finally:
                await store.close()

        return asyncio.run(play())

    return run


def written(words: str) -> list[bytes]:
    """The updates of a document to which these words are added one by one."""
    doc: Doc[Any] = Doc()
    found: list[bytes] = []
    doc.observe(lambda event: found.append(event.update))
    for word in words.split():
        doc.get("title", type=Text).insert(0, word)
    return found


def acknowledged(line: Line) -> list[int]:
    return [wire.read_number(frame, 1)[0] for frame in line.sent if frame[0] == wire.Kind.UPDATES]


def test_words_are_told_at_once_and_acknowledged_when_they_are_stored(
    page: Page, cast: SimpleNamespace, store_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = deeds.open_room(page, "en").pk
    (update,) = written("one")

    async def deed(store: Store) -> list[Any]:
        gate, append = asyncio.Event(), store.append

        async def slow_append(*values: Any) -> int | None:
            await gate.wait()
            return await append(*values)

        monkeypatch.setattr(store, "append", slow_append)
        here = await opened(store, number)
        writing, reading = Line(), Line()
        for client, (line, person) in enumerate(((writing, cast.leader), (reading, cast.member)), 7):
            who = member_on(line, person.pk)
            sits(here, who, client)
        await here.receive(here.people.here[7], bytes((wire.Kind.UPDATE, 1)) + update)
        for _turn in range(20):
            await asyncio.sleep(0)
        seen = [(acknowledged(writing), reading.sent)]
        gate.set()
        async with asyncio.timeout(5):
            while 1 not in acknowledged(writing):
                await asyncio.sleep(0.01)
        await here.close()
        return [*seen, acknowledged(reading)]

    told = wire.updates(wire.pack_many([update]))
    assert store_of(deed) == [([], [told]), [0]]
    assert RoomUpdate.objects.count() == 1


def test_words_that_come_close_together_are_one_frame_and_one_commit(
    page: Page, cast: SimpleNamespace, store_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = deeds.open_room(page, "en").pk
    updates = written("one two three")
    monkeypatch.setattr(room, "TELL_EVERY", 0.3)
    monkeypatch.setattr(room, "COMMIT_EVERY", 0.3)

    async def deed(store: Store) -> tuple[list[bytes], list[int]]:
        commits, append = [], store.append

        async def counted(*values: Any) -> int | None:
            commits.append(len(wire.unpack_many(values[3][0])))
            return await append(*values)

        monkeypatch.setattr(store, "append", counted)
        here = await opened(store, number)
        writing, reading = Line(), Line()
        for client, (line, person) in enumerate(((writing, cast.leader), (reading, cast.member)), 7):
            sits(here, member_on(line, person.pk), client)
        for sequence, update in enumerate(updates, 1):
            await here.receive(here.people.here[7], bytes((wire.Kind.UPDATE, sequence)) + update)
            await asyncio.sleep(0.05)
        async with asyncio.timeout(5):
            while 3 not in acknowledged(writing):
                await asyncio.sleep(0.01)
        await here.close()
        return reading.sent, commits

    told, commits = store_of(deed)
    assert told == [wire.updates(wire.pack_many(some)) for some in (updates[:1], updates[1:])]
    assert commits == [1, 2]


def test_what_several_wrote_is_stored_in_the_order_in_which_it_came(
    page: Page, cast: SimpleNamespace, store_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each word rests on the one before; read out of order, not every library finds its place again."""
    number = deeds.open_room(page, "en").pk
    updates = written("one two three four five")
    monkeypatch.setattr(room, "COMMIT_EVERY", 0.3)

    async def deed(store: Store) -> list[bytes]:
        held = await store.read(number)
        assert held is not None
        before = len(held.parts)
        here = room.Room(store, number, held)
        lines = {7: Line(), 8: Line()}
        for client, person in ((7, cast.leader), (8, cast.member)):
            sits(here, member_on(lines[client], person.pk), client)
        for sequence, (client, update) in enumerate(zip((7, 8, 7, 8, 8), updates, strict=True), 1):
            await here.receive(here.people.here[client], bytes((wire.Kind.UPDATE, sequence)) + update)
        await here.close()
        kept = await store.read(number)
        assert kept is not None
        return kept.parts[before:]

    assert store_of(deed) == updates
    assert list(RoomUpdate.objects.order_by("number").values_list("person_id", flat=True)) == [
        person.pk for person in (cast.leader, cast.member, cast.leader, cast.member)
    ]


def test_what_another_process_told_is_fetched_again_where_the_database_failed_meanwhile(
    page: Page, cast: SimpleNamespace, store_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = deeds.open_room(page, "en").pk
    (update,) = written("one")

    async def deed(store: Store) -> list[bytes]:
        held = await store.read(number)
        assert held is not None
        house = Service()
        here = house.rooms[number] = room.Room(store, number, held)
        line = Line()
        sits(here, member_on(line, cast.member.pk), 8)
        await store.append(number, held.epoch, [cast.leader.pk], [wire.pack_many([update])], [])
        since, failed = store.since, []

        async def failing(*values: Any) -> Any:
            if len(failed) < 2:
                failed.append(True)
                raise psycopg.OperationalError("the connection is lost")
            return await since(*values)

        monkeypatch.setattr(store, "since", failing)
        await house._heard_room("u", here)
        await here.close()
        return line.sent

    assert store_of(deed) == [wire.updates(wire.pack_many([update]))]


def test_who_joins_is_told_nothing_before_the_document_and_misses_nothing(
    page: Page, cast: SimpleNamespace, store_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words told too soon would rest on others that are missing, and not every editor finds them again."""
    number = deeds.open_room(page, "en").pk
    updates = written("one two three four")

    async def deed(store: Store) -> tuple[list[int], str, list[bytes]]:
        gate, entered, enter = asyncio.Event(), asyncio.Event(), store.enter

        async def slow_enter(*values: Any) -> bool:
            entered.set()
            await gate.wait()
            return await enter(*values)

        monkeypatch.setattr(store, "enter", slow_enter)
        here = await opened(store, number)
        writer = member_on(Line(), cast.leader.pk)
        sits(here, writer, 7)
        line = Line()
        comer = member_on(line, cast.member.pk)
        await here.receive(writer, bytes((wire.Kind.UPDATE, 1)) + updates[0])
        joining = asyncio.create_task(here.receive(comer, bytes((wire.Kind.JOIN, 0, 8)) + wire.packed(b"\0")))
        await entered.wait()
        for sequence, update in enumerate(updates[1:3], 2):
            await here.receive(writer, bytes((wire.Kind.UPDATE, sequence)) + update)
            await asyncio.sleep(0.05)
        gate.set()
        await joining
        given = wire.read_packed(line.sent[-1], wire.read_packed(line.sent[-1], 1)[1])[0]
        doc: Doc[Any] = Doc()
        doc.apply_update(given)
        kinds, before = [frame[0] for frame in line.sent if frame[0] != wire.Kind.PEOPLE], len(line.sent)
        await here.receive(writer, bytes((wire.Kind.UPDATE, 4)) + updates[3])
        await asyncio.sleep(0.05)
        after = line.sent[before:]
        await here.close()
        return kinds, str(doc.get("title", type=Text)), [frame for frame in after if frame[0] == wire.Kind.UPDATES]

    kinds, title, told = store_of(deed)
    assert kinds == [wire.Kind.STATE, wire.Kind.SYNC]
    assert "threetwoone" in title
    assert told == [wire.updates(wire.pack_many([updates[3]]))]


def test_the_room_is_folded_beside_those_who_write(
    page: Page, cast: SimpleNamespace, store_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "FOLD_AFTER", 0)
    number = deeds.open_room(page, "en").pk
    first, second, third = written("one two three")

    async def deed(store: Store) -> bool:
        gate, fold = asyncio.Event(), store.fold

        async def slow_fold(*values: Any) -> None:
            await gate.wait()
            await fold(*values)

        monkeypatch.setattr(store, "fold", slow_fold)
        here = await opened(store, number)
        line = Line()
        who = member_on(line, cast.leader.pk)
        sits(here, who, 7)
        for sequence, update in enumerate((first, second, third), 1):
            await here.receive(who, bytes((wire.Kind.UPDATE,)) + wire.number(sequence) + update)
            async with asyncio.timeout(5):
                while sequence not in acknowledged(line):
                    await asyncio.sleep(0.01)
        gate.set()
        await here.close()
        return True

    assert store_of(deed)
    row = Room.objects.get(pk=number)
    # The first fold took in what was committed when it began; what came meanwhile stands beside it.
    assert row.folded == row.last - 2
    assert [one.number for one in RoomUpdate.objects.order_by("number")] == [row.last - 1, row.last]
    assert "threetwoone" in str(deeds.load(row).get("title", type=Text))


def test_a_room_whose_database_goes_while_it_catches_up_sends_everybody_to_come_again(
    page: Page, cast: SimpleNamespace, store_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = deeds.open_room(page, "en").pk

    async def deed(store: Store) -> Any:
        async def away(*values: Any) -> None:
            raise psycopg.OperationalError("gone")

        here = await opened(store, number)
        who = member_on(Line(), cast.leader.pk)
        sits(here, who, 7)
        # Another process has committed between: the room asks what, and nobody answers.
        here.last -= 1
        monkeypatch.setattr(store, "since", away)
        await here.receive(who, bytes((wire.Kind.UPDATE, 1)) + written("one")[0])
        async with asyncio.timeout(5):
            await who.done.wait()
        await here.close()
        return who.closed, here.epoch

    assert store_of(deed) == ((member.EPOCH, "epoch"), 0)
    assert RoomUpdate.objects.count() == 1


def test_a_part_that_is_being_taken_out_is_not_folded_in(page: Page, store_of: Callable[..., Any]) -> None:
    number = deeds.open_room(page, "en").pk

    async def deed(store: Store) -> None:
        here = await opened(store, number)
        async with here.lock:
            rebuilding = asyncio.create_task(here._take_out())
            await asyncio.sleep(0)
            here._fold()
            assert here._folding is None
        await rebuilding
        here._fold()
        assert here._folding is not None
        await here.close()

    store_of(deed)
