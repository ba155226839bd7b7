"""Where uploads are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

from humus.kit.durable import NO_ROOM, sync


class DurableStorage(FileSystemStorage):
    """Uploads are acknowledged, so they are on the disk when the answer leaves."""

    def _save(self, name: str, content: Any) -> str:
        path = Path(self.path(name))
        stood = path.exists()
        try:
            return self._synced(super()._save(name, content))
        except OSError as error:
            # Half a file would take the room that is missing, and nobody knows of it.
            if error.errno in NO_ROOM and not stood:
                path.unlink(missing_ok=True)
            raise

    def _synced(self, stored: str) -> str:
        path, top = Path(self.path(stored)), Path(self.location)
        sync(path)
        for folder in path.parents:
            sync(folder)
            if folder == top:
                break
        return stored
