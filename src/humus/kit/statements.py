"""Statements that are asked on almost every request: written out, and planned once for each connection.

The object mapper takes longer to build such a statement, and the database longer to plan it, than it takes to answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from psycopg import Cursor
from psycopg.types.numeric import Int8


class PreparedCursor(Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **_options: Any) -> Any:
        return super().execute(query, params, prepare=True)


def ask(sql: str, values: Mapping[str, Any] | Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of a statement with named or numbered parameters; whole numbers are sent as ``bigint``."""
    typed: dict[str, Any] | list[Any]
    if isinstance(values, Mapping):
        typed = {name: _typed(value) for name, value in values.items()}
    else:
        typed = [_typed(value) for value in values]
    connection.ensure_connection()
    wrapped = CursorDebugWrapper if connection.queries_logged else CursorWrapper
    with wrapped(PreparedCursor(connection.connection), connection) as cursor:
        cursor.execute(sql, typed)
        return cursor.fetchall()


def _typed(value: Any) -> Any:
    return Int8(value) if type(value) is int else value


@cache
def columns(model: type[models.Model], letter: str) -> tuple[str, list[str], list[int]]:
    """The columns of a model for SELECT, their names, and which of them hold JSON."""
    fields = model._meta.concrete_fields
    listed = ", ".join(f'{letter}."{field.column}"' for field in fields)
    return (
        listed,
        [str(field.attname) for field in fields],
        [number for number, field in enumerate(fields) if isinstance(field, models.JSONField)],
    )


def loaded(model: type[models.Model], letter: str, values: list[Any]) -> Any:
    """An object of the model from the values of ``columns``."""
    _listed, names, jsons = columns(model, letter)
    for number in jsons:
        values[number] = as_json(values[number])
    return model.from_db("default", names, values)


def as_json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
