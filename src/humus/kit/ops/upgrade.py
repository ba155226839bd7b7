"""`humus upgrade`: move the embedded database to another major version of PostgreSQL, then migrate."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import psycopg

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
    new = Server(place.home)
    found, brought = new.major_of_data(), binaries.major(new.binaries)
    if found is None or found == brought:
        return
    folder = old_programs or binaries.of_major(found)
    if folder is None:
        raise OpsError(
            f"Reading data of PostgreSQL {found} needs its programs once. Install postgresql-{found} from your "
            f"distribution, or name their folder with --programs. The data in {new.folders.data} was not touched."
        )
    data, dump = new.folders.data, place.run / "upgrade.dump"
    kept = data.with_name(f"postgres.{found}")
    if kept.exists():
        raise OpsError(f"{kept} stands in the way; move it elsewhere first.")
    say(f"Reading the data with PostgreSQL {found}")
    dump.unlink(missing_ok=True)
    with Server(place.home, programs=folder) as old:
        tables, _major = snapshot(old.url, dump, max(folder, new.binaries, key=binaries.major))
    data.rename(kept)
    try:
        say(f"Writing it with PostgreSQL {brought}")
        with Server(place.home) as server:
            programs.load(server.url, dump)
            with psycopg.connect(server.url, autocommit=True) as db:
                faults = differences(tables, fingerprints(db))
            if faults:
                raise OpsError("\n".join(["The moved data is not the same:", *faults]))
            tidy(server.url)
        os.sync()
    except BaseException:
        shutil.rmtree(data, ignore_errors=True)
        kept.rename(data)
        raise
    dump.unlink()
    say(f"The data is now PostgreSQL {brought}'s; the old folder is kept as {kept} and may be deleted.")


def migrate(place: Place) -> None:
    with place.database() as url:
        link = first_link(place.environment(url), "all")
        stamp.keep(place.run, url, settled=link is None)
    say("The installation is up to date.")
    if link:
        say(f"The first administrator signs up here, once:\n{link}")
