"""A backup taken while people write, restored elsewhere and compared; and every way to spoil one."""

from __future__ import annotations

import random
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from humus.kit.ops.backup.make import backup
from humus.kit.ops.backup.manifest import DUMP, NAME, SEAL, Damaged, verify
from humus.kit.ops.backup.restore import restore
from humus.kit.ops.errors import OpsError
from humus.kit.ops.place import Place

TABLES = """
    create table pages (id bigint generated always as identity primary key, title text, seen timestamptz default now());
    create table files (page bigint references pages, name text unique);
    create table "Oddly named" (a double precision, b bytea, c interval, d jsonb, e text[]);
    insert into "Oddly named" values (null, null, null, null, null);
    insert into "Oddly named" values (0.1, '\\x00ff', '3 days', '{"é": [1, null]}', '{a,NULL,"b c"}');
"""


@pytest.fixture(scope="module", autouse=True)
def _own_database() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL", raising=False)
        yield


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A place with a running database and some files."""
    place = Place(tmp_path_factory.mktemp("place") / "data")
    with place.database() as url, psycopg.connect(url, autocommit=True) as db:
        db.execute(TABLES)
        for number in range(20):
            write(db, place, number)
        (place.home / "secret.key").write_text("a key")
        yield place


def write(db: psycopg.Connection, place: Place, number: int) -> None:
    """As an upload does: the file first, then the rows that name it."""
    name = f"{number % 7}/file-{number}.txt"
    (place.files / name).parent.mkdir(parents=True, exist_ok=True)
    (place.files / name).write_text(f"content {number}\n" * 50)
    with db.transaction():
        row = db.execute("insert into pages (title) values (%s) returning id", [f"Page {number}"]).fetchone()
        assert row is not None
        db.execute("insert into files values (%s, %s)", [row[0], name])


@pytest.fixture(scope="module")
def made(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return backup(Place(place.home), tmp_path_factory.mktemp("backups") / "one")


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "copy"))


def test_restore_gives_the_same_rows_and_files(place: Place, made: Path, tmp_path: Path) -> None:
    other = Place(tmp_path / "data")
    manifest = restore(other, made)
    assert {name: table.rows for name, table in manifest.tables.items()} == {"Oddly named": 2, "files": 20, "pages": 20}
    for path in place.files.rglob("*.txt"):
        assert (other.files / path.relative_to(place.files)).read_bytes() == path.read_bytes()
    assert (other.home / "secret.key").read_text() == "a key"
    with other.database() as url, psycopg.connect(url) as db:
        db.execute("insert into pages (title) values ('next')")
        assert db.execute("select count(*), count(distinct id) from pages").fetchone() == (21, 21)


def test_backup_while_people_write_holds_one_moment(tmp_path: Path) -> None:
    busy = Place(tmp_path / "busy")
    with busy.database() as url:
        with psycopg.connect(url, autocommit=True) as db:
            db.execute(TABLES)
        stop, count = threading.Event(), [0]

        def people() -> None:
            with psycopg.connect(url, autocommit=True) as own:
                while not stop.is_set():
                    write(own, busy, count[0])
                    count[0] += 1

        writer = threading.Thread(target=people)
        writer.start()
        try:
            while count[0] < 50:
                pass
            before = count[0]
            made = backup(Place(busy.home), tmp_path / "made")
            after = count[0]
        finally:
            stop.set()
            writer.join()
    assert after > before
    other = Place(tmp_path / "other")
    rows = restore(other, made).tables["pages"].rows
    assert before <= rows <= after + 1
    with other.database() as url, psycopg.connect(url) as db:
        named = [name for (name,) in db.execute("select name from files").fetchall()]
    assert len(named) == rows
    assert [name for name in named if not (other.files / name).exists()] == []


@pytest.mark.parametrize("name", [DUMP, NAME, SEAL, "files/3/file-3.txt", "secret.key"])
@pytest.mark.parametrize("where", [0.0, 0.37, 1.0])
def test_flipped_bit_anywhere_is_refused_by_name(copy: Path, tmp_path: Path, name: str, where: float) -> None:
    content = bytearray((copy / name).read_bytes())
    content[int((len(content) - 1) * where)] ^= 1
    (copy / name).write_bytes(content)
    with pytest.raises(Damaged) as refused:
        restore(Place(tmp_path / "data"), copy)
    assert [fault.split(":")[0] for fault in refused.value.faults] == [NAME if name == SEAL else name]
    assert not (tmp_path / "data").exists()


def test_flipped_byte_in_any_file_at_many_places_is_refused_by_name(copy: Path) -> None:
    dice = random.Random(1)
    for path in sorted(file for file in copy.rglob("*") if file.is_file()):
        name, content = str(path.relative_to(copy)), path.read_bytes()
        for where in {0, len(content) - 1, *(dice.randrange(len(content)) for _ in range(20))}:
            spoilt = bytearray(content)
            spoilt[where] ^= 1 << dice.randrange(8)
            path.write_bytes(spoilt)
            with pytest.raises(Damaged) as refused:
                verify(copy)
            assert [fault.split(":")[0] for fault in refused.value.faults] == [NAME if name == SEAL else name]
        path.write_bytes(content)
    assert verify(copy).tables["pages"].rows == 20


@pytest.mark.parametrize("name", [DUMP, NAME, SEAL, "files/3/file-3.txt", "secret.key"])
def test_missing_and_truncated_files_are_refused_by_name(copy: Path, name: str) -> None:
    content = (copy / name).read_bytes()
    (copy / name).write_bytes(content[:-1])
    with pytest.raises(Damaged, match="manifest" if name in (NAME, SEAL) else f"{name}: has {len(content) - 1} bytes"):
        verify(copy)
    (copy / name).unlink()
    with pytest.raises(Damaged, match=name):
        verify(copy)
    (copy / name).write_bytes(content)
    assert verify(copy).tables["pages"].rows == 20


def test_foreign_file_and_link_are_refused_by_name(copy: Path) -> None:
    (copy / "files" / "planted.html").write_text("hello")
    (copy / "files" / "3" / "file-3.txt").unlink()
    (copy / "files" / "3" / "file-3.txt").symlink_to("/etc/hostname")
    with pytest.raises(Damaged) as refused:
        verify(copy)
    assert refused.value.faults == [
        "files/3/file-3.txt: is missing",
        "files/planted.html: does not belong to this backup",
    ]


def test_unfinished_backup_is_refused(copy: Path) -> None:
    (copy / SEAL).unlink()
    with pytest.raises(Damaged, match=SEAL):
        verify(copy)


def test_restore_into_a_used_place_is_refused_and_changes_nothing(place: Place, made: Path) -> None:
    with pytest.raises(OpsError, match="is not empty"):
        restore(Place(place.home), made)
    with place.database() as url, psycopg.connect(url) as db:
        assert db.execute("select count(*) from pages").fetchone() == (20,)


def test_backup_into_an_existing_folder_is_refused(place: Place, made: Path) -> None:
    with pytest.raises(OpsError, match="exists already"):
        backup(Place(place.home), made)
