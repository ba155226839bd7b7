"""The machine and the data folder; nothing here needs the database."""

from __future__ import annotations

import platform
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from humus import __version__
from humus.kit.ops.doctor.findings import Finding, ill, warning, well
from humus.kit.ops.place import Place

LOW, LITTLE = 500 * 2**20, 5 * 2**30
PACKAGE = Path(__file__).resolve().parents[3]


def software() -> Iterator[Finding]:
    said = f"Humus {__version__}, Python {platform.python_version()}, {platform.platform()}"
    yield well(said) if sys.version_info >= (3, 11) else ill(f"{said}: Python 3.11 or newer is needed")


def disk(place: Place) -> Iterator[Finding]:
    free = shutil.disk_usage(place.home).free
    said = f"{free / 2**30:.1f} GiB free for {place.home}"
    yield ill(said) if free < LOW else warning(f"{said}: make room soon") if free < LITTLE else well(said)


def permissions(place: Place) -> Iterator[Finding]:
    """Nobody else on the machine may read people's data or the site's key."""
    secret = [place.home / "secret.key", *place.home.glob("postgres.*.password")]
    loose = [path.name for path in secret if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077]
    if stat.S_IMODE(place.home.stat().st_mode) & 0o066:
        loose.append(str(place.home))
    if loose:
        yield ill(f"other accounts can read {', '.join(loose)}: chmod go-rwx")
    else:
        yield well("the data folder and the keys in it are closed to other accounts")


def clock() -> Iterator[Finding]:
    """Codes and sessions expire by the clock."""
    now = time.time()
    newest = max(path.stat().st_mtime for path in PACKAGE.glob("*.py"))
    said = f"the clock says {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    if now < newest - 86400:
        yield ill(f"{said}, but this program was installed later than that")
    elif _synchronised() is False:
        yield warning(f"{said}; the machine does not set it by the network")
    else:
        yield well(said)


def _synchronised() -> bool | None:
    if not shutil.which("timedatectl"):
        return None
    asked = ["timedatectl", "show", "-p", "NTPSynchronized", "--value"]
    said = subprocess.run(asked, capture_output=True, text=True, timeout=5).stdout.strip()
    return {"yes": True, "no": False}.get(said)


def backups(place: Place) -> Iterator[Finding]:
    made = sorted(path.name for path in (place.home / "backups").glob("*") if (path / "manifest.sha256").exists())
    if not made:
        yield warning("no backup in HUMUS_HOME/backups: `humus backup` makes one; keep copies elsewhere")
    else:
        yield well(f"newest backup here: {made[-1]}")
