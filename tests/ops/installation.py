"""An installation as a person has it: the real command, in a folder of its own, on a free port."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from humus.kit import processes

CLOSED_TO_CHILDREN = ("DATABASE_URL", "PORT", "HOST", "PROMETHEUS_MULTIPROC_DIR")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(home: Path, **more: str) -> dict[str, str]:
    ours = ("HUMUS_", "PYTEST", *CLOSED_TO_CHILDREN)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "HUMUS_HOME": str(home), **more}


def humus(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command of ours to its end."""
    command = [sys.executable, "-m", "humus.cli", *words]
    return subprocess.run(command, env=environment(home, **more), capture_output=True, text=True, timeout=120)


class Running:
    """`humus run` (or another serving command), its words collected as it says them."""

    def __init__(self, home: Path, *words: str, port: int = 0) -> None:
        self.home = home
        self.port = port or free_port()
        self.said = ""
        command = [sys.executable, "-m", "humus.cli", *(words or ("run",))]
        self.process = subprocess.Popen(
            command,
            env=environment(home, PORT=str(self.port)),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.await_words("Ctrl-C stops it")

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line

    def await_words(self, words: str, patience: float = 300) -> None:
        end = time.monotonic() + patience
        while words not in self.said:
            if self.process.poll() is not None or time.monotonic() > end:
                self.kill()
                raise AssertionError(f"never said {words!r}, but:\n{self.said[-4000:]}")
            time.sleep(0.05)

    @property
    def link(self) -> str | None:
        found = re.search(r"http://localhost:\d+(/first/\S+)", self.said)
        return found.group(1) if found else None

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        code = self.process.wait(60)
        self._listener.join(5)
        return code

    def kill(self) -> None:
        """As a crash would: the supervisor and nothing else."""
        self.process.kill()
        self.process.wait()

    def processes(self) -> list[int]:
        return processes.marked(self.home)

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop()
