"""Files that outlive a power cut: their bytes and their names are on the disk before anybody is told."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

# What the system says where nothing more can be stored.
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
# The device is gone or takes nothing more: a cable, a controller, a file system that made itself read-only.
NO_DEVICE = frozenset({errno.EIO, errno.EROFS, errno.ENXIO, errno.ENODEV, errno.ESTALE})


def sync(path: Path) -> None:
    """Bring a file's bytes, or a folder's names, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def rename(old: Path, new: Path) -> None:
    old.rename(new)
    sync(new.parent)


def create(path: Path, text: str) -> bool:
    """Make a file, whole or not at all, that only the running account reads. False where it stands already."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        os.link(name, path)
    except FileExistsError:
        return False
    finally:
        os.unlink(name)
    sync(path.parent)
    return True
