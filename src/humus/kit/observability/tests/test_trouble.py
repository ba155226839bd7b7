"""503 while the database is away, 500 for our own faults."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable

import psycopg
import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.db.transaction import TransactionManagementError
from django.test import RequestFactory
from psycopg_pool import PoolTimeout

from humus.kit.observability.trouble import away, bad_request, server_error


def chained(outer: Exception, inner: Exception) -> Exception:
    outer.__cause__ = inner
    return outer


def during(outer: Exception, inner: Exception) -> Exception:
    outer.__context__ = inner
    return outer


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("connection refused"),
        InterfaceError("connection already closed"),
        PoolTimeout("no connection in 5 s"),
        chained(OperationalError("x"), psycopg.errors.AdminShutdown("x")),
        chained(OperationalError("x"), psycopg.errors.TooManyConnections("x")),
        chained(RuntimeError("x"), psycopg.errors.CannotConnectNow("x")),
        during(TransactionManagementError("x"), OperationalError("x")),
        OSError(errno.EIO, "Input/output error"),
        OSError(errno.EROFS, "Read-only file system"),
    ],
)
def test_database_or_storage_away_answers_503(error: Exception, rf: RequestFactory) -> None:
    assert away(error)
    try:
        raise error
    except Exception:
        answer = server_error(rf.get("/"))
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "3"
    assert b"What you saved is kept" in answer.content


FULL = [
    chained(OperationalError("x"), psycopg.errors.DiskFull("x")),
    OSError(errno.ENOSPC, "No space left on device"),
    OSError(errno.EDQUOT, "Disk quota exceeded"),
]


@pytest.mark.parametrize("error", FULL)
def test_full_storage_says_so_and_what_is_kept(error: Exception, rf: RequestFactory) -> None:
    try:
        raise error
    except Exception:
        answer = server_error(rf.get("/"))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "no-store")
    assert int(answer.headers["Retry-After"]) > 60
    assert b"no storage left" in answer.content
    assert b"What you saved before is kept" in answer.content


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (FULL[1], 503, "no storage left"),
        (OperationalError("connection refused"), 503, "cannot reach its data"),
        (ValueError("x"), 500, "a fault of ours"),
    ],
)
def test_script_is_told_in_json(error: Exception, status: int, words: str, rf: RequestFactory) -> None:
    try:
        raise error
    except Exception:
        answer = server_error(rf.post("/", headers={"accept": "application/json"}))
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/json")
    assert words in json.loads(answer.content)["error"]


def test_script_that_sent_too_much_is_told_in_json(rf: RequestFactory) -> None:
    answer = bad_request(rf.post("/", headers={"accept": "application/json"}), RequestDataTooBig("x"))
    assert answer.status_code == 413
    assert "larger than the platform takes" in json.loads(answer.content)["error"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: ValueError("x"),
        lambda: OSError(2, "No such file"),
        lambda: ProgrammingError("no such column"),
        lambda: chained(OperationalError("x"), psycopg.errors.QueryCanceled("too long")),
        lambda: chained(OperationalError("x"), psycopg.errors.DeadlockDetected("x")),
    ],
)
def test_our_own_fault_answers_500(make: Callable[[], Exception], rf: RequestFactory) -> None:
    try:
        raise make()
    except Exception:
        answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "Retry-After" not in answer.headers


def test_session_that_cannot_be_stored_while_the_database_is_away_answers_503(rf: RequestFactory) -> None:
    lost = during(SessionInterrupted("x"), during(UpdateError(), OperationalError("gone")))
    answer = bad_request(rf.post("/"), lost)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")


def test_session_that_was_ended_meanwhile_leads_to_signing_in(rf: RequestFactory) -> None:
    answer = bad_request(rf.get("/me/?a=b"), during(SessionInterrupted("x"), UpdateError()))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/login/?next=/me/%3Fa%3Db")
    assert bad_request(rf.post("/me/"), SessionInterrupted("x")).headers["Location"] == "/account/login/?next=/"


def test_tangled_request_answers_400(rf: RequestFactory) -> None:
    answer = bad_request(rf.post("/"), BadRequest("x"))
    assert answer.status_code == 400
    assert b"could not make sense of it" in answer.content
