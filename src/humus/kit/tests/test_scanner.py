"""The virus scanner over a real socket: only its plain word that a file is clean lets the file in."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from humus.kit.errors import DeedError
from humus.kit.scanner import scan

# The test file of the anti-virus industry, in two halves so that this file is not one.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + rb"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
BIG = 3_000_000
Talk = Callable[[socket.socket], None]


def read_stream(wire: socket.socket) -> bytes:
    """One INSTREAM command with all its pieces, as clamd reads it."""
    stream = wire.makefile("rb")
    assert stream.read(10) == b"zINSTREAM\0"
    body = b""
    while size := int.from_bytes(stream.read(4), "big"):
        body += stream.read(size)
    return body


def honest(wire: socket.socket) -> None:
    body = read_stream(wire)
    wire.sendall(b"stream: Eicar-Signature FOUND\0" if EICAR in body else b"stream: OK\0")


def says(answer: bytes) -> Talk:
    def talk(wire: socket.socket) -> None:
        read_stream(wire)
        wire.sendall(answer)

    return talk


def in_pieces(wire: socket.socket) -> None:
    read_stream(wire)
    for letter in b"stream: OK\0":
        wire.sendall(bytes([letter]))
        time.sleep(0.005)


def silent(wire: socket.socket) -> None:
    read_stream(wire)
    time.sleep(3)


def dripping(wire: socket.socket) -> None:
    """A letter now and then: each within the patience for one read, all together far beyond it."""
    read_stream(wire)
    for _ in range(40):
        wire.sendall(b"s")
        time.sleep(0.1)


def dies_midway(wire: socket.socket) -> None:
    wire.recv(1000)


def dies_after_half_an_answer(wire: socket.socket) -> None:
    read_stream(wire)
    wire.sendall(b"stream: OK")


def has_enough(wire: socket.socket) -> None:
    wire.recv(100_000)
    wire.sendall(b"INSTREAM size limit exceeded. ERROR\0")
    wire.shutdown(socket.SHUT_WR)
    while wire.recv(100_000):
        pass


@contextmanager
def clamd(talk: Talk, address: Any = ("127.0.0.1", 0)) -> Iterator[str]:
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    server = socket.socket(family)
    server.bind(address)
    server.listen(4)

    def serve() -> None:
        while True:
            try:
                wire, _caller = server.accept()
            except OSError:
                return
            with wire:
                try:
                    talk(wire)
                except (OSError, AssertionError):
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield address if isinstance(address, str) else f"127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()


def sent(body: bytes = b"harmless") -> SimpleUploadedFile:
    return SimpleUploadedFile("file.bin", body)


@pytest.fixture(autouse=True)
def patience(settings: Any) -> None:
    settings.VIRUS_SCANNER_SECONDS = 0.6


@pytest.mark.parametrize("talk", [honest, in_pieces])
def test_clean_file_is_taken_whole(settings: Any, talk: Talk) -> None:
    with clamd(talk) as settings.VIRUS_SCANNER:
        file = sent(bytes(BIG))
        assert scan(file) == "clean"
        assert len(file.read()) == BIG


def test_scanner_behind_a_local_socket(settings: Any, tmp_path: Path) -> None:
    with clamd(honest, str(tmp_path / "clamd.ctl")) as settings.VIRUS_SCANNER:
        assert scan(sent()) == "clean"
        with pytest.raises(DeedError, match="refuses"):
            scan(sent(EICAR))


@pytest.mark.parametrize("body", [EICAR, b"x" * 70_000 + EICAR, EICAR + b" OK"])
def test_infected_file_is_refused(settings: Any, body: bytes) -> None:
    with clamd(honest) as settings.VIRUS_SCANNER, pytest.raises(DeedError, match="refuses this file"):
        scan(sent(body))


@pytest.mark.parametrize(
    "answer",
    [
        b"stream: Win.Worm.BOOKWORM-1 FOUND\0",
        b"stream: OK.Test FOUND\0",
        b"OK\0",
        b"stream: OK FOUND\0",
        b"stream: ok\0",
        b"Can't allocate memory ERROR\0",
        b"UNKNOWN COMMAND\0",
        b"\0",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"x" * 10_000,
    ],
)
def test_any_other_word_is_a_refusal(settings: Any, answer: bytes) -> None:
    with clamd(says(answer)) as settings.VIRUS_SCANNER, pytest.raises(DeedError):
        scan(sent())


@pytest.mark.parametrize("talk", [silent, dripping, dies_midway, dies_after_half_an_answer])
def test_scanner_that_does_not_finish_its_word_lets_nothing_in(settings: Any, talk: Talk) -> None:
    began = time.monotonic()
    with clamd(talk) as settings.VIRUS_SCANNER, pytest.raises(DeedError, match="try again later") as refusal:
        scan(sent(bytes(BIG)))
    assert not refusal.value.permanent
    assert time.monotonic() - began < 2.5


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.ctl"])
def test_scanner_that_is_not_there_lets_nothing_in(settings: Any, address: str) -> None:
    settings.VIRUS_SCANNER = address
    with pytest.raises(DeedError, match="try again later"):
        scan(sent())


def test_file_beyond_what_the_scanner_takes_is_told_so(settings: Any) -> None:
    with clamd(has_enough) as settings.VIRUS_SCANNER, pytest.raises(DeedError, match="larger than the virus scanner"):
        scan(sent(bytes(BIG)))


def test_without_a_scanner_nothing_is_asked(settings: Any) -> None:
    settings.VIRUS_SCANNER = ""
    assert scan(sent(EICAR)) == ""
