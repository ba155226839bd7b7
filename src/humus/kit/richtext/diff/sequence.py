"""Edit scripts and orders of sequences, each bounded in time."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

# One comparison aligns words in this many letters, beyond it sentences; the tables behind its alignments have this many
# cells together, beyond it a changed stretch is one replacement. Both together cost about a third of a second.
MAX_LETTERS = 250_000
MAX_CELLS = 100_000_000
_letters = ContextVar("letters", default=MAX_LETTERS)
_cells = ContextVar("cells", default=MAX_CELLS)

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\w+|\s+|[^\w\s]")

_SENTENCE = re.compile(r"[^.!?\n]{1,2000}[.!?\n]*|[.!?\n]+")


class Step(NamedTuple):
    """Replace ``old[a:b]`` by ``new[c:d]``; ``same`` where they are equal."""

    same: bool
    a: int
    b: int
    c: int
    d: int


@contextmanager
def budget() -> Iterator[None]:
    """Count the work of everything inside against one limit."""
    letters, cells = _letters.set(MAX_LETTERS), _cells.set(MAX_CELLS)
    try:
        yield
    finally:
        _letters.reset(letters)
        _cells.reset(cells)


def _afford(cells: int) -> bool:
    if cells > 10_000:
        _cells.set(_cells.get() - cells)
    return cells <= 10_000 or _cells.get() >= 0


def words(text: str) -> list[str]:
    """Words, blanks and signs; whole sentences once a comparison has used up its letters."""
    _letters.set(_letters.get() - len(text))
    return (_WORD if _letters.get() >= 0 else _SENTENCE).findall(text)


def steps(old: Sequence[str], new: Sequence[str]) -> list[Step]:
    """An edit script in which equal and changed stretches take turns."""
    head = 0
    shortest = min(len(old), len(new))
    while head < shortest and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shortest - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    found = [Step(True, 0, head, 0, head)] if head else []
    found += _middle(old[head : len(old) - tail], new[head : len(new) - tail], head)
    if tail:
        found.append(Step(True, len(old) - tail, len(old), len(new) - tail, len(new)))
    return found


def _middle(old: Sequence[str], new: Sequence[str], shift: int) -> list[Step]:
    if not old and not new:
        return []
    if not old or not new or not _afford(len(old) * len(new)):
        return [Step(False, shift, shift + len(old), shift, shift + len(new))]
    found: list[Step] = []
    for code in LCSseq.opcodes(old, new):
        ends = (code.src_start, code.src_end, code.dest_start, code.dest_end)
        step = Step(code.tag == "equal", *(shift + end for end in ends))
        if found and not step.same and not found[-1].same:
            step = Step(False, found[-1].a, step.b, found[-1].c, step.d)
            found.pop()
        found.append(step)
    return found


def join_islands(found: list[Step], old: Sequence[str]) -> list[Step]:
    """Blanks that happen to be equal between two changes make a text hard to read: count them as changed."""
    out: list[Step] = []
    for index, step in enumerate(found):
        inner = 0 < index < len(found) - 1
        changed = not step.same or (inner and not "".join(old[step.a : step.b]).strip())
        if changed and out and not out[-1].same:
            out[-1] = Step(False, out[-1].a, step.b, out[-1].c, step.d)
        else:
            out.append(Step(not changed, *step[1:]))
    return out


def in_order(numbers: Sequence[int]) -> set[int]:
    """The members of a longest increasing run: what kept its order; the others moved."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        place = bisect_left(tops, number)
        before.append(ends[place - 1] if place else -1)
        tops[place : place + 1] = [number]
        ends[place : place + 1] = [index]
    kept: set[int] = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        kept.add(numbers[index])
        index = before[index]
    return kept
