"""One process that starts the others, keeps them running and takes them down with it."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

from humus.kit.ops.children import Child, Program
from humus.kit.ops.errors import OpsError
from humus.kit.ops.place import Place

TICK, DATABASE_EVERY = 0.1, 0.5
MOST_EARLY_DEATHS = 3


class Stopped(SystemExit):
    """Somebody asked us to stop."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Turn the signals of stopping into an exception, so that every `finally` on the way is run."""

    def stop(number: int, _frame: FrameType | None) -> None:
        for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(0)

    signals = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = {each: signal.signal(each, stop) for each in signals}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


class Supervisor:
    def __init__(self, place: Place, programs: list[Program], environment: Mapping[str, str]) -> None:
        self.place = place
        self.children = [Child(program, environment) for program in programs]
        self._looked = 0.0

    def start(self) -> None:
        """The first of the table only: who waits for a page does not want to share the processor with the rest."""
        self.children[0].start()

    def start_rest(self) -> None:
        for child in self.children[1:]:
            child.start()

    def look(self) -> None:
        """One round: the database first, since everything leans on it."""
        now = time.monotonic()
        server = self.place.server
        if server is not None and now - self._looked > DATABASE_EVERY:
            self._looked = now
            if not (server.alive() if server.owned else server.answers()):
                say("The database has ended; starting it again")
                server.start()
        for child in self.children:
            news = child.look() if child.started else None
            if news:
                say(news)

    def look_early(self) -> None:
        """As `look`, for the time before the first answer: a program that keeps dying then is a fault to show."""
        self.look()
        for child in self.children:
            if child.deaths >= MOST_EARLY_DEATHS:
                raise OpsError(f"{child.program.name} does not stay up; its own words stand above.")

    def watch(self) -> None:
        while True:
            self.look()
            time.sleep(TICK)

    def stop(self) -> None:
        until = time.monotonic() + max((child.program.grace for child in self.children), default=0)
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.await_stop(until)
