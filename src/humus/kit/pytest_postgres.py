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
from humus.kit.pytest_template import copy_for_worker, home_with_database

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
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if "HUMUS_TEST_HOME" not in os.environ:
        _begin(needs_database(args, early_config.rootpath), early_config.rootpath)
    elif worker and "HUMUS_TEST_MIGRATED" in os.environ:
        copy_for_worker(worker, os.environ["DATABASE_URL"])
    return (yield)


def _begin(database: bool, root: Path) -> None:
    began = time.monotonic()
    if not database:
        _inherit(Path(tempfile.mkdtemp(prefix="humus-test-")), NO_DATABASE)
        return
    home, migrated = home_with_database(root / ".pytest_cache" / "humus-postgres")
    _state["server"] = server = Server(home, fast=True).start()
    _inherit(home, server.url)
    if migrated:
        os.environ["HUMUS_TEST_MIGRATED"] = "1"
    _state["seconds"] = time.monotonic() - began


def _inherit(home: Path, url: str) -> None:
    """Workers are started with our environment."""
    _state["home"] = home
    os.environ.update(HUMUS_TEST_HOME=str(home), HUMUS_HOME=str(home), DATABASE_URL=url)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Let pytest-django use the migrated database; it still applies what may be missing."""
    if "HUMUS_TEST_MIGRATED" in os.environ and hasattr(config.option, "reuse_db"):
        config.option.reuse_db = not config.option.create_db


def pytest_report_header() -> str | None:
    return f"database: throw-away PostgreSQL, up in {_state['seconds']:.1f} s" if "seconds" in _state else None


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    server, home = _state.pop("server", None), _state.pop("home", None)
    if isinstance(server, Server):
        server.stop()
    if isinstance(home, Path):
        shutil.rmtree(home, ignore_errors=True)
        for name in ("HUMUS_TEST_HOME", "HUMUS_TEST_MIGRATED", "HUMUS_HOME", "DATABASE_URL"):
            os.environ.pop(name, None)
