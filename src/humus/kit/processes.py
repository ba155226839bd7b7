"""Processes that must not outlive us, and those of an earlier start that did."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1
# Every child of a supervisor carries this in its environment, so that a later start recognises leftovers.
MARK = "HUMUS_CHILD_OF"


def die_with_parent(how: signal.Signals) -> Callable[[], None] | None:
    """A preexec function: the child receives `how` when its parent dies, however it dies. Linux only."""
    if sys.platform != "linux":
        return None
    libc, parent = ctypes.CDLL(None, use_errno=True), os.getpid()

    def arrange() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(how))
        if os.getppid() != parent:
            os._exit(1)

    return arrange


def marked(home: Path) -> list[int]:
    """Living processes that a supervisor of this home has started."""
    wanted = f"{MARK}={home}".encode()
    return [pid for pid in _numbers() if wanted in _environment(pid).split(b"\0")]


def end(pids: Callable[[], list[int]], patience: float) -> list[int]:
    """Ask politely, then firmly. Returns who would not go."""
    for how, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, 5.0)):
        for pid in pids():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, how)
        until = time.monotonic() + seconds
        while pids() and time.monotonic() < until:
            time.sleep(0.05)
    return pids()


def _numbers() -> list[int]:
    own = os.getpid()
    return [int(p.name) for p in Path("/proc").glob("[0-9]*") if int(p.name) != own]


def _environment(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""
