"""Before serving: migrations, static files, the first community. Runs as a process of its own and answers in JSON."""

from __future__ import annotations

import json
import sys
from contextlib import redirect_stdout

import django
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection
from django.utils.module_loading import import_string

# Any number will do as long as nothing else locks it: "humus" in ASCII.
LOCK = 0x68756D7573


def migrate() -> None:
    """One at a time, however many machines start at once."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [LOCK])
        try:
            call_command("migrate", interactive=False, verbosity=0)
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [LOCK])


def community() -> None:
    name = "demo_community" if settings.DEMO else "initial_community"
    if name in get_commands():
        call_command(name)


def steps() -> dict[str, str | None]:
    if "all" in sys.argv:
        print("Preparing the database", flush=True)
        migrate()
        print("Collecting styles, scripts and pictures", flush=True)
        call_command("collectstatic", interactive=False, verbosity=0, clear=False)
        print("Loading the community", flush=True)
        community()
    return {"link": import_string(settings.FIRST_LINK)()}


def main() -> None:
    with redirect_stdout(sys.stderr):
        django.setup()
        answer = steps()
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
