"""The database as a fresh one after a test that kept its rows: rows are taken only from tables that have some."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.test import TransactionTestCase

# Made by the migrations and the same for every test.
STAYING = frozenset({"django_content_type", "auth_permission"})


def filled() -> list[str]:
    """The models' tables in which rows stand."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    asked = (f"select '{name}' where exists (select 1 from \"{name}\")" for name in sorted({*tables} - STAYING))
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(asked))
        return [name for (name,) in cursor.fetchall()]


def empty(*, tries: int = 5) -> None:
    """Foreign keys are checked at the end, so the order does not matter; what came in meanwhile is taken after."""
    for left in reversed(range(tries)):
        if not (names := filled()):
            return
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("; ".join(f'delete from "{name}"' for name in names))
        except IntegrityError:
            if not left:
                raise
    assert filled() == []


class _Kept:
    """Whether a file keeps its rows for all its tests."""

    by_file = False


@contextmanager
def kept_for_a_file(unblock: Callable[[], AbstractContextManager[Any]]) -> Iterator[None]:
    """For a fixture of a file whose tests only look: the rows made within are taken after its last test."""
    _Kept.by_file = True
    yield
    _Kept.by_file = False
    with unblock():
        empty()


def _in_place_of_flush(_case: Any) -> None:
    if not _Kept.by_file:
        empty()


def empty_quickly() -> None:
    """Django truncates every table and makes its content types anew, which takes many times as long."""
    setattr(TransactionTestCase, "_fixture_teardown", _in_place_of_flush)  # noqa: B010
