"""Look into a Yjs update (encoding version 1) before it comes near a document.

The format is that of https://github.com/yjs/yjs (``UpdateEncoderV1``): for each client its structs, then the set of
what is deleted. What no editor of ours writes (sub-documents, hooks, maps, binary) is refused, and too deep nesting:
the library behind the document walks nested parts by recursion and would take the process with it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

from humus.pages.live.wire import Broken, read_number, read_packed

MOST_STRUCTS = 100_000
MOST_CLIENTS = 2_000
MOST_DEPTH = 64
FEW_TYPES = 200
XML_ELEMENT, XML_TEXT = 3, 6
ROOTS = {"default", "title"}

Id = tuple[int, int]


@dataclass
class Facts:
    """``ends`` is the next clock of each client with structs; ``begins`` its first; ``needs`` what must be known."""

    begins: dict[int, int] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)
    needs: dict[int, int] = field(default_factory=dict)
    types: int = 0
    deletes: int = 0

    @property
    def empty(self) -> bool:
        return not self.ends and not self.deletes

    def follows(self, known: dict[int, int]) -> bool:
        """Whether everything that this update builds on is there."""
        if any(begin > known.get(client, 0) for client, begin in self.begins.items()):
            return False
        return all(clock < max(known.get(client, 0), self.ends.get(client, 0)) for client, clock in self.needs.items())


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0
        self.facts = Facts()
        # (client, clock) of each part that holds others, with its parent's id or its left neighbour's.
        self.types: list[tuple[Id, Id | None]] = []
        self.items: dict[int, list[tuple[int, Id | None]]] = {}

    def number(self) -> int:
        value, self.at = read_number(self.data, self.at)
        return value

    def part(self) -> bytes:
        value, self.at = read_packed(self.data, self.at)
        return value

    def text(self) -> str:
        try:
            return self.part().decode()
        except UnicodeDecodeError as error:
            raise Broken("text") from error

    def id(self) -> Id:
        client, clock = self.number(), self.number()
        needs = self.facts.needs
        if clock >= needs.get(client, 0):
            needs[client] = clock
        return client, clock


def inspect(data: bytes) -> Facts:
    """What an update holds; ``Broken`` where it is none or holds what no editor of ours writes."""
    read = _Reader(data)
    structs = 0
    for _ in range(_bounded(read.number(), MOST_CLIENTS)):
        count, client, clock = read.number(), read.number(), read.number()
        structs = _bounded(structs + count, MOST_STRUCTS)
        if client in read.facts.begins:
            raise Broken("client twice")
        read.facts.begins[client] = clock
        for _ in range(count):
            clock += _struct(read, client, clock)
        read.facts.ends[client] = clock
    _deleted(read)
    if read.at != len(data):
        raise Broken("end")
    if read.facts.types > FEW_TYPES:
        _refuse_depth(read)
    return read.facts


def _bounded(value: int, most: int) -> int:
    if value > most:
        raise Broken("too many")
    return value


def _deleted(read: _Reader) -> None:
    for _ in range(_bounded(read.number(), MOST_CLIENTS)):
        client = read.number()
        for _ in range(_bounded(read.number(), MOST_STRUCTS)):
            clock, size = read.number(), read.number()
            read.facts.deletes += 1
            needs = read.facts.needs
            if size and clock + size > needs.get(client, 0):
                needs[client] = clock + size - 1


def _struct(read: _Reader, client: int, clock: int) -> int:
    """Read one struct; answers how many clocks it takes."""
    if read.at >= len(read.data):
        raise Broken("struct")
    info = read.data[read.at]
    read.at += 1
    kind = info & 31
    if kind in (0, 10):
        return _length(read.number())
    left = read.id() if info & 0x80 else None
    right = read.id() if info & 0x40 else None
    parent: Id | None = None
    if left is None and right is None:
        if read.number():
            if read.text() not in ROOTS:
                raise Broken("root")
        else:
            parent = read.id()
        if info & 0x20:
            read.part()
    size = _content(read, kind)
    # A part whose parent is named is one level below it; else it stands beside its neighbour.
    if kind == 7:
        read.facts.types += 1
        read.types.append(((client, clock), parent))
    read.items.setdefault(client, []).append((clock, parent or left or right))
    return size


def _length(size: int) -> int:
    if not 0 < size < 2**40:
        raise Broken("size")
    return size


def _content(read: _Reader, kind: int) -> int:
    if kind == 4:
        text = read.text()
        return _length(len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2)
    if kind == 1:
        return _length(read.number())
    if kind == 6:
        read.part()
        read.part()
        return 1
    if kind == 7:
        reference = read.number()
        if reference == XML_ELEMENT:
            read.part()
        elif reference != XML_TEXT:
            raise Broken("type")
        return 1
    if kind == 8:
        count = _length(_bounded(read.number(), MOST_STRUCTS))
        for _ in range(count):
            _any(read, 0)
        return count
    raise Broken("content")


def _any(read: _Reader, depth: int) -> None:
    """One JSON value in lib0's writing."""
    if read.at >= len(read.data) or depth > 8:
        raise Broken("value")
    tag = read.data[read.at]
    read.at += 1
    if tag in (127, 126, 121, 120):
        return
    if tag == 125:
        read.number()
    elif tag in (124, 123, 122):
        read.at += 4 if tag == 124 else 8
    elif tag == 119:
        read.part()
    elif tag == 118:
        for _ in range(_bounded(read.number(), 200)):
            read.part()
            _any(read, depth + 1)
    elif tag == 117:
        for _ in range(_bounded(read.number(), 200)):
            _any(read, depth + 1)
    else:
        raise Broken("value")


def _refuse_depth(read: _Reader) -> None:
    """How deeply the update's own parts nest; what they hang on in the document is walked after it is applied."""
    depths: dict[Id, int] = {}
    starts = {client: [clock for clock, _near in items] for client, items in read.items.items()}
    named = dict(read.types)

    def depth_of(begin: Id) -> int:
        chain: list[tuple[Id, int]] = []
        one: Id | None = begin
        level = 0
        while one is not None and one not in depths:
            if len(chain) > MOST_STRUCTS:
                raise Broken("circle")
            parent = named.get(one)
            chain.append((one, 1 if parent else 0))
            one = parent or _beside(read, starts, one)
        level = depths[one] if one is not None else 0
        for each, step in reversed(chain):
            level += step
            depths[each] = level
        return level

    if any(depth_of(one) > MOST_DEPTH for one, _parent in read.types):
        raise Broken("depth")


def _beside(read: _Reader, starts: dict[int, list[int]], one: Id) -> Any:
    client, clock = one
    index = bisect_right(starts.get(client, []), clock) - 1
    near = read.items[client][index][1] if index >= 0 else None
    return None if near == one else near
