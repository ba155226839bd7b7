"""The whole database in one number: two that are equal mean that no row was added, changed or taken away."""

from __future__ import annotations

import re
from functools import cache

from django.db import connection

# What any request may touch: its own session, the counters that slow down whoever tries too often, how far its
# reader has read, and how often words were sought.
PASSING = frozenset({"django_session", "people_cache", "discussions_seen", "notifications_notice", "search_sought"})

# How far each has read is one column beside what nobody may change by looking.
PASSING_COLUMNS = {"messaging_part": "read"}


def passes(table: str, sql: str) -> bool:
    """Whether a statement that writes changes nothing but what any request may touch."""
    column = PASSING_COLUMNS.get(table)
    alone = column and re.match(rf'UPDATE "{table}" SET "{column}" = [^,"]+ WHERE ', sql)
    return table in PASSING or bool(alone)


def _row(table: str) -> str:
    column = PASSING_COLUMNS.get(table)
    return f"(to_jsonb(t) - '{column}')::text" if column else "t::text"


@cache
def _question() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public' order by tablename")
        tables = [name for (name,) in cursor.fetchall() if name not in PASSING]
    return " union all ".join(
        f"select '{name}', count(*), coalesce(md5(string_agg(md5({_row(name)}), '' order by md5({_row(name)}))), '')"
        f' from "{name}" t'
        for name in tables
    )


def tables() -> dict[str, tuple[int, str]]:
    """For each table the number of its rows and a hash of their content."""
    with connection.cursor() as cursor:
        cursor.execute(_question())
        return {name: (count, digest) for name, count, digest in cursor.fetchall()}
