"""Database, migrations, static files, jobs and addresses, seen through Django."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from humus.kit.ops.doctor.findings import Finding, examination, ill, warning, well

OLDEST = 15


@examination("database")
def database() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("select pg_size_pretty(pg_database_size(current_database())), upper('é'), rolsuper,"
                       " (select count(*) from pg_stat_activity), current_setting('max_connections')::int"
                       " from pg_roles where rolname = current_user")  # fmt: skip
        size, upper, superuser, used, most = cursor.fetchone()
    version = connection.pg_version  # type: ignore[attr-defined]
    said = f"PostgreSQL {version // 10000}, {size}, {used} of {most} connections in use"
    yield ill(f"{said}: too old, {OLDEST} or newer is needed") if version // 10000 < OLDEST else well(said)
    if upper != "É":
        yield warning("the database does not know capital letters beyond English; make it with a UTF-8 locale")
    if superuser:
        yield warning("the platform signs in to the database as a superuser; an owner of its own database is enough")


@examination("migrations")
def migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield ill(f"{len(plan)} migrations are not applied: `humus upgrade`")
    else:
        yield well("all applied")


@examination("static files")
def static_files() -> Iterator[Finding]:
    root = Path(settings.STATIC_ROOT)
    if (root / "staticfiles.json").exists():
        yield well(f"collected in {root}")
    else:
        yield ill("not collected: `humus upgrade`, or `humus manage collectstatic`")


@examination("files")
def files() -> Iterator[Finding]:
    root = Path(settings.MEDIA_ROOT)
    try:
        root.mkdir(parents=True, exist_ok=True)
        probe = root / ".doctor"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        yield ill(f"cannot write into {root}: {error.strerror}")
    else:
        yield well(f"can be written into {root}")


@examination("worker")
def worker() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_workers where last_heartbeat > now() - interval '1 minute'")
        living = cursor.fetchone()[0]
        cursor.execute("select count(*), min(scheduled_at) from procrastinate_jobs where status = 'todo'"
                       " and coalesce(scheduled_at, '-infinity') < now() - interval '5 minutes'")  # fmt: skip
        late = cursor.fetchone()[0]
    if living:
        yield well(f"{living} alive")
    else:
        yield warning("none alive: mails and other jobs wait (`humus run`, `humus serve` and `humus worker` start one)")
    if late > 100:
        yield warning(f"{late} jobs wait; are there enough workers?")


@examination("address")
def address() -> Iterator[Finding]:
    host = urlsplit(settings.SITE_URL).hostname or ""
    if host not in settings.ALLOWED_HOSTS and f".{host}" not in settings.ALLOWED_HOSTS:
        yield ill(f"HUMUS_SITE_URL names {host}, which HUMUS_HOSTS does not allow")
    elif not settings.HTTPS and host not in ("127.0.0.1", "localhost", "::1"):
        yield ill(f"{settings.SITE_URL} is not https; sessions could be stolen on the way")
    else:
        yield well(settings.SITE_URL)
