"""The secretariat's room: what each app lays on its table, filled from below in ``apps.py``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the room: where it leads, who may enter (a gate's name) and how many things wait there."""

    url_name: str
    label: str | Promise
    gate: str = "secretariat"
    icon: str = "list"
    # Under which heading it stands: people, organisations, spaces, site.
    group: str = "site"
    about: str | Promise = ""
    count: Callable[[Any], int | None] = lambda person: None


ROOM: list[Entry] = []

RIGHTS = {"administrator": "is_administrator", "secretariat": "is_secretariat", "bureau": "is_bureau"}


def add(entry: Entry) -> None:
    if entry not in ROOM:
        ROOM.append(entry)


def entries_for(person: Any) -> list[Entry]:
    """What lies on the table of this person; nothing for people without a role on the site."""
    return [entry for entry in ROOM if getattr(person, RIGHTS[entry.gate], False)]
