"""Where the reference vectors are: SOILCARBON_VECTORS, or beside the repository; absent, their tests skip loudly."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest


def folder() -> Path:
    """The folder of the vectors, whether or not it is there."""
    named = os.environ.get("SOILCARBON_VECTORS")
    return Path(named) if named else Path(__file__).resolve().parents[4] / "shared" / "science" / "vectors"


def path(name: str) -> Path:
    """One file of the vectors; skips the test where it is absent."""
    found = folder() / name
    if not found.exists():
        pytest.skip(f"REFERENCE VECTORS ABSENT: {found} (set SOILCARBON_VECTORS)", allow_module_level=True)
    return found


def rows(name: str, delimiter: str = ",") -> list[dict[str, str]]:
    """Rows of a CSV vector."""
    with path(name).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source, delimiter=delimiter))


def document(name: str) -> Any:
    """A JSON vector."""
    return json.loads(path(name).read_text(encoding="utf-8"))
