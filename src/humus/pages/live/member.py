"""One browser in a room: what it may do, what waits to be sent to it, and how much it may send."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

MOST_QUEUED = 4_000_000
FRAMES_A_SECOND, FRAMES_AT_ONCE = 60.0, 240.0
BYTES_A_SECOND, BYTES_AT_ONCE = 500_000.0, 4_000_000.0

# Why a connection is closed; a browser knows by the code whether to come again.
GONE, SIGNED_OUT, NO_ENTRY, EPOCH, BROKEN, TOO_SLOW, LATER = 1001, 4401, 4404, 4409, 4400, 4408, 4503


@dataclass(frozen=True)
class Entry:
    """What a session may do with a page: asked at the door and again whenever something changes."""

    person: int
    key: str
    name: str
    page: int
    key_of_page: str
    space: int
    writes: bool


class Allowance:
    """So many a second, and somewhat more at once."""

    def __init__(self, rate: float, burst: float) -> None:
        self.rate, self.burst = rate, burst
        self.left, self.at = burst, time.monotonic()

    def spend(self, amount: float) -> float:
        """Take from the allowance. Answers how many seconds to wait before taking more."""
        now = time.monotonic()
        self.left = min(self.burst, self.left + (now - self.at) * self.rate) - amount
        self.at = now
        return max(0.0, -self.left / self.rate)


class Member:
    """``give`` sends a frame at once or says that it cannot; ``send`` waits until it can."""

    def __init__(
        self,
        entry: Entry,
        session: str,
        send: Callable[[bytes], Awaitable[Any]],
        give: Callable[[bytes], bool] | None = None,
    ) -> None:
        self.entry, self.session = entry, session
        self.client = 0
        # Has been given the document, and is told what comes to it.
        self.synced = False
        self.caret: Any = None
        # Something was not taken: nothing is acknowledged any more until the browser has sent all that is missing.
        self.behind = False
        self.closed: tuple[int, str] | None = None
        self.done = asyncio.Event()
        self._send, self._give = send, give
        self._queue: deque[bytes] = deque()
        self._queued = 0
        self._ready = asyncio.Event()
        self._frames = Allowance(FRAMES_A_SECOND, FRAMES_AT_ONCE)
        self._bytes = Allowance(BYTES_A_SECOND, BYTES_AT_ONCE)

    @property
    def joined(self) -> bool:
        return bool(self.client) and self.closed is None

    def push(self, frame: bytes) -> None:
        """Queue a frame; who reads too slowly is sent away and finds everything again on coming back."""
        if self.closed is not None:
            return
        if self._give is not None and not self._queue and self._give(frame):
            return
        self._queued += len(frame)
        if self._queued > MOST_QUEUED:
            self.shut(TOO_SLOW, "slow")
            return
        self._queue.append(frame)
        self._ready.set()

    def shut(self, code: int, reason: str) -> None:
        if self.closed is None:
            self.closed = (code, reason)
            self._ready.set()
            self.done.set()

    async def write(self) -> None:
        """Send what is queued until the connection is closed."""
        while self.closed is None:
            await self._ready.wait()
            self._ready.clear()
            while self._queue and self.closed is None:
                # It stays first in the queue until it is sent, so that none that comes meanwhile passes it by.
                frame = self._queue[0]
                await self._send(frame)
                self._queue.popleft()
                self._queued -= len(frame)

    def pause_after(self, size: int) -> float:
        """Seconds to wait before reading on from this browser."""
        return max(self._frames.spend(1), self._bytes.spend(size))
