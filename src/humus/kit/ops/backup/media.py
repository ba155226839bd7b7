"""Copying uploaded files.

A file is never changed once written, so copying before and after the snapshot misses none that the snapshot names.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from humus.kit.ops.backup.manifest import below


def copy_new(source: Path, target: Path) -> int:
    """Copy what the target has not, or has of another size or time. Returns how many were copied."""
    copied = 0
    for path in below(source):
        other = target / path.relative_to(source)
        if not path.is_symlink() and not _same(path, other):
            try:
                copy_one(path, other)
                copied += 1
            except FileNotFoundError:
                other.unlink(missing_ok=True)
    return copied


def copy_one(path: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copyfile(path, target)
    shutil.copystat(path, target)
    target.chmod(0o600)
    with target.open("rb") as written:
        os.fsync(written.fileno())


def _same(path: Path, other: Path) -> bool:
    try:
        here, there = path.stat(), other.stat()
    except FileNotFoundError:
        return False
    return (here.st_size, here.st_mtime_ns) == (there.st_size, there.st_mtime_ns)
