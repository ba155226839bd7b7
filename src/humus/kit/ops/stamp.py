"""A fingerprint of everything that preparing depends on, so that an unchanged installation starts at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]


MARK, SETTLED = "prepared", "administered"


def changed(run: Path, database: str) -> bool:
    mark = run / MARK
    return not mark.exists() or mark.read_text() != fingerprint(database)


def keep(run: Path, database: str, *, settled: bool) -> None:
    """Remember what was prepared, and whether somebody administers the site already."""
    (run / MARK).write_text(fingerprint(database))
    (run / SETTLED).touch() if settled else (run / SETTLED).unlink(missing_ok=True)


def settled(run: Path) -> bool:
    return (run / SETTLED).exists()


def forget(run: Path) -> None:
    (run / MARK).unlink(missing_ok=True)


def fingerprint(*also: str) -> str:
    return _digest(*also, *sorted(_packages()), *sorted(_files("migrations", "static", "initial", "locale")))


def of_migrations() -> str:
    return _digest(*sorted(_packages()), *sorted(_files("migrations")))


def _digest(*lines: str) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode() + b"\0")
    return digest.hexdigest()


def _packages() -> Iterator[str]:
    return (f"{found.metadata['Name']} {found.version}" for found in distributions())


def _files(*folders: str) -> Iterator[str]:
    """Name, size and time of every file in these folders of every app."""
    for folder in folders:
        for place in PACKAGE.glob(f"*/{folder}"):
            for file in place.rglob("*"):
                if file.is_file() and file.suffix != ".pyc":
                    found = file.stat()
                    yield f"{file.relative_to(PACKAGE)} {found.st_size} {found.st_mtime_ns}"
