"""pg_dump and pg_restore, with the password out of sight of a process list."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from humus.kit.ops.errors import OpsError
from humus.kit.postgres import binaries


def call(program: str, url: str, *arguments: str, folder: Path | None = None) -> None:
    parts = conninfo_to_dict(url)
    password = str(parts.pop("password", "") or "")
    command = [str((folder or binaries.folder()) / program), *arguments, "--dbname", make_conninfo("", **parts)]
    environment = {**os.environ, "PGPASSWORD": password, "LC_ALL": "C"}
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        raise OpsError(f"{program} failed:\n{done.stderr.strip()}")


def dump(url: str, snapshot: str, target: Path, folder: Path | None = None) -> None:
    target.touch(mode=0o600)
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"]
    call("pg_dump", url, *options, folder=folder)


def load(url: str, source: Path, folder: Path | None = None) -> None:
    options = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", str(source)]
    call("pg_restore", url, *options, folder=folder)
