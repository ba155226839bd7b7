"""A value that every page needs and that seldom changes: asked once in some seconds, not once a page."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Call it for the value. ``seconds`` is how long another process may go on with the old one."""

    def __init__(self, load: Callable[[], T], *, seconds: float) -> None:
        self.load, self.seconds = load, seconds
        self.until = 0.0
        self.value: T | None = None

    def __call__(self) -> T:
        if self.value is None or time.monotonic() >= self.until:
            self.keep(self.load(), seconds=self.seconds)
        return self.value  # type: ignore[return-value]

    def keep(self, value: T, *, seconds: float = math.inf) -> None:
        self.value, self.until = value, time.monotonic() + seconds

    def forget(self) -> None:
        self.value = None
