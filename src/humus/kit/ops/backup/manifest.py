"""The manifest: what is in the backup, with a hash of each file and of each table's rows, and a seal on itself."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from humus.kit.ops.errors import OpsError

NAME, SEAL, DUMP, FILES, KEY = "manifest.json", "manifest.sha256", "database.dump", "files", "secret.key"
FORMAT = 1
BLOCK = 1 << 20


class Damaged(OpsError):
    """The backup is not what it was; every fault is named."""

    def __init__(self, folder: Path, faults: list[str]) -> None:
        self.faults = faults
        shown = "\n".join(f"  {fault}" for fault in faults[:50])
        super().__init__(f"The backup {folder} is damaged and was not used:\n{shown}")


@dataclass(frozen=True)
class Table:
    rows: int
    sha256: str


@dataclass(frozen=True)
class File:
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    made_at: str
    humus: str
    postgres: int
    tables: dict[str, Table]
    files: dict[str, File]
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        """Last of all, so that a backup without its seal was never finished."""
        content = json.dumps(asdict(self), indent=1, sort_keys=True).encode()
        _write(folder / NAME, content)
        _write(folder / SEAL, hashlib.sha256(content).hexdigest().encode())

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        try:
            content, seal = (folder / NAME).read_bytes(), (folder / SEAL).read_bytes()
        except OSError as error:
            raise Damaged(folder, [f"{Path(error.filename).name}: {error.strerror}"]) from None
        if hashlib.sha256(content).hexdigest().encode() != seal:
            raise Damaged(folder, [f"{NAME}: does not match {SEAL}"])
        found = json.loads(content)
        if found["format"] != FORMAT:
            raise OpsError(f"The backup {folder} has format {found['format']}; this release reads {FORMAT}.")
        tables = {name: Table(**table) for name, table in found.pop("tables").items()}
        files = {name: File(**file) for name, file in found.pop("files").items()}
        return cls(**found, tables=tables, files=files)


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def describe(path: Path) -> File:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source:
        while block := source.read(BLOCK):
            digest.update(block)
            size += len(block)
    return File(size, digest.hexdigest())


def below(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())


def verify(folder: Path) -> Manifest:
    """The manifest of an unharmed backup; raises Damaged with every fault there is."""
    manifest = Manifest.read(folder)
    faults = []
    for name, wanted in sorted(manifest.files.items()):
        path = folder / name
        if path.is_symlink() or not path.is_file():
            faults.append(f"{name}: is missing")
        elif path.stat().st_size != wanted.size:
            faults.append(f"{name}: has {path.stat().st_size} bytes, not {wanted.size}")
        elif describe(path) != wanted:
            faults.append(f"{name}: its content has changed")
    known = {*manifest.files, NAME, SEAL}
    found = {str(path.relative_to(folder)) for path in below(folder)}
    faults += [f"{name}: does not belong to this backup" for name in sorted(found - known)]
    if faults:
        raise Damaged(folder, faults)
    return manifest
