"""Make .venv and install the locked packages into it: `python3 scripts/bootstrap.py run|dev`.

Standard library only. A second call with an unchanged lock does nothing and takes no time worth naming.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
PROJECTS = {"run": ["."], "dev": [".", "src/soilcarbon"]}


def stop(message: str) -> NoReturn:
    sys.exit("bootstrap: " + message)


def check_python() -> None:
    if sys.version_info < OLDEST:
        stop(
            "Python 3.11 or newer is needed, this is {}.{}. Name another one with `make PYTHON=python3.12 ...`.".format(
                *sys.version_info[:2]
            )
        )
    if not (importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv")):
        stop(
            "this Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv "
            f"(or python{sys.version_info[0]}.{sys.version_info[1]}-venv)."
        )


def stamp(kind: str) -> str:
    """What the environment was made from: the interpreter, the lock and each project's own description."""
    digest = hashlib.sha256(repr((sys.version_info[:3], str(ROOT), kind)).encode())
    for name in [LOCKS[kind], *(f"{project}/pyproject.toml" for project in PROJECTS[kind])]:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def installed(kind: str) -> bool:
    """A development environment also serves for running."""
    return any(
        (VENV / f".locked-{k}").exists() and (VENV / f".locked-{k}").read_text() == stamp(k)
        for k in ({"run", "dev"} if kind == "run" else {"dev"})
    )


def works() -> bool:
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], capture_output=True).returncode == 0


def pip(*arguments: str) -> None:
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", *arguments]
    if subprocess.run(command, cwd=ROOT, env=environment).returncode:
        stop("pip could not install the packages above; see its message.")


def install(kind: str) -> None:
    if not works():
        print("bootstrap: making .venv", flush=True)
        shutil.rmtree(VENV, ignore_errors=True)
        if subprocess.run([sys.executable, "-m", "venv", VENV]).returncode:
            stop("the virtual environment could not be made. On Debian and Ubuntu: apt-get install python3-venv.")
    for mark in VENV.glob(".locked-*"):
        mark.unlink()
    print(f"bootstrap: installing {LOCKS[kind]} (some minutes the first time)", flush=True)
    pip("--require-hashes", "-r", LOCKS[kind])
    for project in PROJECTS[kind]:
        pip("--no-deps", "--no-build-isolation", "-e", project)
    (VENV / f".locked-{kind}").write_text(stamp(kind))


def main() -> None:
    kind = sys.argv[1] if len(sys.argv) == 2 else ""
    if kind not in LOCKS:
        stop("say `run` or `dev`.")
    check_python()
    if installed(kind):
        return
    with open(ROOT / ".venv.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not installed(kind):
            install(kind)


if __name__ == "__main__":
    main()
