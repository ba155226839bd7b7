"""Until nothing is asked of the served platform any more: the tables are emptied only after what was sent is kept."""

from __future__ import annotations

import threading
import time

from django.core.signals import request_finished, request_started
from django.db import connection

BUSY = """
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND backend_type = 'client backend' AND state <> 'idle'"""


class UnderWay:
    """Requests that this process has begun to answer and not ended."""

    def __init__(self) -> None:
        self.count = 0
        self._lock = threading.Lock()

    def __enter__(self) -> UnderWay:
        request_started.connect(self._begin)
        request_finished.connect(self._end)
        return self

    def __exit__(self, *_trouble: object) -> None:
        request_started.disconnect(self._begin)
        request_finished.disconnect(self._end)

    def _begin(self, **_about: object) -> None:
        with self._lock:
            self.count += 1

    def _end(self, **_about: object) -> None:
        with self._lock:
            self.count -= 1


def await_silence(under_way: UnderWay, patience: float = 20.0) -> None:
    """A page that closes may still send what was typed; other processes are seen by their statements."""
    quiet, end = 0, time.monotonic() + patience
    while quiet < 3 and time.monotonic() < end:
        time.sleep(0.03)
        with connection.cursor() as cursor:
            cursor.execute(BUSY)
            quiet = 0 if cursor.fetchone()[0] or under_way.count > 0 else quiet + 1
