"""Have the worker look now rather than at its next round."""

from __future__ import annotations

import contextlib
from typing import Any

from procrastinate import exceptions

from humus.kit.statements import ask

WAITS = "SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %(lock)s AND status = 'todo'"


def soon(task: Any) -> None:
    """Of a task with a lock in the queue: one that waits already is enough.

    It is looked for first, as the database writes each refusal of a second one into its log.
    """
    if ask(WAITS, {"lock": task.queueing_lock}):
        return
    with contextlib.suppress(exceptions.AlreadyEnqueued):
        task.defer()
