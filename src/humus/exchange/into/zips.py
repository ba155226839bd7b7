"""ZIP files from outside: measured before they are opened, read no further than they may be."""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import IO

from django.utils.translation import gettext as _

from humus.kit.errors import DeedError

MOST_ENTRIES = 3000
MOST_BYTES = 300_000_000
MOST_OF_ONE = 60_000_000
# Text packs to a hundredth at best; what claims more than this is made to fill a disk.
MOST_RATIO = 300
_DRIVE = re.compile(r"[A-Za-z]:")
_END, _LOCATOR = b"PK\x05\x06", b"PK\x06\x07"
_TAIL, _MOST_OF_AN_ENTRY = 70_000, 700


class Damaged(DeedError):
    """It is no ZIP, or a broken one."""


class Packed(Mapping[str, bytes]):
    """Names and bytes of the files within, each unpacked when it is asked for; nothing is written anywhere."""

    def __init__(self, archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> None:
        self.archive, self.entries = archive, entries

    def __getitem__(self, name: str) -> bytes:
        entry = self.entries[name]
        most = min(entry.file_size, MOST_OF_ONE)
        try:
            with self.archive.open(entry) as file:
                content = file.read(most + 1)
        except Exception as error:
            # Each way of packing has errors of its own.
            raise _damaged() from error
        if len(content) > most:
            raise DeedError(_("A file in this ZIP is too large: %(name)s") % {"name": name[:80]}, field="file")
        return content

    def __contains__(self, name: object) -> bool:
        return name in self.entries

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


def unpack(file: IO[bytes], *, most_bytes: int = MOST_BYTES) -> Packed:
    """DeedError names what is wrong with the file."""
    _measure_directory(file)
    try:
        archive = zipfile.ZipFile(file)
    except Exception as error:
        raise _damaged() from error
    if not all(entry.filename for entry in archive.infolist()):
        raise _damaged()
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    _measure(entries, most_bytes)
    for entry in entries:
        _refuse_name(entry)
    return Packed(archive, {entry.filename: entry for entry in entries if not _is_clutter(entry.filename)})


def _damaged() -> Damaged:
    return Damaged(_("This ZIP is damaged and cannot be read."), field="file")


def _measure_directory(file: IO[bytes]) -> None:
    """A directory of a million names would fill the memory before they could be counted."""
    start = max(0, file.seek(0, 2) - _TAIL)
    file.seek(start)
    tail = file.read()
    end = tail.rfind(_END)
    if end < 0:
        raise _damaged()
    size = int.from_bytes(tail[end + 12 : end + 16], "little")
    if end >= 76 and tail[end - 20 : end - 16] == _LOCATOR:
        size = int.from_bytes(tail[end - 36 : end - 28], "little")
    if size > MOST_ENTRIES * _MOST_OF_AN_ENTRY:
        raise _too_many()


def _too_many() -> DeedError:
    return DeedError(_("This ZIP holds too many files: at most %(most)d.") % {"most": MOST_ENTRIES}, field="file")


def _measure(entries: list[zipfile.ZipInfo], most_bytes: int) -> None:
    if len(entries) > MOST_ENTRIES:
        raise _too_many()
    if any(entry.flag_bits & 1 for entry in entries):
        raise DeedError(_("This ZIP is locked with a password. Please send it without."), field="file")
    whole = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if whole > most_bytes or whole > MOST_RATIO * max(packed, 10_000):
        raise DeedError(_("Unpacked, this ZIP would be far too large. It is refused."), field="file")
    offsets = sorted((entry.header_offset, entry.compress_size) for entry in entries)
    if any(first + size > second for (first, size), (second, _size) in pairwise(offsets)):
        raise DeedError(_("The files in this ZIP lie one upon the other. It is refused."), field="file")


def _refuse_name(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or "\x00" in name or _DRIVE.match(name) or len(name) > 500:
        raise DeedError(_("This ZIP has a file with a forbidden path: %(name)s") % {"name": name[:80]}, field="file")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise DeedError(_("This ZIP has a file that points elsewhere: %(name)s") % {"name": name[:80]}, field="file")


def _is_clutter(name: str) -> bool:
    """What some systems add by themselves."""
    last = name.rpartition("/")[2]
    return name.startswith("__MACOSX/") or last.startswith(".") or last in ("Thumbs.db", "desktop.ini")
