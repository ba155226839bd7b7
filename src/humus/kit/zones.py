"""The newest table of time zones at hand: states change their clocks at short notice."""

from __future__ import annotations

import zoneinfo
from pathlib import Path

import tzdata


def version_of(folder: str) -> str:
    """“2026f”; empty where a folder does not say which table it holds."""
    try:
        with (Path(folder) / "tzdata.zi").open() as text:
            words = text.readline().split()
    except OSError:
        return ""
    return words[2] if words[:2] == ["#", "version"] and len(words) > 2 else ""


def prefer_newest() -> str:
    """Read zones from the package that is installed with us unless the machine's are newer; the version that holds."""
    machine = next((version for folder in zoneinfo.TZPATH if (version := version_of(folder))), "")
    if machine > tzdata.IANA_VERSION:
        return machine
    zoneinfo.reset_tzpath(())
    zoneinfo.ZoneInfo.clear_cache()
    return str(tzdata.IANA_VERSION)
