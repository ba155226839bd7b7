"""Events, their sessions, and who takes part."""

from humus.events.models.admission import Admission
from humus.events.models.agenda import AgendaItem
from humus.events.models.event import Event
from humus.events.models.feed import Feed
from humus.events.models.registration import Letter, Registration
from humus.events.models.session import Session
from humus.events.models.times import Slot, SlotAnswer, TimePoll

__all__ = [
    "Admission",
    "AgendaItem",
    "Event",
    "Feed",
    "Letter",
    "Registration",
    "Session",
    "Slot",
    "SlotAnswer",
    "TimePoll",
]
