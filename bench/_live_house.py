"""A throw-away database with one page, its writers' sessions, and live processes that can be killed."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from humus.kit import processes
from humus.kit.ops import table
from humus.kit.postgres import Server, leftovers

ROOT = Path(__file__).resolve().parent.parent
SITE = "http://localhost:8350"
MAKE = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); from _live_pages import make; make(%d, %d, %d)"


class House:
    """``fast`` leaves out fsync, for what does not measure durability."""

    def __init__(self, home: Path, *, fast: bool = False) -> None:
        self.home = home
        self.server = Server(home, fast=fast)
        self.live: dict[int, subprocess.Popen[bytes]] = {}

    def prepare(self, people: int, pages: int = 1, size: int = 20_000) -> dict[str, Any]:
        """Migrate; make people with sessions and pages of about so many bytes."""
        self.server.start()
        command = [sys.executable, "-m", "django"]
        for words in (
            ("migrate", "--verbosity", "0"),
            ("shell", "--verbosity", "0", "-c", MAKE % (people, pages, size)),
        ):
            done = subprocess.run([*command, *words], env=self.environment(), capture_output=True, text=True)
            if done.returncode:
                raise SystemExit(done.stderr)
        made: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return made

    def environment(self) -> dict[str, str]:
        ours = {
            "HUMUS_HOME": str(self.home),
            "DATABASE_URL": self.server.url,
            "DJANGO_SETTINGS_MODULE": "humus.settings",
            "HUMUS_SITE_URL": SITE,
            "PORT": "8350",
            "HUMUS_POOL": "3",
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("HUMUS_", "DATABASE_"))}
        return kept | ours

    def open(self, port: int, *, wait: bool = True) -> int:
        """Start a live process; answers its id."""
        process = subprocess.Popen(
            table.live_command("127.0.0.1", port),
            env=self.environment(),
            stdout=subprocess.DEVNULL,
            stderr=(self.home / f"live-{port}.log").open("ab"),
            preexec_fn=processes.die_with_parent(signal.SIGKILL),
        )
        self.live[port] = process
        if wait:
            self.await_answer(port)
        return process.pid

    def await_answer(self, port: int) -> None:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            with contextlib.suppress(OSError, http.client.HTTPException):
                asked = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
                asked.request("GET", "/live/healthz")
                if asked.getresponse().status == 200:
                    return
            time.sleep(0.05)
        raise SystemExit(f"no live process answers on {port}")

    def kill(self, port: int) -> None:
        """kill -9 the process and its children."""
        process = self.live.pop(port)
        for pid in _family(process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()

    def kill_database(self) -> None:
        for pid in leftovers.inside(self.home / "postgres"):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def server_pid(self) -> int:
        pid = leftovers.postmaster(self.home / "postgres")
        if pid is None:
            raise SystemExit("the database does not run")
        return pid

    def start_database(self) -> None:
        self.server.start()

    def close(self) -> None:
        for port in list(self.live):
            self.kill(port)
        self.server.stop()


def _family(pid: int) -> list[int]:
    found = [pid]
    for task in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError):
            text = (task / "stat").read_text()
            if int(text[text.rindex(")") + 2 :].split()[1]) == pid:
                found += _family(int(task.name))
    return found
