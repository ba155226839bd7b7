"""A child process that is started, watched, started again and stopped."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from humus.kit.processes import die_with_parent

FIRST_PAUSE, LONGEST_PAUSE, SETTLED = 0.25, 5.0, 4.0


@dataclass(frozen=True)
class Program:
    """A line of the process table."""

    name: str
    command: tuple[str, ...]
    connections: int
    grace: float = 15.0
    # Settings that this program gets unless the person who starts it has set them.
    wishes: Mapping[str, str] = field(default_factory=dict)


class Child:
    def __init__(self, program: Program, environment: Mapping[str, str]) -> None:
        self.program = program
        self.environment = {**program.wishes, **environment}
        self.process: subprocess.Popen[bytes] | None = None
        self.started = False
        self.deaths = 0
        self._began = 0.0
        self._pause = FIRST_PAUSE
        self._again = 0.0

    def start(self) -> None:
        self.started = True
        self._began = time.monotonic()
        self.process = subprocess.Popen(
            self.program.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )

    def look(self) -> str | None:
        """Start it again where it has died, after a growing pause. Returns a sentence where there is news."""
        now = time.monotonic()
        if self.process is None:
            if now >= self._again:
                self.start()
            return None
        code = self.process.poll()
        if code is None:
            return None
        self._signal(signal.SIGKILL)
        self.process = None
        self.deaths += 1
        self._pause = FIRST_PAUSE if now - self._began > SETTLED else min(self._pause * 2, LONGEST_PAUSE)
        self._again = now + self._pause
        return f"{self.program.name} ended ({describe(code)}); starting it again"

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def await_stop(self, until: float) -> None:
        """Wait for a clean end, then take the whole group down: a killed parent may leave its own children."""
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, until - time.monotonic()))
        self._signal(signal.SIGKILL)
        self.process.wait()
        self.process = None

    def _signal(self, how: signal.Signals) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, how)


def describe(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
