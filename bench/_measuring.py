"""Shared by the web benchmarks: a throw-away site, servers started and stopped by id, CPU read from the kernel."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TICK = 1000.0 / os.sysconf("SC_CLK_TCK")
# The kernel's clock of another process: all its threads, those that ended too, in nanoseconds.
CLOCK_OF_PROCESS = 2
ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def database(**more: str) -> Iterator[tuple[Any, Path]]:
    """A database of one's own and the folder around it, both thrown away; ``DATABASE_URL`` leads to it."""
    from humus.kit.postgres import Server

    with tempfile.TemporaryDirectory(prefix="humus-bench-") as name:
        os.environ |= {"HUMUS_HOME": name, "HUMUS_SECRET_KEY": "only-for-measuring", **more}
        with Server(Path(name), fast=True) as server:
            os.environ["DATABASE_URL"] = server.url
            yield server, Path(name)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _stat(pid: int) -> list[str] | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    return text[text.rindex(")") + 2 :].split()


def family(pid: int) -> list[int]:
    """The process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit() and (fields := _stat(int(name))):
            children.setdefault(int(fields[1]), []).append(int(name))
    found, todo = [], [pid]
    while todo:
        one = todo.pop()
        found.append(one)
        todo += children.get(one, [])
    return found


def cpu(*pids: int) -> float:
    """Milliseconds of CPU that these processes and their descendants have used, ended ones too."""
    total = 0.0
    for pid in {one for top in pids for one in family(top)}:
        try:
            own = time.clock_gettime_ns((~pid << 3) | CLOCK_OF_PROCESS)
        except OSError:
            continue
        total += own / 1e6
        if fields := _stat(pid):
            total += sum(int(fields[i]) for i in (13, 14)) * TICK
    return total


def memory(pid: int) -> float:
    """The largest resident megabytes of one process of the family."""
    sizes = [0.0]
    for one in family(pid):
        try:
            for line in Path(f"/proc/{one}/status").read_text().splitlines():
                if line.startswith("VmRSS:"):
                    sizes.append(int(line.split()[1]) / 1024)
        except OSError:
            continue
    return max(sizes)


@contextmanager
def serving(application: str, environment: dict[str, str], *, folder: Path) -> Iterator[tuple[int, int]]:
    """A granian web process for a WSGI application; answers (port, pid) and ends it afterwards."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "2", "--no-access-log", "--log-level", "error", application]
    log = (folder / f"{port}.log").open("wb")
    process = subprocess.Popen(
        command, cwd=folder, env={**os.environ, **environment, "PORT": str(port)}, stdout=log, stderr=log
    )
    try:
        _await(port)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _await(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]
    method: str = "GET"
    body: str | None = None


Maker = Callable[[int], Request]


def drive(port: int, make: Maker, count: int, *, allowed: tuple[int, ...] = (200,)) -> int:
    """Send requests one after the other over one connection; answers the bytes received."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    received = 0
    for number in range(count):
        request = make(number)
        connection.request(request.method, request.path, request.body, request.headers)
        response = connection.getresponse()
        received += len(response.read())
        if response.status not in allowed:
            raise SystemExit(f"{request.method} {request.path} answered {response.status}")
    connection.close()
    return received


@dataclass(frozen=True)
class Load:
    """One kind of request to measure: which server, and which process is its web process and which its database."""

    name: str
    port: int
    web: int
    database: int
    make: Maker
    allowed: tuple[int, ...] = (200,)
    # Requests before each round that are not counted: what is to be measured is the second visit.
    warm: int = 0


@dataclass(frozen=True)
class Cost:
    """Milliseconds of CPU a request."""

    web: float
    database: float

    @property
    def whole(self) -> float:
        return self.web + self.database


Found = dict[str, list[Cost]]


def rounds(loads: list[Load], *, count: int, repeats: int) -> Found:
    """The cost of each load in every round; they take turns so that a slower minute meets all of them."""
    for load in loads:
        drive(load.port, load.make, max(count // 2, 20), allowed=load.allowed)
    found: Found = {load.name: [] for load in loads}
    for repeat in range(repeats):
        for load in loads:
            found[load.name].append(_one_round(load, count, (repeat + 1) * 100_003))
    return found


def _one_round(load: Load, count: int, base: int) -> Cost:
    drive(load.port, load.make, load.warm, allowed=load.allowed)
    before = cpu(load.web), cpu(load.database)
    drive(load.port, lambda number: load.make(base + number), count, allowed=load.allowed)
    after = cpu(load.web), cpu(load.database)
    return Cost((after[0] - before[0]) / count, (after[1] - before[1]) / count)


def median(costs: list[Cost]) -> Cost:
    return Cost(statistics.median(one.web for one in costs), statistics.median(one.database for one in costs))


def ratio(found: Found, name: str, floor: str) -> float:
    """The median of the ratios of neighbouring rounds."""
    return statistics.median(a.whole / b.whole for a, b in zip(found[name], found[floor], strict=True))
