"""Rooms in the database, as the live process reads and writes them: few statements, no waiting for one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from django.conf import settings
from psycopg.types.json import Jsonb
from psycopg_pool import AsyncConnectionPool

from humus.pages.live.telling import BELLS, RIGHTS, ROOMS
from humus.pages.live.wire import unpack_many

# One statement: the lock on the room's row gives the numbers their order, so that no reader ever skips one.
APPEND = """
WITH head AS (
  UPDATE pages_room SET last = last + %(count)s, changed_at = now() WHERE id = %(room)s AND epoch = %(epoch)s
  RETURNING last
), kept AS (
  INSERT INTO pages_roomupdate (room_id, number, person_id, data)
  SELECT %(room)s, head.last - %(count)s + new.place, new.person, new.data
  FROM head, unnest(%(people)s::bigint[], %(parts)s::bytea[]) WITH ORDINALITY AS new (person, data, place)
), writers AS (
  INSERT INTO pages_roomwriter (room_id, person_id, since)
  SELECT %(room)s, one.person, now() FROM head, unnest(%(writers)s::bigint[]) AS one (person)
  ON CONFLICT DO NOTHING
)
SELECT head.last, pg_notify(%(channel)s, %(words)s) FROM head
"""
# Two statements, so that those who append wait for the row only as long as the snapshot is written.
FOLD = """
UPDATE pages_room SET snapshot = %(snapshot)s, folded = %(number)s
WHERE id = %(room)s AND epoch = %(epoch)s AND folded < %(number)s AND last >= %(number)s
"""
FOLDED = """
DELETE FROM pages_roomupdate u USING pages_room r
WHERE r.id = %(room)s AND u.room_id = r.id AND u.number <= r.folded
"""
ENTER = """
INSERT INTO pages_roompresence (room_id, person_id, process, client, writes, seen_at)
VALUES (%(room)s, %(person)s, %(process)s, %(client)s, %(writes)s, now())
ON CONFLICT (room_id, client) DO UPDATE SET process = %(process)s, seen_at = now(), caret = NULL
WHERE pages_roompresence.person_id = %(person)s
RETURNING id
"""
PRESENT = """
SELECT r.client, r.person_id, r.writes, r.caret, p.key, p.name FROM pages_roompresence r
JOIN people_person p ON p.id = r.person_id
WHERE r.room_id = %s AND r.process <> %s AND r.seen_at > now() - interval '60 seconds'
"""


@dataclass(frozen=True)
class Held:
    """A room as the database has it: the snapshot and the packed updates after it."""

    epoch: int
    base: int
    last: int
    snapshot: bytes
    parts: list[bytes]


def address() -> dict[str, Any]:
    given = settings.DATABASES["default"]
    named = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    return {ours: given[theirs] for ours, theirs in named.items() if given.get(theirs)}


class Store:
    def __init__(self, process: str, connections: int) -> None:
        self.process = process
        options = {**address(), "autocommit": True, "connect_timeout": 5}
        self.pool: AsyncConnectionPool[Any] = AsyncConnectionPool(
            min_size=1, max_size=connections, kwargs=options, open=False, timeout=10, check=None
        )

    async def open(self) -> None:
        await self.pool.open()

    async def close(self) -> None:
        await self.pool.close(timeout=2)

    async def read(self, room: int) -> Held | None:
        async with self.pool.connection() as connection, connection.transaction():
            await connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor = await connection.execute(
                "SELECT epoch, base, last, folded, snapshot FROM pages_room WHERE id = %s", (room,)
            )
            found = await cursor.fetchone()
            if found is None:
                return None
            epoch, base, last, folded, snapshot = found
            parts = await self._after(connection, room, folded)
        return Held(epoch, base, last, bytes(snapshot), parts)

    async def since(self, room: int, number: int) -> Held | None:
        """As ``read``: the updates after ``number``, and the snapshot only where it holds some of them."""
        async with self.pool.connection() as connection, connection.transaction():
            await connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor = await connection.execute(
                "SELECT epoch, base, last, CASE WHEN folded > %s THEN snapshot ELSE '' END"
                " FROM pages_room WHERE id = %s",
                (number, room),
            )
            found = await cursor.fetchone()
            if found is None:
                return None
            epoch, base, last, snapshot = found
            return Held(epoch, base, last, bytes(snapshot), await self._after(connection, room, number))

    @staticmethod
    async def _after(connection: Any, room: int, number: int) -> list[bytes]:
        cursor = await connection.execute(
            "SELECT data FROM pages_roomupdate WHERE room_id = %s AND number > %s ORDER BY number", (room, number)
        )
        return [part for (data,) in await cursor.fetchall() for part in unpack_many(bytes(data))]

    async def append(
        self, room: int, epoch: int, people: Sequence[int], parts: Sequence[bytes], writers: Sequence[int]
    ) -> int | None:
        """Commit updates, packed by person. Answers the last number, or None where the room has a new epoch."""
        values = {
            "room": room,
            "epoch": epoch,
            "count": len(parts),
            "people": list(people),
            "parts": list(parts),
            "writers": list(writers),
            "channel": ROOMS,
            "words": f"u{room}:{self.process}",
        }
        async with self.pool.connection() as connection:
            cursor = await connection.execute(APPEND, values, prepare=True)
            found = await cursor.fetchone()
        return found[0] if found else None

    async def fold(self, room: int, epoch: int, number: int, snapshot: bytes) -> None:
        values = {"room": room, "epoch": epoch, "number": number, "snapshot": snapshot}
        async with self.pool.connection() as connection:
            await connection.execute(FOLD, values)
            await connection.execute(FOLDED, values)

    async def enter(self, room: int, person: int, client: int, writes: bool) -> bool:
        """False where somebody else is known under this number."""
        values = {"room": room, "person": person, "client": client, "writes": writes, "process": self.process}
        async with self.pool.connection() as connection:
            cursor = await connection.execute(ENTER, values)
            found = await cursor.fetchone()
            await self._say(connection, f"c{room}:{self.process}")
        return found is not None

    async def leave(self, room: int, client: int) -> None:
        async with self.pool.connection() as connection:
            await connection.execute(
                "DELETE FROM pages_roompresence WHERE room_id = %s AND client = %s AND process = %s",
                (room, client, self.process),
            )
            await self._say(connection, f"c{room}:{self.process}")

    async def carets(self, room: int, carets: dict[int, Any]) -> None:
        async with self.pool.connection() as connection:
            await connection.execute(
                "UPDATE pages_roompresence r SET caret = new.caret FROM unnest(%s::bigint[], %s::jsonb[])"
                " AS new (client, caret) WHERE r.room_id = %s AND r.client = new.client",
                (list(carets), [Jsonb(one) for one in carets.values()], room),
            )
            await self._say(connection, f"c{room}:{self.process}")

    async def still_here(self, rooms: Sequence[int]) -> None:
        async with self.pool.connection() as connection:
            await connection.execute(
                "UPDATE pages_roompresence SET seen_at = now() WHERE process = %s AND room_id = ANY(%s)",
                (self.process, list(rooms)),
            )
            await connection.execute("DELETE FROM pages_roompresence WHERE seen_at < now() - interval '120 seconds'")

    async def present(self, room: int) -> list[Any]:
        """Who is here through other processes: client, person, writes, caret, key, name."""
        async with self.pool.connection() as connection:
            cursor = await connection.execute(PRESENT, (room, self.process))
            return await cursor.fetchall()

    @staticmethod
    async def _say(connection: Any, words: str) -> None:
        await connection.execute("SELECT pg_notify(%s, %s)", (ROOMS, words))

    async def listen(self) -> psycopg.AsyncConnection[Any]:
        """A connection of its own that hears of rooms, rights and what is unread."""
        connection = await psycopg.AsyncConnection.connect(**address(), autocommit=True, connect_timeout=5)
        for channel in (ROOMS, RIGHTS, BELLS):
            await connection.execute(f"LISTEN {channel}")  # type: ignore[arg-type]
        return connection
