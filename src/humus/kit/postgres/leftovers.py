"""What an earlier server may have left in the data folder: a pid file, or processes still ending."""

import os
import signal
import subprocess
import time
from pathlib import Path


def postmaster(data: Path) -> int | None:
    """The process id in the data folder's pid file, if there is one."""
    try:
        return abs(int((data / "postmaster.pid").read_text().splitlines()[0]))
    except (OSError, ValueError, IndexError):
        return None


def serves(pid: int, data: Path) -> bool:
    """Is this process a living PostgreSQL of this data folder? A zombie or a reused number is not."""
    proc = Path(f"/proc/{pid}")
    if not Path("/proc/self").exists():
        said = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout
        return str(data) in said
    try:
        return os.readlink(proc / "cwd") == str(data)
    except OSError:
        return False


def inside(data: Path) -> list[int]:
    """Every process that works in the data folder: PostgreSQL's all do."""
    numbers = (int(p.name) for p in Path("/proc").glob("[0-9]*"))
    return [pid for pid in numbers if serves(pid, data)]


def clear(data: Path, socket: Path, patience: float = 15) -> list[int]:
    """Wait for an earlier server's processes to end, then drop files that name a stranger. Returns who stays."""
    pid = postmaster(data)
    end = time.monotonic() + patience
    while staying := inside(data):
        if time.monotonic() > end:
            return staying
        time.sleep(0.05)
    # A dead number is left to PostgreSQL, which also looks at the shared memory; a living stranger would stop it.
    if pid is not None and _alive(pid):
        (data / "postmaster.pid").unlink(missing_ok=True)
    # The socket folder is this data's alone, and nobody serves it now.
    for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
        (socket / name).unlink(missing_ok=True)
    return []


def stop(data: Path) -> None:
    """Ask the server of this data folder, whose owner is dead, to end quickly and cleanly."""
    pid = postmaster(data)
    if pid is not None and serves(pid, data):
        os.kill(pid, signal.SIGINT)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
