"""What every refusal owes: no row changed, no mail written, no socket opened, one line for whoever reads the log."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.core import mail
from structlog.testing import capture_logs

from tests import snapshot


@contextmanager
def silent(*, lines: int | None = None) -> Iterator[list[dict[str, Any]]]:
    """The deeds inside leave rows, mails and the network alone; ``lines`` of them are written down as refusals."""
    before, mails = snapshot.tables(), len(mail.outbox)
    with capture_logs() as logged, _no_network() as opened:
        yield logged  # type: ignore[misc]
    after = snapshot.tables()
    changed = [name for name in before if before[name] != after[name]]
    assert changed == [], changed
    assert len(mail.outbox) == mails, "a mail was written"
    assert opened == [], "a socket was opened"
    if lines is not None:
        assert len(security_lines(logged)) == lines, logged


def security_lines(logged: Any) -> list[dict[str, Any]]:
    return [line for line in logged if line.get("security")]


def refused(client: Any, method: str, address: str, *args: Any, status: int = 404, **known: Any) -> Any:
    """The answer of a request that must be refused with this status and leave nothing behind but its line."""
    with silent(lines=1):
        answer = getattr(client, method)(address, *args, **known)
    assert answer.status_code == status, (method, address, answer.status_code)
    return answer


def bare(answer: Any, *words: str) -> str:
    """The text of an answer without what differs between any two: the form's token, and the words given."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", answer.content.decode())
    for word in words:
        text = text.replace(word, "")
    return text


@contextmanager
def _no_network() -> Iterator[list[Any]]:
    """Note every way out of the process; the database is reached by a library of its own."""
    opened: list[Any] = []

    def note(*args: Any, **known: Any) -> Any:
        opened.append(args)
        raise OSError("no network in a refusal")

    with (
        patch.object(socket.socket, "connect", note),
        patch.object(socket.socket, "connect_ex", note),
        patch.object(socket.socket, "sendto", note),
        patch.object(socket, "getaddrinfo", note),
    ):
        yield opened
