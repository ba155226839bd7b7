"""Events and their sessions."""

from humus.events.models.event import Event
from humus.events.models.session import Session

__all__ = ["Event", "Session"]
