"""A browser's part in a room, small: a Yjs document, a connection, and what the room has acknowledged."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from humus.pages.live import wire
from humus.pages.live.wire import Kind


class Client:
    """``address`` is http://host:port; the origin is that of the site."""

    def __init__(self, address: str, page: str, session: str, *, origin: str, language: str = "en") -> None:
        self.doc: Doc[Any] = Doc(client_id=secrets.randbits(32) | 1)
        self.url = f"{address.replace('http', 'ws')}/live/{page}/{language}/"
        self.headers = {"Cookie": f"humus_session={session}"}
        self.origin = origin
        self.epoch = self.sequence = self.acknowledged = 0
        self.state: dict[str, Any] = {}
        self.people: dict[int, dict[str, Any]] = {}
        self.notices: list[dict[str, Any]] = []
        self.frames: list[bytes] = []
        self.socket: Any = None
        self._outside = True
        self._pending: list[bytes] = []
        self.doc.observe(lambda event: self._pending.append(event.update) if self._outside else None)

    def connect(self) -> Client:
        opening = connect(
            self.url, origin=self.origin, additional_headers=self.headers, max_size=None, ping_interval=None
        )
        self.socket = opening.__enter__()
        return self

    def join(self) -> Client:
        return self.connect().greet()

    def greet(self) -> Client:
        """Join the room that the connection is open to."""
        state = self.doc.get_state()
        self.send(bytes((Kind.JOIN,)) + wire.number(self.epoch) + wire.number(self.doc.client_id) + wire.packed(state))
        self.until(lambda: self.synced)
        return self

    def rejoin(self) -> Client:
        """Come back with what was written meanwhile."""
        self.frames.clear()
        self.sequence = self.acknowledged = 0
        self.join()
        theirs, _at = wire.read_packed(next(frame for frame in self.frames if frame[0] == Kind.SYNC), 1)
        self.write(self.doc.get_update(theirs))
        return self

    def away(self) -> Client:
        """Lose the line: what is written stays here."""
        self.leave()
        self.socket = SimpleNamespace(send=lambda frame: None, close=lambda: None)
        return self

    @property
    def synced(self) -> bool:
        return any(frame[0] == Kind.SYNC for frame in self.frames)

    def send(self, frame: bytes) -> None:
        self.socket.send(frame)

    def write(self, update: bytes, kind: Kind = Kind.UPDATE) -> int:
        self.sequence += 1
        self.send(bytes((kind,)) + wire.number(self.sequence) + update)
        return self.sequence

    def edit(self, deed: Callable[[XmlFragment], None]) -> int:
        """Change the document and send what changed."""
        with self.doc.transaction():
            deed(self.doc.get("default", type=XmlFragment))
        for update in self._pending:
            self.write(update)
        self._pending.clear()
        return self.sequence

    def type(self, words: str) -> int:
        """A new paragraph at the end."""

        def deed(root: XmlFragment) -> None:
            paragraph = XmlElement("paragraph")
            root.children.append(paragraph)
            paragraph.children.append(XmlText(words))

        return self.edit(deed)

    def read(self, seconds: float = 0.05) -> bool:
        """Take one frame, if one comes. Raises ConnectionClosed."""
        try:
            frame = self.socket.recv(timeout=seconds)
        except TimeoutError:
            return False
        self.frames.append(frame)
        self._outside = False
        self._understand(frame)
        self._outside = True
        return True

    def _understand(self, frame: bytes) -> None:
        kind = frame[0]
        if kind == Kind.STATE:
            self.state = json.loads(frame[1:])
            self.epoch = self.state["epoch"]
            self._meet({"people": self.state.get("people", [])})
        elif kind == Kind.SYNC:
            _state, at = wire.read_packed(frame, 1)
            update, _end = wire.read_packed(frame, at)
            self.doc.apply_update(update)
        elif kind == Kind.UPDATES:
            acknowledged, at = wire.read_number(frame, 1)
            self.acknowledged = max(self.acknowledged, acknowledged)
            for update in wire.unpack_many(frame, at):
                self.doc.apply_update(update)
        elif kind == Kind.PEOPLE:
            self._meet(json.loads(frame[1:]))
        elif kind == Kind.NOTICE:
            self.notices.append(json.loads(frame[1:]))

    def _meet(self, told: dict[str, Any]) -> None:
        for one in told.get("people", []):
            self.people[one["client"]] = one
        for client in told.get("gone", []):
            self.people.pop(client, None)
        for client, caret in told.get("carets", {}).items():
            self.people[int(client)]["caret"] = caret

    def until(self, met: Callable[[], Any], seconds: float = 20.0) -> None:
        end = time.monotonic() + seconds
        while not met():
            if time.monotonic() > end:
                raise AssertionError(f"not met within {seconds} s: {self.text!r} {self.notices} {self.people}")
            self.read()

    def saved(self) -> None:
        self.until(lambda: self.acknowledged >= self.sequence)

    def closed(self, seconds: float = 10.0) -> int:
        """Wait for the room to close the connection; answers the code."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                self.read()
            except ConnectionClosed as ended:
                return ended.rcvd.code if ended.rcvd else 1006
        raise AssertionError("the connection stays open")

    @property
    def text(self) -> str:
        return str(self.doc.get("default", type=XmlFragment))

    @property
    def title(self) -> str:
        return str(self.doc.get("title", type=Text))

    def leave(self) -> None:
        if self.socket is not None:
            self.socket.close()
