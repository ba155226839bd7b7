"""`make bench`: every bench in its short form, one after the other. Each runs alone too: `bench/web.py --help`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def programs() -> list[Path]:
    """The programs of this folder that have a short form."""
    return [file for file in sorted(HERE.glob("[a-z]*.py")) if "--quick" in file.read_text()]


def main() -> int:
    """Arguments given are passed on to every bench; without any, `--quick` is."""
    asked = sys.argv[1:] or ["--quick"]
    failed = []
    for program in programs():
        print(f"== {program.stem}", flush=True)
        if subprocess.run([sys.executable, program, *asked], cwd=HERE.parent).returncode:
            failed.append(program.stem)
    print(f"bench: {', '.join(failed)} FAILED" if failed else "bench: all reached")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
