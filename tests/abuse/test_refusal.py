"""The guard around refusals sees what it is there to see."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable
from types import SimpleNamespace

import pytest
import structlog
from django.core.mail import send_mail

from humus.activity.models import Activity
from humus.people.models import Person
from tests.abuse.refusal import silent


def change_a_row() -> None:
    Person.objects.update(biography="changed")


def add_a_row() -> None:
    Activity.objects.create(verb="test.added")


def write_a_mail() -> None:
    send_mail("Subject", "Text", None, ["someone@example.org"])


def open_a_socket() -> None:
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", 9), timeout=1)


def write_down(lines: int) -> None:
    for _ in range(lines):
        structlog.get_logger().warning("request", security="refused")


@pytest.mark.parametrize("deed", [change_a_row, add_a_row, write_a_mail, open_a_socket])
def test_deed_that_leaves_something_is_seen(cast: SimpleNamespace, deed: Callable[[], None]) -> None:
    with pytest.raises(AssertionError), silent():
        deed()
    with silent():
        pass


@pytest.mark.parametrize("lines", [0, 2])
def test_refusal_that_is_not_written_down_once_is_seen(cast: SimpleNamespace, lines: int) -> None:
    with pytest.raises(AssertionError), silent(lines=1):
        write_down(lines)
    with silent(lines=1):
        write_down(1)
