"""pg_dump and pg_restore, with the password out of sight of a process list."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from humus.kit.ops.errors import OpsError
from humus.kit.postgres import binaries


def call(program: str, url: str, *arguments: str, folder: Path | None = None) -> None:
    command, environment = prepared(program, url, *arguments, folder=folder)
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        raise OpsError(f"{program} failed:\n{done.stderr.strip()}")


def prepared(program: str, url: str, *arguments: str, folder: Path | None) -> tuple[list[str], dict[str, str]]:
    """The command and its environment."""
    parts = conninfo_to_dict(url)
    password = str(parts.pop("password", "") or "")
    command = [str((folder or binaries.folder()) / program), *arguments, "--dbname", make_conninfo("", **parts)]
    return command, {**os.environ, "PGPASSWORD": password, "LC_ALL": "C"}


def dump(url: str, snapshot: str, target: Path, folder: Path | None = None) -> None:
    target.touch(mode=0o600)
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"]
    call("pg_dump", url, *options, folder=folder)


def load(url: str, source: Path, folder: Path | None = None) -> None:
    options = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", str(source)]
    call("pg_restore", url, *options, folder=folder)


def load_into_older(url: str, source: Path, folder: Path) -> None:
    """A dump of a newer major version (whose programs are in ``folder``) into an older server, as plain SQL."""
    text = source.with_suffix(".sql")
    text.touch(mode=0o600)
    try:
        command = [str(folder / "pg_restore"), "--no-owner", "--no-privileges", f"--file={text}", str(source)]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode:
            raise OpsError(f"pg_restore failed:\n{done.stderr.strip()}")
        _enter(url, text, folder)
    finally:
        text.unlink()


def _enter(url: str, text: Path, folder: Path) -> None:
    options = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction"]
    command, environment = prepared("psql", url, *options, folder=folder)
    with text.open("rb") as lines, tempfile.TemporaryFile() as said:
        entering = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=said, stderr=said)
        assert entering.stdin is not None
        # psql hangs up at the first mistake, and says what it was.
        with suppress(BrokenPipeError), entering.stdin as into:
            into.writelines(understood(lines))
        if entering.wait():
            said.seek(0)
            raise OpsError(f"psql failed:\n{said.read().decode(errors='replace').strip()}")


def understood(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Without the settings at the head that older servers do not know; the rest is left as it is."""
    head = True
    for line in lines:
        head = head and not line.startswith((b"CREATE ", b"COPY "))
        if not (head and line.startswith(b"SET transaction_timeout")):
            yield line
