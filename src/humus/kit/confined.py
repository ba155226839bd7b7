"""Work on files from outside in a process of its own, bounded in memory and time, so that a spoilt one harms nobody."""

from __future__ import annotations

import resource
import subprocess
import sys
from typing import Any


def run(module: str, *arguments: str, seconds: float, **given: Any) -> subprocess.CompletedProcess[bytes]:
    """``python -m module``, apart from folder and environment. Raises subprocess.TimeoutExpired after so long.

    ``given`` is ``input`` (bytes) or ``stdin`` (an open file), as ``subprocess.run`` takes them.
    """
    command = [sys.executable, "-I", "-m", module, *arguments]
    return subprocess.run(command, capture_output=True, timeout=seconds, **given)


def limit(memory: int, seconds: int) -> None:
    """Within that process, before the file is read: at most so many bytes of memory and seconds of the processor."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
