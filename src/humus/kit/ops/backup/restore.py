"""`humus restore`: a verified backup into an empty place, compared row for row and byte for byte afterwards."""

from __future__ import annotations

import os
from pathlib import Path

import psycopg

from humus import __version__
from humus.kit.ops import stamp
from humus.kit.ops.backup import media, programs
from humus.kit.ops.backup.manifest import DUMP, FILES, KEY, Manifest, below, describe, verify
from humus.kit.ops.backup.tables import differences, fingerprints
from humus.kit.ops.errors import OpsError
from humus.kit.ops.place import Place

TABLES = "select count(*) from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"


def restore(place: Place, folder: Path) -> Manifest:
    manifest = verify(folder)
    refuse_newer(manifest, folder)
    refuse_used(place)
    place.make()
    with place.claimed(), place.database() as url:
        refuse_filled(url, place)
        place.unfinished.touch()
        programs.load(url, folder / DUMP)
        media.copy_new(folder / FILES, place.files)
        restore_key(place, folder)
        compare(url, place, manifest)
        tidy(url)
        stamp.forget(place.run)
        os.sync()
        place.unfinished.unlink()
    return manifest


def refuse_newer(manifest: Manifest, folder: Path) -> None:
    if _numbers(manifest.humus) > _numbers(__version__):
        raise OpsError(f"The backup {folder} was made by Humus {manifest.humus}; this is {__version__}. Update first.")


def refuse_used(place: Place) -> None:
    if place.files.exists() and any(place.files.iterdir()):
        raise OpsError(
            f"{place.files} is not empty. A backup is restored into an empty place: choose another HUMUS_HOME."
        )


def refuse_filled(url: str, place: Place) -> None:
    with psycopg.connect(url) as db:
        row = db.execute(TABLES).fetchone()
    if row != (0,):
        raise OpsError(f"The database of {place.home} is not empty. A backup is restored into an empty place.")


def restore_key(place: Place, folder: Path) -> None:
    """The site's key comes back with its data; what was sealed with it could not be opened otherwise."""
    if (folder / KEY).exists():
        media.copy_one(folder / KEY, place.home / KEY)


def compare(url: str, place: Place, manifest: Manifest) -> None:
    with psycopg.connect(url, autocommit=True) as db:
        faults = differences(manifest.tables, fingerprints(db))
    wanted = {name: file for name, file in manifest.files.items() if name.startswith(f"{FILES}/")}
    found = {f"{FILES}/{path.relative_to(place.files)}": describe(path) for path in below(place.files)}
    faults += [f"{name}: differs from the backup" for name in sorted(wanted) if found.get(name) != wanted[name]]
    if faults:
        raise OpsError("\n".join([f"What was restored into {place.home} is not what the backup holds:", *faults]))


def tidy(url: str) -> None:
    """Statistics for the planner, which a dump does not carry."""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("analyze")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
