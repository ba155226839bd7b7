"""The `humus` command."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from humus import __version__
from humus.kit import env
from humus.kit.ops.errors import OpsError
from humus.kit.ops.place import Place
from humus.kit.ops.table import Size
from humus.kit.postgres import DatabaseError

# What is wrong with the disk or its rights, not with us.
NO_PLACE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.ENOTDIR, errno.EISDIR}


def run(arguments: argparse.Namespace) -> int:
    from humus.kit.ops import serve

    os.environ.setdefault("HUMUS_MAIL_TO_CONSOLE", "1")
    size = Size(arguments.host, arguments.port, live_port=arguments.live_port, **_letterbox())
    return serve.run(Place.here(), size)


def demo(arguments: argparse.Namespace) -> int:
    from humus.kit.ops import serve

    place = Place.here(demo=True)
    size = Size(arguments.host, arguments.port, live_port=arguments.live_port)
    serve.refuse_publicity(place, size)
    os.environ.setdefault("HUMUS_MAIL_TO_CONSOLE", "1")
    return serve.run(place, size)


def serve(arguments: argparse.Namespace) -> int:
    from humus.kit.ops import serve

    size = Size(
        arguments.host,
        arguments.port,
        web=arguments.web,
        threads=arguments.threads,
        workers=arguments.workers,
        live=arguments.live,
        live_port=arguments.live_port,
        **_letterbox(),
    )
    return serve.run(Place.here(), size, prepare=False)


def worker(arguments: argparse.Namespace) -> int:
    from humus.kit.ops import serve

    return serve.run(Place.here(), Size(web=0, workers=arguments.workers, live=0), prepare=False)


def live(arguments: argparse.Namespace) -> int:
    from humus.kit.ops import serve

    port = arguments.live_port or arguments.port
    size = Size(arguments.host, arguments.port, web=0, workers=0, live=arguments.live, live_port=port)
    return serve.run(Place.here(), size, prepare=False)


def _letterbox() -> dict[str, Any]:
    """Where mail is taken in: nowhere, unless a port is set."""
    port = env.number("HUMUS_LMTP_PORT", 0, low=0, high=65535)
    return {"lmtp_port": port, "lmtp_host": env.text("HUMUS_LMTP_HOST", "127.0.0.1")}


def backup(arguments: argparse.Namespace) -> int:
    from humus.kit.ops.backup.make import backup

    print(backup(Place.found(), arguments.folder))
    return 0


def restore(arguments: argparse.Namespace) -> int:
    from humus.kit.ops.backup.restore import restore

    place = Place.here()
    found = restore(place, arguments.folder)
    rows = sum(table.rows for table in found.tables.values())
    print(
        f"Restored into {place.home}: {len(found.tables)} tables, {rows} rows, {len(found.files)} files, all compared."
    )
    return 0


def upgrade(arguments: argparse.Namespace) -> int:
    from humus.kit.ops.upgrade import upgrade

    upgrade(Place.found(), arguments.programs)
    return 0


def doctor(arguments: argparse.Namespace) -> int:
    from humus.kit.ops.doctor import doctor

    return doctor(Place.found())


def manage(arguments: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    place = Place.found()
    with place.database() as url:
        os.environ.update(place.environment(url))
        execute_from_command_line(["humus manage", *arguments.words])
    return 0


def _address(parser: argparse.ArgumentParser) -> None:
    port = env.number("PORT", 8000, low=1, high=65535)
    parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"), help="address to listen on")
    parser.add_argument("--port", type=int, default=port, help="port to listen on (PORT)")
    live_port = env.number("HUMUS_LIVE_PORT", 0, low=0, high=65535)
    parser.add_argument(
        "--live-port", type=int, default=live_port, help="port for writing together (HUMUS_LIVE_PORT); else the next"
    )


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="humus", description="Humus: people, spaces and pages that work together.")
    top.add_argument("--version", action="version", version=__version__)
    commands = top.add_subparsers(metavar="command", required=True)

    for name, deed, words in (
        ("run", run, "everything on this machine, prepared and started"),
        ("demo", demo, "an invented community to try things in"),
        ("serve", serve, "production: web, live and worker processes, nothing prepared"),
    ):
        one = commands.add_parser(name, help=words, description=words)
        one.set_defaults(deed=deed)
        _address(one)
        if name == "serve":
            one.add_argument("--web", type=int, default=2, help="web processes")
            one.add_argument("--threads", type=int, default=4, help="threads of a web process")
            one.add_argument("--workers", type=int, default=1, help="worker processes; 0 where they run elsewhere")
            one.add_argument("--live", type=int, default=1, help="processes for writing together; 0 where elsewhere")

    one = commands.add_parser("worker", help="worker processes only, for another machine")
    one.set_defaults(deed=worker)
    one.add_argument("--workers", type=int, default=1)

    words = "processes for writing together only, for another machine"
    one = commands.add_parser("live", help=words, description=words)
    one.set_defaults(deed=live)
    _address(one)
    one.add_argument("--live", type=int, default=1, help="how many")

    one = commands.add_parser("backup", help="database and files of one moment, while people go on writing")
    one.set_defaults(deed=backup)
    one.add_argument("folder", type=Path, nargs="?", help="a new folder; else one in HUMUS_HOME/backups")

    one = commands.add_parser("restore", help="a backup into an empty place, compared afterwards")
    one.set_defaults(deed=restore)
    one.add_argument("folder", type=Path, help="the backup's folder")

    one = commands.add_parser("upgrade", help="move the data to this release: PostgreSQL's version and migrations")
    one.set_defaults(deed=upgrade)
    one.add_argument("--programs", type=Path, help="folder with the programs of the data's PostgreSQL version")

    one = commands.add_parser("doctor", help="examine this installation and say what ails it")
    one.set_defaults(deed=doctor)

    one = commands.add_parser("manage", help="a command of Django's", add_help=False)
    one.set_defaults(deed=manage)
    one.add_argument("words", nargs=argparse.REMAINDER)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = parser().parse_args(arguments)
    try:
        return int(chosen.deed(chosen))
    except (OpsError, DatabaseError) as error:
        print(f"humus: {error}", file=sys.stderr)
    except OSError as error:
        if error.errno not in NO_PLACE:
            raise
        print(
            f"humus: {error.filename or 'the disk'}: {error.strerror}. Make room or mend it, or choose", file=sys.stderr
        )
        print("another data folder with HUMUS_HOME.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
