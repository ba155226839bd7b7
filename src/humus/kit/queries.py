"""Readings that ask together: what several of them want to know at the same time is one statement."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from psycopg import ClientCursor, Cursor
from psycopg.adapt import Buffer
from psycopg.types.json import JsonbBinaryLoader

from humus.kit.questions import Asked, rows_of, said

# Yields questions or querysets, one or a tuple of them, and gets the rows of each; its return value is what was read.
Reading = Generator[Any, Any, Any]


def united(asked: Sequence[Any]) -> Any:
    """The rows of all these querysets, those that stand in several of them several times; nothing for none."""
    if len(asked) < 2:
        return asked[0] if asked else ()
    return asked[0].union(*asked[1:], all=True)


def finish(reading: Reading) -> Any:
    """What one reading found, the questions of each round together."""
    return gather({"": reading})[""]


def answered(given: Any) -> Reading:
    """What somebody gives who may answer at once or with a reading."""
    return (yield from given) if isinstance(given, Generator) else given


def gather(
    readings: Mapping[str, Any], known: Callable[[Sequence[Any], Sequence[Any]], bool] | None = None
) -> dict[str, Any]:
    """What each found: in every round all their questions are one statement. What is no reading stays as it is.

    ``known`` is shown what is asked in a round and how its questions are answered; where it says yes nothing is read.
    """
    found = dict(readings)
    running: dict[str, tuple[Reading, Any]] = {
        name: (one, None) for name, one in readings.items() if isinstance(one, Generator)
    }
    while running:
        asked: dict[str, Any] = {}
        for name, (reading, rows) in list(running.items()):
            try:
                asked[name] = reading.send(rows)
            except StopIteration as end:
                found[name] = end.value
                del running[name]
        flat = [one for wanted in asked.values() for one in _several(wanted)]
        answered = said([one for one in flat if isinstance(one, Asked)])
        if known and flat and known(flat, answered):
            for reading, _rows in running.values():
                reading.close()
            break
        given = iter(_read(flat, answered))
        for name, wanted in asked.items():
            read = [next(given) for _one in _several(wanted)]
            running[name] = (running[name][0], read if isinstance(wanted, tuple) else read[0])
    return found


def _several(wanted: Any) -> Iterable[Any]:
    return wanted if isinstance(wanted, tuple) else (wanted,)


def together(asked: Sequence[Any]) -> list[list[Any]]:
    """The rows of each, as it would give them itself: one statement for all questions, and one for all querysets."""
    return _read(asked, said([one for one in asked if isinstance(one, Asked)]))


def _read(asked: Sequence[Any], answered: Sequence[Any]) -> list[Any]:
    """The rows of each, the questions being answered."""
    read = iter(rows_of([one for one in asked if isinstance(one, Asked)], answered))
    others = iter(_united([one for one in asked if not isinstance(one, Asked)]))
    return [next(read) if isinstance(one, Asked) else next(others) for one in asked]


def _united(asked: Sequence[Any]) -> list[list[Any]]:
    if len(asked) < 2:
        return [list(one) for one in asked]
    compilers: dict[int, Any] = {}
    parts, values = [], []
    for number, queryset in enumerate(asked):
        compiler = queryset.query.get_compiler(using=queryset.db)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            continue
        compilers[number] = compiler
        parts.append(f"SELECT {number}, row_number() OVER (), ROW(one.*) FROM ({sql}) one")  # noqa: S608 - written by the mapper
        values += params
    found: list[list[Any]] = [[] for _one in asked]
    for number, _place, row in sorted(_fetch(" UNION ALL ".join(parts), values), key=lambda row: row[:2]):
        found[number].append(row)
    return [_as_asked(one, compilers.get(number), found[number]) for number, one in enumerate(asked)]


class _RowsCursor(Cursor[Any]):
    """Whole rows come typed only in binary; values are put in beforehand, as the mapper's own cursor does."""

    def execute(self, query: Any, params: Any = None, **_options: Any) -> Any:
        self.adapters.register_loader("jsonb", _JsonText)
        return super().execute(ClientCursor(self.connection).mogrify(query, params), binary=True)


class _JsonText(JsonbBinaryLoader):
    """The mapper reads JSON itself."""

    def load(self, data: Buffer) -> str:
        return bytes(data[1:]).decode()


def _fetch(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    if not sql:
        return []
    connection.ensure_connection()
    wrapped = CursorDebugWrapper if connection.queries_logged else CursorWrapper
    with wrapped(_RowsCursor(connection.connection), connection) as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _as_asked(queryset: Any, compiler: Any, rows: list[tuple[Any, ...]]) -> list[Any]:
    """Models, dictionaries or tuples: whatever the queryset makes of its rows."""
    if compiler is None:
        return []
    if compiler.has_extra_select:
        rows = [row[: compiler.col_count] for row in rows]
    compiler.execute_sql = lambda *_given, **_named: [rows]
    made = queryset._chain()
    made.query.get_compiler = lambda *_given, **_named: compiler
    made._result_cache = list(made._iterable_class(made))
    if made._prefetch_related_lookups:
        made._prefetch_related_objects()
    return list(made)
