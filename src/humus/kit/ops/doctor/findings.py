"""What an examination finds, and the list of examinations. Apps add their own from `apps.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum


class State(Enum):
    WELL = "ok"
    WARNING = "look"
    ILL = "BAD"


@dataclass(frozen=True)
class Finding:
    state: State
    words: str


Examination = Callable[[], Iterator[Finding]]
EXAMINATIONS: dict[str, Examination] = {}


def examination(name: str) -> Callable[[Examination], Examination]:
    """Register an examination that may use the database, e.g. ``@examination("mail")``."""

    def register(function: Examination) -> Examination:
        EXAMINATIONS[name] = function
        return function

    return register


def well(words: str) -> Finding:
    return Finding(State.WELL, words)


def warning(words: str) -> Finding:
    return Finding(State.WARNING, words)


def ill(words: str) -> Finding:
    return Finding(State.ILL, words)
