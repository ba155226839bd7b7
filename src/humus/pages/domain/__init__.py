"""Deeds on pages. Each takes a keyword-only actor, locks what it changes and says what happened.

Those on rooms are loaded when the first is asked for: the library of shared documents takes room in every process.
"""

from typing import TYPE_CHECKING, Any

from humus.pages.domain.files import remove_file, upload
from humus.pages.domain.labels import add_label, remove_label
from humus.pages.domain.proposing import approve, propose, put_forward, remark, send_back, withdraw
from humus.pages.domain.publishing import (
    EditConflict,
    ReviewNeeded,
    discard_draft,
    is_reviewed,
    publish,
    restore,
    save_draft,
)
from humus.pages.domain.releasing import release
from humus.pages.domain.restricting import restrict
from humus.pages.domain.scheduling import reschedule
from humus.pages.domain.status import archive, bring_back, destroy, to_bin, unarchive
from humus.pages.domain.suggesting import mine, offer, offered, save_suggestion, suggested_by, take_back, units
from humus.pages.domain.tree import copy, create, front, move, place
from humus.pages.domain.upkeep import keep
from humus.pages.domain.watching import unwatch, watch

if TYPE_CHECKING:
    from humus.pages.domain.deciding import decide
    from humus.pages.domain.rooms import (
        bring_draft_in,
        bring_in,
        discard_room,
        open_room,
        publish_room,
        unpublished,
        words_in,
    )

__all__ = [
    "EditConflict",
    "ReviewNeeded",
    "add_label",
    "approve",
    "archive",
    "bring_back",
    "bring_draft_in",
    "bring_in",
    "copy",
    "create",
    "decide",
    "destroy",
    "discard_draft",
    "discard_room",
    "front",
    "is_reviewed",
    "keep",
    "mine",
    "move",
    "offer",
    "offered",
    "open_room",
    "place",
    "propose",
    "publish",
    "publish_room",
    "put_forward",
    "release",
    "remark",
    "remove_file",
    "remove_label",
    "reschedule",
    "restore",
    "restrict",
    "save_draft",
    "save_suggestion",
    "send_back",
    "suggested_by",
    "take_back",
    "to_bin",
    "unarchive",
    "units",
    "unpublished",
    "unwatch",
    "upload",
    "watch",
    "withdraw",
    "words_in",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    from humus.pages.domain import deciding, rooms

    return getattr(deciding if name == "decide" else rooms, name)
