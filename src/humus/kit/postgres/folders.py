"""The folders of one embedded database, and who may enter them."""

import hashlib
import os
import secrets
import stat
import tempfile
from pathlib import Path

from humus.kit import durable
from humus.kit.postgres.errors import DatabaseError

# A socket's address holds 107 bytes, of which PostgreSQL wants "/.s.PGSQL.5432.lock".
LONGEST_SOCKET_FOLDER = 85


class Folders:
    """Names under the data folder of the house (HUMUS_HOME)."""

    def __init__(self, home: Path) -> None:
        self.home = home.resolve()
        self.data = self.home / "postgres"
        # Data of another major version while it is being moved over.
        self.moving = self.home / "postgres.moving"
        self.log = self.home / "postgres.log"
        self.run = self.home / "run"
        self.starting = self.run / "postgres.starting"
        self.owner = self.run / "postgres.owner"
        inside = self.home / "socket"
        self.socket = inside if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER else _short(self.home)

    def make(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        for folder in (self.run, self.socket):
            private(folder)

    def password(self, role: str) -> str:
        """The role's password, made once, readable by the running account only."""
        file = self.home / f"postgres.{role}.password"
        if not file.exists():
            durable.create(file, secrets.token_urlsafe(32))
        found = file.read_text().strip()
        if not found:
            raise DatabaseError(f"{file} is empty, so the database cannot be entered. Put it back from a copy.")
        return found


def _short(home: Path) -> Path:
    """A socket folder outside, for a home whose path is too long for a socket's address."""
    base = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
    return Path(base) / f"humus-{os.getuid()}-{hashlib.sha256(os.fsencode(home)).hexdigest()[:12]}"


def private(folder: Path) -> None:
    """Make a folder that only its owner enters; refuse one that somebody else has put there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise DatabaseError(f"{folder} is not a folder. Remove it and start again.")
    if os.geteuid() not in (0, found.st_uid):
        raise DatabaseError(f"{folder} belongs to another account. Remove it, or choose another HUMUS_HOME.")
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)
