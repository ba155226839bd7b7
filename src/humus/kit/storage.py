"""Where uploads are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

from humus.kit.durable import sync


class DurableStorage(FileSystemStorage):
    """Uploads are acknowledged, so they are on the disk when the answer leaves."""

    def _save(self, name: str, content: Any) -> str:
        stored = super()._save(name, content)
        path, top = Path(self.path(stored)), Path(self.location)
        sync(path)
        for folder in path.parents:
            sync(folder)
            if folder == top:
                break
        return stored
