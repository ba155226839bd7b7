"""`humus backup`: one moment of the database and the files that belong to it, while people go on writing."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from humus import __version__
from humus.kit import durable
from humus.kit.ops.backup import media, programs
from humus.kit.ops.backup.manifest import DUMP, FILES, KEY, Manifest, Table, below, describe
from humus.kit.ops.backup.tables import fingerprints
from humus.kit.ops.errors import OpsError
from humus.kit.ops.place import Place


def backup(place: Place, target: Path | None = None) -> Path:
    """Write a backup into a new folder and return it."""
    now = datetime.now(UTC)
    final = (target or place.home / "backups" / now.strftime("%Y-%m-%dT%H%M%SZ")).resolve()
    if final.exists():
        raise OpsError(f"{final} exists already; a backup is written into a new folder.")
    folder = final.with_name(final.name + ".unfinished")
    folder.mkdir(mode=0o700, parents=True)
    with place.database() as url:
        media.copy_new(place.files, folder / FILES)
        tables, major = snapshot(url, folder / DUMP)
        media.copy_new(place.files, folder / FILES)
    key = place.home / "secret.key"
    if key.exists():
        media.copy_one(key, folder / KEY)
    files = {str(path.relative_to(folder)): describe(path) for path in below(folder)}
    Manifest(now.isoformat(timespec="seconds"), __version__, major, tables, files).write(folder)
    os.sync()
    folder.rename(final)
    durable.sync(final.parent)
    return final


def snapshot(url: str, target: Path, programs_in: Path | None = None) -> tuple[dict[str, Table], int]:
    """Dump and fingerprint one and the same moment; returns the fingerprints and PostgreSQL's major version."""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("begin isolation level repeatable read read only")
        row = db.execute("select pg_export_snapshot()").fetchone()
        assert row is not None
        programs.dump(url, row[0], target, programs_in)
        tables = fingerprints(db)
        db.execute("commit")
        return tables, db.info.server_version // 10000
