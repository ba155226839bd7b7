"""What a process keeps at hand: what was asked for last, up to a size."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Bounded(Generic[T]):
    """``size`` never exceeds ``most``; both are in whatever unit ``put`` is given: letters, bytes."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._kept: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> T | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None
            self._kept.move_to_end(key)
            return kept[0]

    def put(self, key: Hashable, what: T, size: int) -> None:
        with self._lock:
            self._forget(key)
            self._kept[key] = what, size
            self.size += size
            while self.size > self.most:
                self._forget(next(iter(self._kept)))

    def forget(self, key: Hashable) -> None:
        with self._lock:
            self._forget(key)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self.size = 0

    def _forget(self, key: Hashable) -> None:
        if kept := self._kept.pop(key, None):
            self.size -= kept[1]
