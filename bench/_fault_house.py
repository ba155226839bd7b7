"""The installation under test: the real command with all its processes, and the ways to hurt it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
from _fault_writers import Writers, contents

from humus.kit.postgres import Server, leftovers

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.ops.installation import Running, free_port, humus

MAKE = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); from _fault_pages import make; make(%d)"

SERVE = ("serve", "--web", "1", "--threads", "4", "--live", "0", "--workers", "0")
VERSIONS = """
    select request_key, body #>> '{content,0,content,0,text}' from pages_version
    where page_id = %s and request_key <> ''"""
DRAFT = "select body #>> '{content,0,content,0,text}' from pages_draft where page_id = %s"
UPLOADS = """
    select distinct on (f.name) f.name, v.stored from pages_file f join pages_fileversion v on v.file_id = f.id
    where f.page_id = %s order by f.name, v.number desc"""
EFFECTS = """
    select (select count(*) from pages_version where page_id = %(page)s),
        (select count(*) from activity_activity where page_id = %(page)s and verb = 'page.published'),
        (select max(number) from pages_text where page_id = %(page)s)"""


class House:
    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.running: Running | None = None
        self._said = ""

    def prepare(self, writers: int, *, durable: bool = True) -> dict[str, Any]:
        """Migrate and make the writers' pages. Not durable is the control: it must lose."""
        for words in (
            ("migrate", "--verbosity", "0"),
            (
                "shell",
                "-c",
                MAKE % writers,
            ),
        ):
            done = humus(self.home, "manage", *words)
            if done.returncode:
                raise SystemExit(done.stderr)
        if not durable:
            with Server(self.home) as server, server.connect() as db:
                db.execute("alter role humus set synchronous_commit = off")
        made: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return made

    def start(self) -> None:
        if self.running is not None:
            self._said += self.running.said
        self.running = Running(self.home, *SERVE, port=self.port)

    def reason(self, request: str) -> str:
        """The end of what the log says of a request, by its id."""
        said = self._said + (self.running.said if self.running else "")
        notes = [json.loads(line) for line in said.splitlines() if request in line and line.startswith("{")]
        return "\n".join(str(note["exception"])[-1500:] for note in notes if "exception" in note)

    def stop(self) -> None:
        if self.running is not None and self.running.process.poll() is None:
            self.running.stop()

    @property
    def data(self) -> Path:
        return self.home / "postgres"

    def kill_web(self) -> None:
        assert self.running is not None
        _kill(self.running.processes())

    def kill_database(self) -> None:
        _kill(leftovers.inside(self.data))

    def kill_all(self) -> None:
        """The supervisor first, so that it repairs nothing meanwhile."""
        assert self.running is not None
        self.running.kill()
        _kill(self.running.processes())
        _kill(leftovers.inside(self.data))

    def faults(self, writers: Writers) -> dict[str, int]:
        """Compare what was acknowledged with what stands in the database, by another way than the platform's own."""
        acknowledged = [list(writer.acknowledged) for writer in writers.all]
        found = {"lost": 0, "doubled": 0, "torn": 0}
        with self._connect() as db:
            for writer, notes in zip(writers.all, acknowledged, strict=True):
                page = writer.facts["page"]
                if writer.kind == "upload":
                    stored = {name: self.home / "files" / where for name, where in db.execute(UPLOADS, [page])}
                    found["lost"] += sum(not holds(stored.get(f"{value}.txt"), value) for _key, value in notes)
                elif writer.kind == "publish":
                    rows = db.execute(VERSIONS, [page]).fetchall()
                    stored = dict(rows)
                    found["lost"] += sum(stored.get(key) != str(value) for key, value in notes)
                    found["doubled"] += len(rows) - len({value for _key, value in rows})
                    versions, told, number = db.execute(EFFECTS, {"page": page}).fetchone() or (0, 0, 0)
                    found["torn"] += abs(versions - told) + abs(versions - number)
                elif notes:
                    row = db.execute(DRAFT, [page]).fetchone()
                    found["lost"] += max(0, notes[-1][1] - int(row[0] if row else 0))
        return found

    def _connect(self) -> psycopg.Connection[Any]:
        """The database may be on its way back up."""
        server = Server(self.home)
        end = time.monotonic() + 30
        while True:
            try:
                return server.connect()
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)


def holds(path: Path | None, value: int) -> bool:
    return path is not None and path.exists() and path.read_bytes() == contents(value)


def _kill(pids: list[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
