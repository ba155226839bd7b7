"""`humus upgrade`: move the embedded database to another major version of PostgreSQL, then migrate."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import psycopg

from humus.kit import durable
from humus.kit.ops import stamp
from humus.kit.ops.backup import programs
from humus.kit.ops.backup.make import snapshot
from humus.kit.ops.backup.restore import tidy
from humus.kit.ops.backup.tables import differences, fingerprints
from humus.kit.ops.errors import OpsError
from humus.kit.ops.place import Place
from humus.kit.ops.serve import first_link
from humus.kit.ops.supervisor import say
from humus.kit.postgres import Server, binaries


def upgrade(place: Place, old_programs: Path | None = None) -> None:
    """Data first, then migrations. The old data folder is kept beside the new one."""
    place.make()
    with place.claimed():
        if not place.given:
            move(place, old_programs)
        migrate(place)


def move(place: Place, old_programs: Path | None) -> None:
    """Whatever ends this before its last step, power cuts too: the next call begins again with the old data."""
    new = Server(place.home, mover=True)
    put_back(new)
    found, brought = new.major_of_data(), binaries.major(new.binaries)
    if found is None or found == brought:
        return
    folder = old_programs or binaries.of_major(found)
    if folder is None:
        raise OpsError(
            f"Reading data of PostgreSQL {found} needs its programs once. Install postgresql-{found} from your "
            f"distribution, or name their folder with --programs. The data in {new.folders.data} was not touched."
        )
    data, moving, dump = new.folders.data, new.folders.moving, place.run / "upgrade.dump"
    kept = data.with_name(f"postgres.{found}")
    if kept.exists():
        raise OpsError(f"{kept} stands in the way; move it elsewhere first.")
    say(f"Reading the data with PostgreSQL {found}")
    dump.unlink(missing_ok=True)
    with Server(place.home, programs=folder) as old:
        tables, _major = snapshot(old.url, dump, max(folder, new.binaries, key=binaries.major))
    durable.rename(data, moving)
    try:
        say(f"Writing it with PostgreSQL {brought}")
        with new as server:
            if found > brought:
                programs.load_into_older(server.url, dump, folder)
            else:
                programs.load(server.url, dump)
            with psycopg.connect(server.url, autocommit=True) as db:
                faults = differences(tables, fingerprints(db))
            if faults:
                raise OpsError("\n".join(["The moved data is not the same:", *faults]))
            tidy(server.url)
        os.sync()
    except BaseException:
        put_back(new)
        raise
    durable.rename(moving, kept)
    dump.unlink()
    say(f"The data is now PostgreSQL {brought}'s; the old folder is kept as {kept} and may be deleted.")


def put_back(server: Server) -> None:
    """The old data to its place, if a move did not come to its end; what the move had written by then is dropped."""
    folders = server.folders
    if folders.moving.exists():
        shutil.rmtree(folders.data, ignore_errors=True)
        durable.rename(folders.moving, folders.data)


def migrate(place: Place) -> None:
    with place.database() as url:
        link = first_link(place.environment(url), "all")
        stamp.keep(place.run, url, settled=link is None)
    say("The installation is up to date.")
    if link:
        say(f"The first administrator signs up here, once:\n{link}")
