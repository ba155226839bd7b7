"""A migrated database kept between test runs, so that a run copies it instead of migrating again."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

from humus.kit.ops import stamp
from humus.kit.postgres import Server, account

NAME = "test_humus"
MIGRATE = (
    "import django; django.setup(); from django.core.management import call_command as c; c('migrate', verbosity=0)"
)
KEPT = 3


def home_with_database(cache: Path) -> tuple[Path, bool]:
    """A fresh home; True if the migrated database stands in it."""
    home = Path(tempfile.mkdtemp(prefix="humus-test-"))
    if account.current().uid is not None:
        return home, False
    template = cache / stamp.of_migrations()[:16]
    if template.exists() or _make(template):
        shutil.copytree(template, home, dirs_exist_ok=True, symlinks=True)
        home.chmod(0o700)
        return home, True
    return home, False


def _make(template: Path) -> bool:
    """Migrate once. Failing is no drama here: the run then migrates by itself and shows the error."""
    template.parent.mkdir(parents=True, exist_ok=True)
    _forget_oldest(template.parent)
    new = Path(tempfile.mkdtemp(prefix="new-", dir=template.parent))
    try:
        with Server(new, fast=True) as server:
            with server.connect() as db:
                db.execute(f"create database {NAME}")
            migrated = subprocess.run(
                [sys.executable, "-c", MIGRATE], env=_environment(new, server), capture_output=True
            )
        for name in ("run", "socket", "postgres.log", "secret.key"):
            shutil.rmtree(new / name, ignore_errors=True)
            with contextlib.suppress(OSError):
                (new / name).unlink()
        if migrated.returncode == 0:
            with contextlib.suppress(OSError):
                new.rename(template)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return template.exists()


def _environment(home: Path, server: Server) -> dict[str, str]:
    address = server.url.replace("/humus?", f"/{NAME}?")
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "humus.settings", "HUMUS_HOME": str(home), "DATABASE_URL": address}


def _forget_oldest(folder: Path) -> None:
    kept = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in kept[KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)


def copy_for_worker(worker: str, url: str) -> None:
    """Give a worker of pytest-xdist its own copy under the name that pytest-django expects."""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute(f"create database {NAME}_{worker} template {NAME}")
