"""The frames between a browser and a room. Numbers are the variable-length unsigned integers of lib0 (7 bits a byte).

From the browser: JOIN epoch, client, state vector · UPDATE and ANSWER (to ASK) sequence, update · CARET JSON · PING.
To the browser: STATE JSON · UPDATES acknowledged sequence (0: none), count, updates · SYNC state vector, update ·
ASK state vector · PEOPLE JSON · NOTICE JSON · PONG. A frame longer than ``MOST_BYTES`` is not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import IntEnum
from typing import Any

MOST_BYTES = 2_000_000
MOST_CARET = 2_000


class Kind(IntEnum):
    JOIN, UPDATE, CARET, PING, ANSWER = 1, 2, 3, 4, 5
    STATE, UPDATES, SYNC, ASK, PEOPLE, NOTICE, PONG = 11, 12, 13, 14, 15, 16, 17


class Broken(ValueError):
    """What arrived is no frame of ours, or no update."""


def number(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def read_number(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(data) or shift > 56:
            raise Broken("number")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def packed(part: bytes) -> bytes:
    return number(len(part)) + part


def read_packed(data: bytes, at: int) -> tuple[bytes, int]:
    size, at = read_number(data, at)
    if at + size > len(data):
        raise Broken("length")
    return data[at : at + size], at + size


def pack_many(parts: Iterable[bytes]) -> bytes:
    """Several updates as one: count, then each with its length."""
    parts = list(parts)
    return number(len(parts)) + b"".join(map(packed, parts))


def unpack_many(data: bytes, at: int = 0) -> list[bytes]:
    count, at = read_number(data, at)
    found = []
    for _ in range(count):
        part, at = read_packed(data, at)
        found.append(part)
    return found


def updates(body: bytes, acknowledged: int = 0) -> bytes:
    """``body`` is what ``pack_many`` made, the same for all who get it."""
    return bytes((Kind.UPDATES,)) + number(acknowledged) + body


def sync(state: bytes, update: bytes) -> bytes:
    return bytes((Kind.SYNC,)) + packed(state) + packed(update)


def ask(state: bytes) -> bytes:
    return bytes((Kind.ASK,)) + packed(state)


def words(kind: Kind, value: dict[str, Any]) -> bytes:
    return bytes((kind,)) + json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def read_join(data: bytes) -> tuple[int, int, bytes]:
    """Epoch, client and state vector of a JOIN."""
    epoch, at = read_number(data, 1)
    client, at = read_number(data, at)
    state, at = read_packed(data, at)
    if at != len(data):
        raise Broken("end")
    return epoch, client, state


def read_update(data: bytes) -> tuple[int, bytes]:
    sequence, at = read_number(data, 1)
    return sequence, data[at:]


def read_caret(data: bytes) -> Any:
    """The place of a caret: what the browser's library wrote, small and otherwise not looked at."""
    if len(data) > MOST_CARET:
        raise Broken("caret")
    try:
        return json.loads(data[1:])
    except (ValueError, RecursionError) as error:
        raise Broken("caret") from error
