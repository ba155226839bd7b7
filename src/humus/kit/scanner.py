"""The virus scanner, where one is configured: clamd's INSTREAM, over TCP or a local socket.

Without its plain word that the file is clean nothing is taken: no answer, half an answer, a late answer and any other
answer all refuse.
"""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from humus.kit.errors import DeedError

PIECE = 65_536
CLEAN = b"stream: OK\0"
LONGEST_ANSWER = 4096


def scan(uploaded: Any) -> str:
    """``clean``, or an empty string where no scanner is configured; DeedError for everything else."""
    if not settings.VIRUS_SCANNER:
        return ""
    try:
        answer = ask(settings.VIRUS_SCANNER, uploaded, settings.VIRUS_SCANNER_SECONDS)
    except OSError:
        answer = b""
    uploaded.seek(0)
    if answer == CLEAN:
        return "clean"
    if answer.endswith(b"FOUND\0"):
        raise DeedError(_("The virus scanner refuses this file."), field="file")
    if b"size limit" in answer:
        raise DeedError(_("This file is larger than the virus scanner takes."), field="file")
    raise DeedError(
        _("The virus scanner does not answer, so nothing can be uploaded just now. Please try again later."),
        field="file",
        permanent=False,
    )


def ask(address: str, uploaded: Any, seconds: float) -> bytes:
    """What the scanner says of the bytes; OSError where it does not say it in time."""
    until = time.monotonic() + seconds
    with connect(address, seconds) as wire:
        # A scanner that has had enough says so and hangs up while we still send.
        with suppress(BrokenPipeError, ConnectionResetError):
            wire.sendall(b"zINSTREAM\0")
            for chunk in uploaded.chunks(PIECE):
                wire.settimeout(left(until))
                wire.sendall(len(chunk).to_bytes(4, "big") + chunk)
            wire.sendall(b"\0\0\0\0")
        return answered(wire, until)


def answered(wire: socket.socket, until: float) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        wire.settimeout(left(until))
        more = wire.recv(LONGEST_ANSWER)
        if not more:
            break
        answer += more
    return answer


def left(until: float) -> float:
    rest = until - time.monotonic()
    if rest <= 0:
        raise TimeoutError
    return rest


def connect(address: str, seconds: float) -> socket.socket:
    if address.startswith("/"):
        wire = socket.socket(socket.AF_UNIX)
        wire.settimeout(seconds)
        try:
            wire.connect(address)
        except BaseException:
            wire.close()
            raise
        return wire
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)
