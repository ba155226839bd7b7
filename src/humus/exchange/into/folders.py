"""The tree of a ZIP: pages stand below the page of their folder, which is made where there is none."""

from __future__ import annotations

import re
from posixpath import dirname

from django.utils.translation import gettext as _

from humus.exchange.into.items import Bundle, Item
from humus.kit import richtext
from humus.kit.errors import DeedError

MOST_LEVELS = 12
# The page of a folder itself, as many programs call it.
_OF_ITS_FOLDER = ("index", "readme", "_index")


def place_of(path: str) -> str:
    """The path without its ending."""
    place = path.rpartition(".")[0]
    folder, _slash, name = place.rpartition("/")
    return folder if folder and name.lower() in _OF_ITS_FOLDER else place


def shallow_enough(paths: list[str]) -> None:
    if any(path.count("/") >= MOST_LEVELS for path in paths):
        words = {"most": MOST_LEVELS}
        raise DeedError(_("These pages lie too deep below each other: at most %(most)d levels.") % words, field="file")


def fill(bundle: Bundle) -> None:
    """An empty page that lists what is below it, for every folder without a page of its own; parents first."""
    known = {item.place for item in bundle.items}
    for item in list(bundle.items):
        folder = dirname(item.place)
        while folder and folder not in known:
            known.add(folder)
            doc = richtext.clean({"type": "doc", "content": [{"type": "children", "attrs": {}}]})
            bundle.items.append(Item(place=folder, title=folder.rpartition("/")[2][:250], doc=doc))
            folder = dirname(folder)
    bundle.items.sort(key=lambda item: [_as_counted(name) for name in item.place.split("/")])


def _as_counted(name: str) -> list[tuple[int, str]]:
    """In the order in which people number their files: 2 stands before 10."""
    parts = re.split(r"(\d+)", name)
    digits = [part.lstrip("0") if place % 2 else part for place, part in enumerate(parts)]
    return [(len(part) if place % 2 else 0, part) for place, part in enumerate(digits)]
