"""The process table: what runs, how many of it, and what each may ask of the database."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from humus.kit.ops.children import Program

# The database's own limit is 100; half of it is left for a second copy during a deploy, and for people.
CONNECTIONS = 50


# A heap for each thread costs more memory than it saves time: threads take turns in Python.
LEAN = {"MALLOC_ARENA_MAX": "2"}


@dataclass(frozen=True)
class Size:
    """How many processes and threads serve."""

    host: str = "127.0.0.1"
    port: int = 8000
    web: int = 1
    threads: int = 4
    workers: int = 1
    live: int = 1
    live_port: int = 0
    lmtp_port: int = 0
    lmtp_host: str = "127.0.0.1"

    @property
    def pool(self) -> int:
        """Connections of one web process: a thread holds at most one."""
        return self.threads + 1


def web(size: Size) -> Program:
    command = [sys.executable, "-m", "granian", "humus.wsgi:application", "--interface", "wsgi", "--http", "1"]
    # Else the faster loop of the rooms would be loaded here too, for nothing.
    command += ["--loop", "asyncio"]
    command += ["--host", size.host, "--port", str(size.port), "--workers", str(size.web), "--no-ws"]
    command += ["--blocking-threads", str(size.threads), "--backpressure", str(size.threads * 16)]
    command += ["--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "10"]
    command += ["--log-level", "warning"]
    wishes = {"HUMUS_STATEMENT_SECONDS": "30", **LEAN}
    return Program("web", tuple(command), connections=size.web * size.pool, wishes=wishes)


def live_command(host: str, port: int, workers: int = 1) -> tuple[str, ...]:
    """Frames longer than the rooms read are refused before they are held; a silent line is found within 40 seconds."""
    command = [sys.executable, "-m", "uvicorn", "humus.asgi:application", "--host", host, "--port", str(port)]
    command += ["--loop", "uvloop"]
    command += ["--workers", str(workers), "--interface", "asgi3", "--lifespan", "on", "--http", "httptools"]
    command += ["--ws", "humus.pages.live.sockets:Socket", "--ws-max-size", "2100000"]
    command += ["--ws-per-message-deflate", "false", "--ws-ping-interval", "20", "--ws-ping-timeout", "20"]
    command += ["--timeout-graceful-shutdown", "2"]
    command += ["--no-proxy-headers", "--no-server-header", "--no-access-log", "--log-level", "warning"]
    return tuple(command)


def live(size: Size) -> Program:
    """Rooms in which people write together: three connections for them, one that listens, two to ask for rights."""
    command = live_command(size.host, size.live_port, size.live)
    return Program("live", command, connections=size.live * 6, wishes={"HUMUS_STATEMENT_SECONDS": "30"})


def worker(number: int = 1) -> Program:
    """Jobs: four at a time on Django's connections, and procrastinate's own for fetching and listening."""
    command = (sys.executable, "-m", "humus.kit.ops.worker")
    return Program("worker" if number == 1 else f"worker {number}", command, connections=12, grace=30)


def letterbox() -> Program:
    """Takes mails in from the mail server of this machine: two at a time."""
    return Program("mail in", (sys.executable, "-m", "humus.incoming.lmtp"), connections=3)


def table(size: Size) -> list[Program]:
    programs = [web(size)] if size.web else []
    programs += [live(size)] if size.live else []
    programs += [letterbox()] if size.lmtp_port else []
    return programs + [worker(n + 1) for n in range(size.workers)]


def budget(programs: list[Program]) -> int:
    return sum(program.connections for program in programs)
