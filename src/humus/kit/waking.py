"""Have the worker look now rather than at its next round."""

from __future__ import annotations

import contextlib
from typing import Any

from procrastinate import exceptions


def soon(task: Any) -> None:
    """Of a task with a lock in the queue: one that waits already is enough."""
    with contextlib.suppress(exceptions.AlreadyEnqueued):
        task.defer()
