"""What a door is given: the mail as it came, as it was understood, and who wrote it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from humus.incoming.models import IncomingMail
from humus.incoming.opening import Letter
from humus.kit.answering import Ticket


@dataclass
class Visit:
    row: IncomingMail
    letter: Letter
    ticket: Ticket | None
    person: Any

    @property
    def thing(self) -> str:
        """The key of what the address is for; empty where it names nothing."""
        return self.ticket.thing if self.ticket else ""

    @property
    def number(self) -> int | None:
        """The same where rows are counted."""
        return int(self.thing) if self.thing.isdecimal() else None


class Refused(Exception):
    """It cannot be done; the words are sent to the writer. ``hold`` keeps the mail for the secretariat to decide."""

    def __init__(self, words: str, *, hold: bool = False) -> None:
        super().__init__(words)
        self.hold = hold


# A door does its deed and answers what was done, in words for the log of mails.
Door = Callable[[Visit], str]
DOORS: dict[str, Door] = {}
