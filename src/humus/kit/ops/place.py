"""One installation: its data folder and its database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from humus.kit import env
from humus.kit.ops.errors import OpsError
from humus.kit.postgres import Server, account
from humus.kit.postgres.locks import Lock

DEMO_MARK = "demonstration"


class Place:
    """The data folder (HUMUS_HOME) and the database that goes with it: DATABASE_URL, else the embedded one."""

    def __init__(self, home: Path, *, demo: bool = False) -> None:
        self.home = home
        self.demo = demo
        self.server: Server | None = None
        self.given = os.environ.get("DATABASE_URL", "").strip()

    @classmethod
    def here(cls, *, demo: bool = False) -> Place:
        return cls(env.folder("HUMUS_HOME", Path("demo-data" if demo else "data")), demo=demo)

    @classmethod
    def found(cls) -> Place:
        """For commands that look after an installation, of whichever community it holds."""
        place = cls.here()
        place.demo = (place.home / DEMO_MARK).exists()
        return place

    @property
    def run(self) -> Path:
        return self.home / "run"

    @property
    def files(self) -> Path:
        return self.home / "files"

    @property
    def unfinished(self) -> Path:
        """Stands while a restore runs, and after one that failed."""
        return self.home / "restore-unfinished"

    def make(self) -> None:
        """The data folder, closed to other accounts; the invented and the real community never share one."""
        if not self.home.exists() or not any(self.home.iterdir()):
            self.home.mkdir(parents=True, exist_ok=True)
            self.home.chmod(0o711 if account.current().uid is not None else 0o700)
            if self.demo:
                (self.home / DEMO_MARK).touch()
        self.run.mkdir(mode=0o700, exist_ok=True)
        marked = (self.home / DEMO_MARK).exists()
        if marked != self.demo:
            kind = "the invented community" if marked else "a real community"
            raise OpsError(f"{self.home} holds {kind}. Choose another folder with HUMUS_HOME.")

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Be the only supervisor of this folder."""
        lock = Lock(self.run / "supervisor")
        if not lock.take():
            raise OpsError(
                f"Humus already runs with {self.home}: process {lock.holder()}. Stop it with: kill {lock.holder()}"
            )
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def database(self) -> Iterator[str]:
        """The database's address, started for the length of the block where nobody else runs it."""
        self.make()
        if self.given:
            yield self.given
            return
        self.server = Server(self.home)
        with self.server as server:
            yield server.url

    def environment(self, url: str) -> dict[str, str]:
        """What every process of this place gets."""
        settled = {
            "HUMUS_HOME": str(self.home),
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "humus.settings",
            "PYTHONUNBUFFERED": "1",
        }
        return {**os.environ, **settled, **({"HUMUS_DEMO": "1"} if self.demo else {})}
