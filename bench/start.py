"""From nothing to the first page, and from a stop to the next one.

``.venv/bin/python bench/start.py [--quick]``: starts the platform in an empty folder (packages installed already) and
asks for its first page, stops it, and starts it again (three times; ``--quick``: once). Bars: 60 s and 5 s.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.ops.installation import Running

FIRST, AGAIN = 60.0, 5.0


def seconds_to_page(home: Path) -> float:
    began = time.monotonic()
    with Running(home) as running:
        status = running.get("/")[0]
        taken = time.monotonic() - began
    if status != 200:
        raise SystemExit(f"start: the first page answered {status}")
    return taken


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="one restart")
    rounds = 1 if options.parse_args().quick else 3
    with tempfile.TemporaryDirectory(prefix="humus-start-") as folder:
        home = Path(folder) / "data"
        first = seconds_to_page(home)
        again = max(seconds_to_page(home) for _ in range(rounds))
    print(f"first page from an empty folder: {first:.1f} s (bar {FIRST:.0f} s)")
    print(f"page after a restart, slowest of {rounds}: {again:.1f} s (bar {AGAIN:.0f} s)")
    reached = first <= FIRST and again <= AGAIN
    print("start: reached" if reached else "start: MISSED")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
