"""The doors behind addresses: each turns a mail into one deed of the app that it is about."""

from __future__ import annotations

from humus.incoming.doors import confirming, conversation, inviting, meetings, polls, returned, spaces
from humus.incoming.visit import DOORS, Door


def furnish() -> None:
    doors: dict[str, Door] = {
        "c": conversation.answer,
        "p": conversation.begin,
        "v": polls.vote,
        "s": spaces.write,
        "e": meetings.take_part,
        "g": meetings.answer_as_guest,
        "m": confirming.confirm,
        "i": inviting.accept,
        "j": inviting.decide,
        "b": returned.note,
    }
    DOORS.update(doors)
