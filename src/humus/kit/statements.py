"""Statements that are asked on almost every request: written out, and planned once for each connection.

The object mapper takes longer to build such a statement, and the database longer to plan it, than it takes to answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from psycopg.types.numeric import Int8


class PreparedCursor(ServerBindingCursor):
    def execute(self, query: Any, params: Any = None, **_options: Any) -> Any:
        return super().execute(query, params, prepare=True)


def ask(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of a statement with named parameters; whole numbers are sent as ``bigint``."""
    typed = {name: Int8(value) if type(value) is int else value for name, value in values.items()}
    connection.ensure_connection()
    with connection._prepare_cursor(PreparedCursor(connection.connection)) as cursor:
        cursor.execute(sql, typed)
        return cursor.fetchall()  # type: ignore[no-any-return]
