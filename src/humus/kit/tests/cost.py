"""What a hostile input may cost: bounded in CPU time, since the clock of a busy machine tells of others too."""

from __future__ import annotations

import time
from collections.abc import Callable


def costs_less(job: Callable[[], object], seconds: float) -> bool:
    """One try may meet the collection of what earlier tests have left, or a machine that is busy: the best of three."""
    for _try in range(3):
        began = time.process_time()
        job()
        if time.process_time() - began < seconds:
            return True
    return False
