"""Statements that are asked on almost every request: written out, and planned once for each connection.

The object mapper takes longer to build such a statement, and the database longer to plan it, than it takes to answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, TypeVar

from django.db import connection, models
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from django.db.models.base import ModelState
from psycopg import RawCursor
from psycopg.types.datetime import TimestamptzLoader
from psycopg.types.numeric import Int8

MOST_KEPT, MOST_OPEN = 300, 60
Row = TypeVar("Row", bound=models.Model)
_PLACE = re.compile(r"%(?:%|s|\((\w+)\)s)")


class PreparedCursor(RawCursor[Any]):
    def __init__(self, connection: Any) -> None:
        super().__init__(connection)
        # The driver's own, which the object mapper replaces by one that is slower.
        self.adapters.register_loader("timestamptz", TimestamptzLoader)

    def execute(self, query: Any, params: Any = None, **_options: Any) -> Any:
        return super().execute(query, params, prepare=True)


def ask(sql: str, values: Mapping[str, Any] | Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of a statement with named or numbered parameters; whole numbers are sent as ``bigint``."""
    numbered, names = _numbered(sql)
    given = [values[name] for name in names] if isinstance(values, Mapping) else values
    connection.ensure_connection()
    wrapped = CursorDebugWrapper if connection.queries_logged else CursorWrapper
    cursor = wrapped(_cursor(connection.connection, numbered), connection)
    cursor.execute(numbered, [_typed(value) for value in given])
    return cursor.fetchall()


def _cursor(to: Any, statement: str) -> PreparedCursor:
    """Of each connection and statement the same again, as a cursor that is asked the same knows how its values are
    sent and its columns read. They go with their connection.
    """
    kept: dict[str, PreparedCursor] = vars(to).setdefault("kept_cursors", {})
    cursor = kept.get(statement)
    if cursor is None:
        if len(kept) >= MOST_OPEN:
            kept.clear()
        cursor = kept[statement] = PreparedCursor(to)
    return cursor


@lru_cache(MOST_KEPT)
def _numbered(sql: str) -> tuple[str, list[str]]:
    """The statement with the database's own marks, and the names in their order: the driver would read a long one
    anew each time.
    """
    names: dict[str, int] = {}

    def mark(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        return f"${names.setdefault(found[1] or str(len(names)), len(names) + 1)}"

    return _PLACE.sub(mark, sql), list(names)


def _typed(value: Any) -> Any:
    """A list of numbers as the database reads it: the driver takes them one by one."""
    if type(value) is int:
        return Int8(value)
    if type(value) is list and value and all(type(one) is int for one in value):
        return f"{{{','.join(map(str, value))}}}"
    return value


@cache
def columns(model: type[models.Model], letter: str, only: tuple[str, ...] = ()) -> tuple[str, list[str], list[int]]:
    """The columns of a model for SELECT, all or some, their names, and which of them hold JSON."""
    fields = [field for field in model._meta.concrete_fields if not only or field.attname in only]
    listed = ", ".join(f'{letter}."{field.column}"' for field in fields)
    return (
        listed,
        [str(field.attname) for field in fields],
        [number for number, field in enumerate(fields) if isinstance(field, models.JSONField)],
    )


def loaded(model: type[models.Model], letter: str, values: list[Any], only: tuple[str, ...] = (), **beside: Any) -> Any:
    """An object of the model from the values of ``columns``; what was left out is read when it is asked for.
    ``beside``: the objects behind its foreign keys, or None.
    """
    _listed, names, jsons = columns(model, letter, only)
    for number in jsons:
        values[number] = as_json(values[number])
    return made(model, names, values, **beside)


def made(model: type[Row], names: Iterable[str], values: Iterable[Any], **beside: Any) -> Row:
    """The same by the names of the columns.

    What ``from_db`` does for each of them takes longer than all else where twenty rows of five models are shown.
    """
    row, state = model.__new__(model), ModelState()
    state.__dict__ = {"adding": False, "db": "default", "fields_cache": beside}
    row.__dict__ = dict(zip(names, values, strict=True))
    row._state = state
    return row


def as_json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
