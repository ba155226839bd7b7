"""Statements that are asked on almost every request: written out, and planned once for each connection.

The object mapper takes longer to build such a statement, and the database longer to plan it, than it takes to answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from django.db import connection, models
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from psycopg import RawCursor
from psycopg.types.numeric import Int8

MOST_KEPT = 300
_PLACE = re.compile(r"%(?:%|s|\((\w+)\)s)")


class PreparedCursor(RawCursor[Any]):
    def execute(self, query: Any, params: Any = None, **_options: Any) -> Any:
        return super().execute(query, params, prepare=True)


def ask(sql: str, values: Mapping[str, Any] | Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of a statement with named or numbered parameters; whole numbers are sent as ``bigint``."""
    numbered, names = _numbered(sql)
    given = [values[name] for name in names] if isinstance(values, Mapping) else values
    connection.ensure_connection()
    wrapped = CursorDebugWrapper if connection.queries_logged else CursorWrapper
    with wrapped(PreparedCursor(connection.connection), connection) as cursor:
        cursor.execute(numbered, [_typed(value) for value in given])
        return cursor.fetchall()


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
    return Int8(value) if type(value) is int else value


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


def loaded(model: type[models.Model], letter: str, values: list[Any], only: tuple[str, ...] = ()) -> Any:
    """An object of the model from the values of ``columns``; what was left out is read when it is asked for."""
    _listed, names, jsons = columns(model, letter, only)
    for number in jsons:
        values[number] = as_json(values[number])
    return model.from_db("default", names, values)


def as_json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
