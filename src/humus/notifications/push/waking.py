"""Have the worker look now rather than at its next round."""

from __future__ import annotations

import contextlib

from procrastinate import exceptions


def wake() -> None:
    from humus.notifications.tasks import push

    with contextlib.suppress(exceptions.AlreadyEnqueued):
        push.configure(queueing_lock="push").defer()
