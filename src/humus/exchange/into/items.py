"""What was read from outside, before anything is made of it."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from posixpath import dirname
from typing import Any

from django.utils.translation import gettext as _

from humus.kit.ids import short_key


@dataclass(kw_only=True)
class Item:
    """A page to be. ``place`` is its path without ending; ``files`` are those that its text shows, by placeholder."""

    place: str
    title: str
    doc: dict[str, Any]
    language: str = ""
    files: dict[str, str] = field(default_factory=dict)


def attached(place: str, name: str) -> str:
    """Where the bundle keeps what came within a page itself."""
    return f"{place}.attached/{name}"


@dataclass(kw_only=True)
class Bundle:
    """``files`` are names and bytes by path; ``notices`` say what cannot be kept."""

    items: list[Item] = field(default_factory=list)
    files: MutableMapping[str, bytes] = field(default_factory=ChainMap)
    notices: list[str] = field(default_factory=list)
    # Keys given to pages before they are read, by place, so that links between them hold.
    keys: dict[str, str] = field(default_factory=dict)
    # Where the file of a page lay, by place: for the page of a folder that is the folder itself.
    folders: dict[str, str] = field(default_factory=dict)

    def key_of(self, place: str) -> str:
        """The placeholder of the page at this place."""
        return self.keys.setdefault(place, short_key())

    def folder_of(self, place: str) -> str:
        return self.folders.get(place, dirname(place))

    def note(self, sentence: str) -> None:
        if sentence not in self.notices and len(self.notices) < 200:
            self.notices.append(sentence)

    def leave_out(self, name: str, reason: object) -> None:
        self.note(_("“%(file)s” is left out: %(reason)s") % {"file": name, "reason": reason})

    def above(self, item: Item) -> Item | None:
        """The item whose folder this one stands in."""
        folder = item.place.rpartition("/")[0]
        return next((one for one in self.items if one.place == folder), None) if folder else None

    def depth(self, item: Item) -> int:
        return item.place.count("/")
