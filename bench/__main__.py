"""`make bench`: every bench in its short form, one after the other. Each one alone: `python -m bench.web --help`."""

from __future__ import annotations

import subprocess
import sys

BENCHES = ("bench.web", "bench.faults")


def main() -> int:
    """Arguments given are passed on to every bench; without any, `--quick` is."""
    asked = sys.argv[1:] or ["--quick"]
    failed = []
    for name in BENCHES:
        print(f"== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", name, *asked]).returncode:
            failed.append(name)
    print(f"bench: {', '.join(failed)} FAILED" if failed else "bench: all reached")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
