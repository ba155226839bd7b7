"""Files that are whole or not there, and on the disk before anybody is told."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from humus.kit import durable, env
from humus.kit.postgres import DatabaseError
from humus.kit.postgres.folders import Folders
from humus.kit.storage import DurableStorage


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths whose bytes or names were brought to the disk, in order."""
    seen: list[str] = []
    fsync = os.fsync

    def note(handle: int) -> None:
        seen.append(os.readlink(f"/proc/self/fd/{handle}"))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", note)
    return seen


def test_file_is_made_once_and_read_by_its_owner_only(tmp_path: Path, synced: list[str]) -> None:
    path = tmp_path / "secret"
    assert durable.create(path, "first")
    assert not durable.create(path, "second")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("first", 0o600)
    assert os.listdir(tmp_path) == ["secret"]
    assert synced[1] == str(tmp_path)


def test_everybody_who_starts_at_once_reads_the_same_whole_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HUMUS_SECRET_KEY", raising=False)
    for number in range(20):
        file = tmp_path / str(number) / "secret.key"
        with ThreadPoolExecutor(8) as starters:
            read = set(starters.map(lambda _: env.secret("HUMUS_SECRET_KEY", file), range(8)))  # noqa: B023
        assert [len(word) for word in read] == [86]


def test_upload_is_on_the_disk_with_the_folders_that_name_it(tmp_path: Path, synced: list[str]) -> None:
    storage = DurableStorage(location=tmp_path)
    name = storage.save("pages/ab/soil.txt", ContentFile(b"humus"))
    assert synced == [str(tmp_path / part) for part in (name, "pages/ab", "pages", ".")]
    assert storage.open(name).read() == b"humus"


class TooMuch(ContentFile):  # type: ignore[type-arg]
    """Half of it is written when the disk is full."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"half"
        raise OSError(errno.ENOSPC, "No space left on device")


def test_upload_that_found_no_room_leaves_no_half_file(tmp_path: Path) -> None:
    storage = DurableStorage(location=tmp_path)
    assert storage.save("files/whole.txt", ContentFile(b"whole")) == "files/whole.txt"
    with pytest.raises(OSError, match="No space left"):
        storage.save("files/half.txt", TooMuch(b"half and half"))
    assert [path.name for path in (tmp_path / "files").iterdir()] == ["whole.txt"]


def test_emptied_secrets_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUMUS_SECRET_KEY", raising=False)
    (tmp_path / "secret.key").touch()
    with pytest.raises(SystemExit, match="is empty"):
        env.secret("HUMUS_SECRET_KEY", tmp_path / "secret.key")
    (tmp_path / "postgres.humus.password").touch()
    with pytest.raises(DatabaseError, match=r"postgres.humus.password is empty"):
        Folders(tmp_path).password("humus")
