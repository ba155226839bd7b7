"""Every table's rows, counted and hashed in a form that no release of PostgreSQL writes differently."""

from __future__ import annotations

import hashlib
from typing import Any

import psycopg
from psycopg import sql

from humus.kit.ops.backup.manifest import Table

FORM = {
    "timezone": "UTC",
    "datestyle": "ISO, YMD",
    "intervalstyle": "iso_8601",
    "bytea_output": "hex",
    "extra_float_digits": "3",
    "statement_timeout": "0",
}
NAMES = """
    select c.relname, array(select a.attname from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attname)
    from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
        and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by c.relname"""


def fix_form(db: psycopg.Connection[Any]) -> None:
    for name, value in FORM.items():
        db.execute("select set_config(%s, %s, false)", [name, value])


def fingerprints(db: psycopg.Connection[Any]) -> dict[str, Table]:
    """One entry a table. Rows are sorted by their text under the C collation, so that their order says nothing."""
    fix_form(db)
    return {name: _fingerprint(db, name, columns) for name, columns in db.execute(NAMES).fetchall()}


def _fingerprint(db: psycopg.Connection[Any], name: str, columns: list[str]) -> Table:
    listed = sql.SQL(", ").join(map(sql.Identifier, columns)) if columns else sql.SQL("1")
    query = sql.SQL('copy (select {} from {} t order by t::text collate "C") to stdout')
    digest, rows = hashlib.sha256(repr(columns).encode()), 0
    with db.cursor() as cursor, cursor.copy(query.format(listed, sql.Identifier("public", name))) as copy:
        for line in copy:
            digest.update(line)
            rows += 1
    return Table(rows, digest.hexdigest())


def differences(wanted: dict[str, Table], found: dict[str, Table]) -> list[str]:
    faults = [f"table {name}: is missing" for name in sorted(wanted.keys() - found.keys())]
    faults += [f"table {name}: was not in the backup" for name in sorted(found.keys() - wanted.keys())]
    for name in sorted(wanted.keys() & found.keys()):
        if wanted[name] != found[name]:
            faults.append(f"table {name}: {found[name].rows} rows, {wanted[name].rows} in the backup, or other content")
    return faults
