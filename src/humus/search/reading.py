"""Read the words of files on pages, so that they are found; in the worker, one file after the other."""

from __future__ import annotations

import subprocess

import structlog
from django.db.models import OuterRef, Subquery

from humus.kit import confined
from humus.pages.models import File, FileVersion
from humus.search import indexing
from humus.search.filetext import READABLE
from humus.search.models import FileRead

SECONDS = 30
A_ROUND = 20

log = structlog.get_logger("humus.search")


def unread() -> list[FileVersion]:
    """The latest version of each file on a page, where its words were not read yet."""
    newest = FileVersion.objects.filter(file=OuterRef("file")).order_by("-number").values("number")[:1]
    versions = FileVersion.objects.filter(file__deleted_at=None, number=Subquery(newest), read=None)
    return list(versions.filter(media_type__in=READABLE).select_related("file__page").order_by("pk")[:A_ROUND])


def read_files() -> int:
    """Read what waits; a file that cannot be read is noted and not tried again."""
    waiting = unread()
    for version in waiting:
        text, trouble = words_of(version)
        index_file(version.file, text)
        FileRead.objects.update_or_create(version=version, defaults={"characters": len(text), "trouble": trouble})
    return len(waiting)


def index_file(file: File, text: str) -> None:
    indexing.put(file=file.pk, kind="file", title=file.name, body=text, words=file.name.replace("_", " "))


def words_of(version: FileVersion) -> tuple[str, str]:
    """The text and, where there is none, why."""
    with version.stored.open("rb") as content:
        try:
            done = confined.run("humus.search.filetext", version.media_type, seconds=SECONDS, stdin=content)
        except subprocess.TimeoutExpired:
            return "", "time"
    if done.returncode:
        log.info("file not read", file=version.file.key, why=done.stderr.decode("utf-8", "replace")[-300:])
        return "", "unreadable"
    return done.stdout.decode("utf-8", "replace"), ""
