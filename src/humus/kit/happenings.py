"""What happened, said once by a deed and heard by the floors above it (activity, search, mail).

Listeners run inside the deed's transaction: a happening and its rows are committed together or not at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Happening:
    verb: str
    actor: Any = None
    page: Any = None
    space: Any = None
    person: Any = None
    organisation: Any = None
    data: dict[str, Any] = field(default_factory=dict)


Listener = Callable[[Happening], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> Listener:
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def happened(verb: str, *, actor: Any, **things: Any) -> Happening:
    """Tell every listener that ``actor`` did ``verb``; ``things`` are page, space, person, organisation, data."""
    happening = Happening(verb=verb, actor=actor, **things)
    for listener in _listeners:
        listener(happening)
    return happening
