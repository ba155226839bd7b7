"""503 while the database is away, 500 for our own faults."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.db.transaction import TransactionManagementError
from django.test import RequestFactory
from psycopg_pool import PoolTimeout

from humus.kit.observability.trouble import away, server_error


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
    ],
)
def test_database_away_answers_503(error: Exception, rf: RequestFactory) -> None:
    assert away(error)
    try:
        raise error
    except Exception:
        answer = server_error(rf.get("/"))
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "3"
    assert b"What you saved is kept" in answer.content


@pytest.mark.parametrize(
    "make",
    [
        lambda: ValueError("x"),
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
