"""HTML that was drawn, kept under all that it was drawn from: the text, its surroundings and what its blocks were told.

Questions are asked anew for each reader; where everything is answered as before, to whomever it was, rows need not be
read nor blocks drawn again. Nothing is told or timed: another answer is another key.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Generator, Hashable, Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from humus.kit.bounded import Bounded
from humus.kit.questions import Asked

from .blocks import Dynamic
from .context import PageRef, RenderContext

# The letters of all that is kept, and what each costs beside its own.
MOST_LETTERS, BESIDE = 500_000, 4_000
# For visitors nothing is asked while the platform stands still, and no longer than so many seconds.
SECONDS = 60.0
FOREVER = float("inf")


class Same:
    """Equal to itself alone; a key that holds it keeps it alive, so that no other takes its place."""

    __slots__ = ("one",)

    def __init__(self, one: Any) -> None:
        self.one = one

    def __hash__(self) -> int:
        return id(self.one)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.one is self.one


class Drawn:
    def __init__(self, most: int = MOST_LETTERS) -> None:
        self._kept: Bounded[tuple[str, float]] = Bounded(most)

    def get(self, key: Hashable) -> str | None:
        html, until = self._kept.get(key) or ("", 0.0)
        if until <= time.monotonic():
            self._kept.forget(key)
            return None
        return html

    def put(self, key: Hashable, html: str, seconds: float = FOREVER) -> None:
        self._kept.put(key, (html, time.monotonic() + seconds), len(html) + BESIDE)

    def clear(self) -> None:
        self._kept.clear()

    @property
    def letters(self) -> int:
        return self._kept.size


drawn = Drawn()


class Making:
    """One drawing on its way: under what it may be kept, and what stands there already."""

    def __init__(self, compiled: Any, context: RenderContext) -> None:
        self.around: Hashable = (
            Same(compiled),
            context.alike,
            context.language,
            get_language(),
            context.target,
            context.page,
            context.may_edit,
            context.saving,
            tuple(map(Same, context.explained_by)),
        )
        # None as long as it cannot be kept.
        self.key: Hashable = None
        self.known: str | None = None
        self._before: Hashable = None

    def begins(self, pages: Iterable[PageRef], readings: Mapping[str, Any], standing: Collection[Dynamic]) -> None:
        """Kept only where blocks learn nothing but what links, includes and questions are answered."""
        ends = _as_answered(pages)
        asking = [one for one in readings.values() if one is not None]
        told = all(block.told for block in standing) and all(isinstance(one, Generator) for one in asking)
        if ends is None or not told:
            return
        self._before = (self.around, ends, _moment(by_the_clock=any(block.by_the_clock for block in standing)))
        if not asking:
            self._look(())

    def answered(self, asked: Sequence[Any], answers: Sequence[Any]) -> bool:
        """Whether all was answered so before, and need not be read; what asks twice is not kept."""
        self.key = None
        if self._before is not None and all(isinstance(one, Asked) for one in asked):
            # JSON holds no zero byte.
            said = blake2b("\0".join(map(str, answers)).encode(), digest_size=20).digest()
            self._look((*(Same(one.written) for one in asked), said))
            self._before = None
        return self.known is not None

    def _look(self, answers: Hashable) -> None:
        self.key = (self._before, answers)
        self.known = drawn.get(self.key)


def _as_answered(pages: Iterable[PageRef]) -> Hashable:
    """What links and includes were answered; None where a text was not compiled by whoever answered."""
    found = []
    for page in pages:
        if page.body:
            return None
        facts = (page.key, page.title, page.url, page.visible, page.language, page.problem)
        found.append((facts, Same(page.compiled)))
    return tuple(found)


def _moment(*, by_the_clock: bool) -> Hashable:
    """The minute where something goes by it, else the day."""
    return int(time.time() // 60) if by_the_clock else timezone.localdate()
