"""A pytest plugin: one throw-away PostgreSQL for the whole run, up before the settings are read.

Workers of pytest-xdist inherit its address. A run that names only `src/soilcarbon` needs no database and starts none.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Generator, Sequence
from pathlib import Path

import pytest

from humus.kit.postgres import Server

NO_DATABASE = "postgresql://nobody@127.0.0.1:1/none"
_state: dict[str, object] = {}


def needs_database(arguments: Sequence[str], root: Path) -> bool:
    """False only if every path named on the command line lies in the science library."""
    named = [(root / a.split("::")[0]).resolve() for a in arguments if not a.startswith("-")]
    paths = [path for path in named if path.exists()]
    science = root / "src" / "soilcarbon"
    return not paths or any(path != science and science not in path.parents for path in paths)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, args: list[str]) -> Generator[None, None, None]:
    if "HUMUS_TEST_HOME" not in os.environ:
        _begin(needs_database(args, early_config.rootpath))
    return (yield)


def _begin(database: bool) -> None:
    home = Path(tempfile.mkdtemp(prefix="humus-test-"))
    _state["home"] = home
    os.environ["HUMUS_TEST_HOME"] = os.environ["HUMUS_HOME"] = str(home)
    if not database:
        os.environ["DATABASE_URL"] = NO_DATABASE
        return
    began = time.monotonic()
    _state["server"] = server = Server(home, fast=True).start()
    _state["seconds"] = time.monotonic() - began
    os.environ["DATABASE_URL"] = server.url


def pytest_report_header() -> str | None:
    return f"database: throw-away PostgreSQL, up in {_state['seconds']:.1f} s" if "seconds" in _state else None


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    server, home = _state.pop("server", None), _state.pop("home", None)
    if isinstance(server, Server):
        server.stop()
    if isinstance(home, Path):
        shutil.rmtree(home, ignore_errors=True)
        for name in ("HUMUS_TEST_HOME", "HUMUS_HOME", "DATABASE_URL"):
            os.environ.pop(name, None)
