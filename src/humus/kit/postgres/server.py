"""One embedded server: made, started, attached to, stopped."""

import atexit
import contextlib
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql

from humus.kit import durable
from humus.kit.postgres import account, binaries, leftovers
from humus.kit.postgres.errors import DatabaseError, MoveUnfinished, WrongMajor
from humus.kit.postgres.folders import Folders
from humus.kit.postgres.locks import Lock, held
from humus.kit.processes import die_with_parent

ADMIN, APP, DATABASE = "postgres", "humus", "humus"
PATIENCE = 60.0

# Written down in docs/operations.md: web 8, live 8, worker 8, commands 4, and room for a second copy during a deploy.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "random_page_cost": "1.1",
}
# A throw-away server: nothing in it needs to outlive the machine's next second.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}


class Server:
    """The embedded database of one home folder. Attaches to a running one and stops only what it started."""

    def __init__(self, home: Path, *, fast: bool = False, programs: Path | None = None, mover: bool = False) -> None:
        self.folders = Folders(Path(home))
        self.settings = SETTINGS | (FAST if fast else {})
        self.fast = fast
        self.mover = mover
        self.account = account.current()
        self.binaries = programs or binaries.folder()
        self._owner = Lock(self.folders.owner)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """For DATABASE_URL: the application's own role, which is no superuser."""
        where = urlencode({"host": str(self.folders.socket)}, quote_via=quote, safe="/")
        return f"postgresql://{APP}:{quote(self.folders.password(APP), safe='')}@/{DATABASE}?{where}"

    @property
    def owned(self) -> bool:
        return self._process is not None

    def start(self) -> "Server":
        """Return when the server answers. Safe to call again, and from several processes at once."""
        self.folders.make()
        if self.account.uid is not None:
            self.account.own(self.folders.socket)
        with held(self.folders.starting, PATIENCE) as had:
            if not had:
                raise DatabaseError(f"Another process has been starting the database for {PATIENCE:.0f} s; stop it.")
            if not self._attach():
                try:
                    self._launch()
                except BaseException:
                    self.stop()
                    raise
        return self

    def _attach(self) -> bool:
        """True if a living owner's server answers; a server without an owner is ended and replaced."""
        if self.owned:
            if self.alive() and self.answers():
                return True
            self.stop()
        if self._owner.take():
            leftovers.stop(self.folders.data)
            return False
        if not self._wait(lambda: False):
            holder = self._owner.holder()
            raise DatabaseError(f"Process {holder} keeps the database of {self.folders.home}, but it does not answer.")
        return True

    def _launch(self) -> None:
        self._check_major()
        if not (self.folders.data / "PG_VERSION").exists():
            self._create()
        staying = leftovers.clear(self.folders.data, self.folders.socket)
        if staying:
            raise DatabaseError(f"Processes {staying} still work in {self.folders.data}. End them and start again.")
        self._process = self._spawn()
        atexit.register(self.stop)
        if not self._wait(lambda: not self.alive()):
            said = self.folders.log.read_text(errors="replace")[-1500:]
            raise DatabaseError(f"The database did not start. Its log says:\n{said}")
        self._provide()

    def _check_major(self) -> None:
        if self.folders.moving.exists() and not self.mover:
            raise MoveUnfinished(self.folders.moving)
        found = self.major_of_data()
        brought = binaries.major(self.binaries)
        if found is not None and found != brought:
            raise WrongMajor(self.folders.data, found, brought)

    def major_of_data(self) -> int | None:
        with contextlib.suppress(OSError, ValueError):
            return int((self.folders.data / "PG_VERSION").read_text().split(".")[0])
        return None

    def _create(self) -> None:
        """initdb beside the final place, then one rename: a half-made cluster is never mistaken for data."""
        new = self.folders.home / "postgres.new"
        subprocess.run(["rm", "-rf", "--", str(new)], check=True)
        new.mkdir(mode=0o700)
        self.account.own(new)
        major = binaries.major(self.binaries)
        locale = "PG_UNICODE_FAST" if major >= 18 else "C.UTF-8"
        provider = ["--locale-provider=builtin", f"--builtin-locale={locale}"] if major >= 17 else []
        with tempfile.NamedTemporaryFile("w", dir=self.folders.socket) as secret:
            secret.write(self.folders.password(ADMIN))
            secret.flush()
            self.account.own(Path(secret.name))
            asked = ["-D", new, "-U", ADMIN, "-A", "scram-sha-256", f"--pwfile={secret.name}", "-E", "UTF8", *provider]
            if self.fast:
                asked += ["--no-sync", "--no-instructions"]
            command = self.account.command(self.binaries / "initdb", *asked)
            made = subprocess.run(command, capture_output=True, text=True, **self.account.popen())
        if made.returncode != 0:
            raise DatabaseError(f"The database could not be made in {new}:\n{made.stderr.strip() or made.stdout}")
        new.rename(self.folders.data)
        durable.sync(self.folders.home)

    def _spawn(self) -> "subprocess.Popen[bytes]":
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        command = self.account.command(
            self.binaries / "postgres", "-D", self.folders.data, "-k", self.folders.socket, *options
        )
        self.folders.log.touch(mode=0o600)
        with self.folders.log.open("ab") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGINT),
                **self.account.popen(),
            )

    def _provide(self) -> None:
        """The application's role and database, made by the administrator's."""
        with self.connect(role=ADMIN, database="postgres") as db:
            if not db.execute("select 1 from pg_roles where rolname = %s", [APP]).fetchone():
                word = sql.Literal(self.folders.password(APP))
                db.execute(sql.SQL("create role humus login createdb password {}").format(word))
            if not db.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
                db.execute("create database humus owner humus")

    def connect(self, *, role: str = APP, database: str = DATABASE) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(
            host=str(self.folders.socket),
            user=role,
            password=self.folders.password(role),
            dbname=database,
            autocommit=True,
            connect_timeout=2,
        )

    def answers(self) -> bool:
        try:
            self.connect(role=ADMIN, database="postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _wait(self, hopeless: Callable[[], bool]) -> bool:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and not hopeless():
            if self.answers():
                return True
            time.sleep(0.02)
        return False

    def stop(self) -> None:
        """Stop the server if this process started it; connections are closed, data is flushed."""
        atexit.unregister(self.stop)
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._owner.release()

    def __enter__(self) -> "Server":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
