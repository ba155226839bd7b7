"""The embedded server, really started. One home serves the whole file; cases that spoil it use their own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from humus.kit.postgres import DatabaseError, Server, WrongMajor, leftovers
from humus.kit.postgres.folders import Folders, private

HOLD = """
import sys
from pathlib import Path
from humus.kit.postgres import Server
Server(Path(sys.argv[1]), fast=True).start()
print("up", flush=True)
sys.stdin.read()
"""


def holder(home: Path) -> "subprocess.Popen[str]":
    """Another process that owns the server of `home`."""
    command = [sys.executable, "-c", HOLD, str(home)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    return process


def wait_until_gone(pid: int, data: Path) -> None:
    end = time.monotonic() + 10
    while leftovers.serves(pid, data) and time.monotonic() < end:
        time.sleep(0.05)
    assert not leftovers.serves(pid, data)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("postgres")


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[Server]:
    with Server(home, fast=True) as running:
        yield running


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a cluster in it and no server running."""
    home = tmp_path_factory.mktemp("made")
    with Server(home, fast=True) as running, running.connect() as db:
        db.execute("create table kept (word text)")
        db.execute("insert into kept values ('humus')")
    return home


def kept(server: Server) -> object:
    with server.connect() as db:
        return db.execute("select word from kept").fetchall()


def test_application_role_is_no_superuser_and_case_is_right(server: Server) -> None:
    with server.connect() as db:
        row = db.execute(
            "select current_user, rolsuper, upper('straße'), lower('ÉTÉ') from pg_roles where rolname = current_user"
        ).fetchone()
    assert row == ("humus", False, "STRASSE", "été")


def test_application_role_may_make_the_trusted_extensions(server: Server) -> None:
    with server.connect() as db:
        for name in ("pg_trgm", "unaccent", "btree_gist", "ltree", "citext"):
            db.execute(f"create extension {name}")


def test_connection_without_the_password_is_refused(server: Server) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=str(server.folders.socket), user="humus", dbname="humus", password="guess")


def test_only_the_running_account_enters(server: Server) -> None:
    files = server.folders
    assert [oct(p.stat().st_mode & 0o777) for p in (files.socket, files.run, files.data)] == ["0o700"] * 3
    assert (files.home / "postgres.humus.password").stat().st_mode & 0o777 == 0o600
    with server.connect() as db:
        assert db.execute("show listen_addresses").fetchone() == ("",)


def test_second_server_attaches_and_does_not_stop_the_first(server: Server, home: Path) -> None:
    second = Server(home, fast=True).start()
    assert not second.owned
    second.stop()
    assert server.answers()


def test_address_leads_in(server: Server) -> None:
    with psycopg.connect(server.url) as db:
        assert db.execute("select current_database()").fetchone() == ("humus",)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_server_ends_with_its_owner_and_the_next_one_takes_over(made: Path, how: signal.Signals) -> None:
    process = holder(made)
    data = Folders(made).data
    pid = leftovers.postmaster(data)
    assert pid is not None
    os.kill(process.pid, how)
    process.wait()
    with Server(made, fast=True) as second:
        assert second.owned
        assert kept(second) == [("humus",)]
    wait_until_gone(pid, data)


def test_killed_postmaster_is_started_again_by_its_owner(made: Path) -> None:
    with Server(made, fast=True) as server:
        pid = leftovers.postmaster(server.folders.data)
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        server.start()
        assert kept(server) == [("humus",)]


def test_pid_file_with_the_number_of_a_stranger_is_dropped(made: Path) -> None:
    data = Folders(made).data
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n1\n5432\n/nowhere\n\n  1 1\nready\n")
    (Folders(made).socket / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n{data}\n1\n5432\n/nowhere\n")
    with Server(made, fast=True) as server:
        assert kept(server) == [("humus",)]


def test_data_of_another_major_version_is_refused_by_name(made: Path) -> None:
    file = Folders(made).data / "PG_VERSION"
    own = file.read_text()
    file.write_text("13\n")
    try:
        with pytest.raises(WrongMajor, match=r"made by PostgreSQL 13.*brings PostgreSQL \d+.*humus upgrade"):
            Server(made, fast=True).start()
    finally:
        file.write_text(own)
    with Server(made, fast=True) as server:
        assert kept(server) == [("humus",)]


def test_half_made_cluster_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "postgres.new").mkdir()
    (tmp_path / "postgres.new" / "PG_VERSION").write_text("18")
    with Server(tmp_path, fast=True) as server:
        assert server.answers()


def test_long_home_gets_a_socket_folder_elsewhere(tmp_path: Path) -> None:
    folders = Folders(tmp_path / ("long" * 40))
    assert len(str(folders.socket)) < 100
    assert Folders(tmp_path).socket == tmp_path / "socket"


def test_link_in_place_of_a_private_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir(mode=0o755)
    (tmp_path / "link").symlink_to(tmp_path / "theirs")
    with pytest.raises(DatabaseError, match="not a folder"):
        private(tmp_path / "link")
    (tmp_path / "open").mkdir(mode=0o755)
    private(tmp_path / "open")
    assert (tmp_path / "open").stat().st_mode & 0o777 == 0o700
