"""Clients that write as a browser does: what is not acknowledged is given again. And the faults on their line."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
from typing import Any

from _live_house import SITE
from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from humus.pages.live import wire
from humus.pages.live.wire import Kind

TROUBLE = (OSError, WebSocketException, asyncio.TimeoutError)


class Line:
    """What may happen on the way, by probability a frame; ``refused`` and ``half_open`` are switched from outside."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.cut = self.twice = self.out_of_order = 0.0
        self.refused = self.half_open = False
        self.counts = {"cut": 0, "twice": 0, "out of order": 0, "refused": 0, "half-open": 0}

    def happens(self, name: str, chance: float) -> bool:
        if self.rng.random() >= chance:
            return False
        self.counts[name] += 1
        return True


class Client:
    """``credulous`` is the control: it takes for kept whatever it has sent."""

    def __init__(self, number: int, session: str, page: str, ports: list[int], line: Line, *, credulous: bool) -> None:
        self.number, self.session, self.page, self.ports, self.line = number, session, page, ports, line
        self.credulous = credulous
        self.doc: Doc[Any] = Doc(client_id=line.rng.randrange(1, 2**31))
        self.epoch = 0
        self.pending: dict[int, bytes] = {}
        self.tokens: dict[int, str] = {}
        self.acknowledged: list[str] = []
        self.written: list[str] = []
        self.next = 1
        self.synced = False
        self.stopped = False
        self.connections = 0
        self._socket: Any = None
        self._held: bytes | None = None
        self._fresh: list[bytes] = []
        self._outside = True
        self.doc.observe(self._changed)

    def _changed(self, event: Any) -> None:
        if self._outside:
            self._fresh.append(event.update)

    async def live(self) -> None:
        """Come, and come again, until stopped."""
        while not self.stopped:
            try:
                await self._visit()
            except TROUBLE:
                pass
            finally:
                self.synced, self._socket = False, None
            await asyncio.sleep(self.line.rng.uniform(0.02, 0.12))

    async def _visit(self) -> None:
        if self.line.refused:
            self.line.counts["refused"] += 1
            raise ConnectionRefusedError
        port = self.line.rng.choice(self.ports)
        url = f"ws://127.0.0.1:{port}/live/{self.page}/en/"
        cookie = {"Cookie": f"humus_session={self.session}"}
        async with connect(
            url,
            origin=SITE,
            additional_headers=cookie,
            max_size=None,
            ping_interval=None,
            open_timeout=3,
            close_timeout=0.2,
        ) as socket:
            self._socket = socket
            self.connections += 1
            state = self.doc.get_state()
            begin = wire.number(self.epoch) + wire.number(self.doc.client_id) + wire.packed(state)
            await socket.send(bytes((Kind.JOIN,)) + begin)
            while True:
                # A line that is half open says nothing: a browser leaves it after a while.
                frame = await asyncio.wait_for(socket.recv(), 1.0 if self.line.half_open else 6.0)
                if self.line.half_open:
                    self.line.counts["half-open"] += 1
                    continue
                await self._take(bytes(frame))
                if self.line.happens("twice", self.line.twice):
                    await self._take(bytes(frame))

    async def _take(self, frame: bytes) -> None:
        self._outside = False
        try:
            answer = self._understood(frame)
        finally:
            self._outside = True
        if answer is not None and self.pending:
            update = self.doc.get_update(answer)
            await self._send(bytes((Kind.ANSWER,)) + wire.number(max(self.pending)) + update)

    def _understood(self, frame: bytes) -> bytes | None:
        kind = frame[0]
        if kind == Kind.STATE:
            self.epoch = json.loads(frame[1:])["epoch"]
        elif kind == Kind.SYNC:
            state, at = wire.read_packed(frame, 1)
            missing, _end = wire.read_packed(frame, at)
            self.doc.apply_update(missing)
            self.synced = True
            return state
        elif kind == Kind.ASK:
            return wire.read_packed(frame, 1)[0]
        elif kind == Kind.UPDATES:
            acknowledged, at = wire.read_number(frame, 1)
            for update in wire.unpack_many(frame, at):
                self.doc.apply_update(update)
            self._kept(acknowledged)
        return None

    def _kept(self, upto: int) -> None:
        for number in [one for one in self.pending if one <= upto]:
            del self.pending[number]
            if token := self.tokens.pop(number, ""):
                self.acknowledged.append(token)

    async def write(self, token: str = "") -> None:
        """One more word somewhere in the text, with a mark that no other has."""
        token = token or f"[{self.number}.{self.next}]"
        root = self.doc.get("default", type=XmlFragment)
        with self.doc.transaction():
            paragraphs = list(root.children)
            if self.line.rng.random() < 0.2 or not paragraphs:
                paragraph = XmlElement("paragraph")
                root.children.insert(self.line.rng.randint(0, len(paragraphs)), paragraph)
                paragraph.children.append(XmlText(token))
            else:
                paragraph = self.line.rng.choice(paragraphs)
                texts = [one for one in paragraph.children if isinstance(one, XmlText)]
                if texts:
                    texts[0].insert(self.line.rng.choice((0, len(str(texts[0]).encode()))), token)
                else:
                    paragraph.children.append(XmlText(token))
        self.written.append(token)
        fresh, self._fresh = self._fresh, []
        for update in fresh:
            number = self.next
            self.next += 1
            self.pending[number], self.tokens[number] = update, token
            before = self.line.counts["twice"]
            await self._give(number, update)
            if self.credulous:
                self._kept(number)
                if self.line.counts["twice"] > before:
                    await self.write(token)

    async def _give(self, number: int, update: bytes) -> None:
        frame = bytes((Kind.UPDATE,)) + wire.number(number) + update
        if not self.synced or self.line.half_open:
            return
        if self._held is None and self.line.happens("out of order", self.line.out_of_order):
            self._held = frame
            return
        await self._send(frame)
        if self._held is not None:
            held, self._held = self._held, None
            await self._send(held)
        if self.line.happens("twice", self.line.twice):
            await self._send(frame)
        if self.line.happens("cut", self.line.cut) and self._socket is not None:
            # In the middle of whatever is on its way: no closing words.
            self._socket.transport.abort()

    async def _send(self, frame: bytes) -> None:
        if self._socket is not None and not self.line.half_open:
            with contextlib.suppress(*TROUBLE):
                await self._socket.send(frame)

    @property
    def text(self) -> str:
        return str(self.doc.get("default", type=XmlFragment))
