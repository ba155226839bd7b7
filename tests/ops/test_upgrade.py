"""Moving data between major versions.

Where the system brings another PostgreSQL, its own programs make and read real data; elsewhere the other version is
played by the same programs under another number.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from humus.kit.ops import upgrade
from humus.kit.ops.errors import OpsError
from humus.kit.ops.place import Place
from humus.kit.postgres import MoveUnfinished, Server, WrongMajor, binaries
from tests.ops.installation import free_port, humus


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    place = Place(tmp_path / "data")
    with place.database() as url, psycopg.connect(url) as db:
        db.execute("create table kept (word text)")
        db.execute("insert into kept select 'humus ' || n from generate_series(1, 1000) n")
    return place


@pytest.fixture
def other_major(monkeypatch: pytest.MonkeyPatch) -> int:
    """From now on these programs say that they are one major version newer than the data."""
    own = binaries.major(binaries.folder())
    monkeypatch.setattr(binaries, "major", lambda folder: own if folder.name == "old" else own + 1)
    return own


def rows(place: Place) -> object:
    with Server(place.home) as server, psycopg.connect(server.url) as db:
        return db.execute("select count(*), min(word), max(word) from kept").fetchone()


def old_programs(tmp_path: Path) -> Path:
    """The same programs under a folder of another name."""
    (tmp_path / "old").symlink_to(binaries.folder())
    return tmp_path / "old"


def test_data_of_an_older_major_is_refused_then_moved(place: Place, tmp_path: Path, other_major: int) -> None:
    with pytest.raises(WrongMajor, match="humus upgrade"):
        Server(place.home).start()
    with pytest.raises(OpsError, match=f"Install postgresql-{other_major}"):
        upgrade.move(place, None)
    data = place.home / "postgres"

    # What the new version's initdb writes is played too: it stamps its own number.
    create = Server._create

    def stamped(self: Server) -> None:
        create(self)
        (data / "PG_VERSION").write_text(f"{other_major + 1}\n")

    launch = Server._spawn

    def spawn(self: Server) -> object:
        version = data / "PG_VERSION"
        said = version.read_text()
        version.write_text(f"{other_major}\n")
        try:
            process = launch(self)
            self._wait(lambda: False)
        finally:
            version.write_text(said)
        return process

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Server, "_create", stamped)
        patch.setattr(Server, "_spawn", spawn)
        upgrade.move(place, old_programs(tmp_path))
        assert (place.home / f"postgres.{other_major}" / "PG_VERSION").exists()
        assert rows(place) == (1000, "humus 1", "humus 999")


def test_failed_move_puts_the_old_data_back(place: Place, tmp_path: Path, other_major: int) -> None:
    def fail(*_arguments: object, **_more: object) -> None:
        raise OpsError("no room")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(upgrade.programs, "load", fail)
        patch.setattr(Server, "_check_major", lambda self: None)
        with pytest.raises(OpsError, match="no room"):
            upgrade.move(place, old_programs(tmp_path))
        assert rows(place) == (1000, "humus 1", "humus 999")


def test_move_that_was_cut_short_is_refused_by_name_and_begun_again(place: Place) -> None:
    data = place.home / "postgres"
    data.rename(place.home / "postgres.moving")
    Server(place.home, mover=True).start().stop()
    with pytest.raises(MoveUnfinished, match=r"kept in .*postgres\.moving.* `humus upgrade`"):
        Server(place.home).start()
    upgrade.move(place, None)
    assert rows(place) == (1000, "humus 1", "humus 999")
    assert not (place.home / "postgres.moving").exists()


OLDER = [number for number in binaries.from_system() if number < binaries.major(binaries.folder())]


needs_older = pytest.mark.skipif(not OLDER, reason="NOT TESTED HERE: the system has no older PostgreSQL")
MOVE = """
import sys, pathlib
from humus.kit.ops import place, upgrade
upgrade.move(place.Place(pathlib.Path(sys.argv[1])), None)
"""


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Data that a real older PostgreSQL made."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    place = Place(tmp_path / "data")
    place.make()
    with Server(place.home, programs=binaries.of_major(OLDER[0])) as server, psycopg.connect(server.url) as db:
        db.execute("create table kept (word text)")
        db.execute("insert into kept select 'humus ' || n from generate_series(1, 1000) n")
    return place


@needs_older
def test_data_of_a_real_older_major_is_moved(older: Place) -> None:
    refused = humus(older.home, "run", PORT=str(free_port()))
    assert refused.returncode == 1
    assert f"made by PostgreSQL {OLDER[0]}" in refused.stderr
    assert "`humus upgrade`" in refused.stderr
    upgrade.move(older, None)
    assert rows(older) == (1000, "humus 1", "humus 999")
    assert (older.home / f"postgres.{OLDER[0]}").exists()


@needs_older
def test_killed_move_loses_nothing(older: Place) -> None:
    moving = subprocess.Popen([sys.executable, "-c", MOVE, older.home], stderr=subprocess.PIPE, text=True)
    assert moving.stderr is not None
    assert any(line.startswith("Writing it") for line in moving.stderr)
    moving.kill()
    moving.wait()
    with pytest.raises(MoveUnfinished):
        Server(older.home).start()
    upgrade.move(older, None)
    assert rows(older) == (1000, "humus 1", "humus 999")


@needs_older
def test_data_of_a_real_newer_major_is_refused_then_moved(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = binaries.folder()
    number = binaries.major(newer)
    monkeypatch.setattr(binaries, "folder", lambda: binaries.from_system()[OLDER[0]])
    with pytest.raises(WrongMajor, match=rf"made by PostgreSQL {number}; .* brings PostgreSQL {OLDER[0]}"):
        Server(place.home).start()
    with pytest.raises(OpsError, match=f"Install postgresql-{number}"):
        upgrade.move(place, None)
    upgrade.move(place, newer)
    assert Server(place.home).major_of_data() == OLDER[0]
    assert rows(place) == (1000, "humus 1", "humus 999")
