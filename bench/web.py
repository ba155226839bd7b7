"""CPU per request of the platform against a stock Django floor, in one run.

``.venv/bin/python bench/web.py [--quick] [--pages N] [--plot FILE.svg]``: exits 1 where a bar is not reached.
The CPU of the web process and of the database is counted, of both sites alike.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import _measuring as measuring
from _web_loads import Site, every_load

BARS = {
    "page, signed in": 3.0,
    "page, anonymous": 2.5,
    "page, anonymous, cached": 0.3,
    "history": 3.0,
    "compare": 3.0,
    "save": 5.0,
}
MEMORY_BAR = 120.0
WORKER_SECONDS = 12


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="1,000 pages and few requests: under a minute")
    options.add_argument("--pages", type=int, default=0)
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    pages = given.pages or (1_000 if given.quick else 10_000)
    count, repeats = (30, 3) if given.quick else (60, 11)
    with measuring.database() as (server, home):
        return measure(server, home, pages, count, repeats, given.json)


def measure(server: Any, home: Path, pages: int, count: int, repeats: int, out: Path | None) -> int:
    from humus.kit.ops import table

    site, cookie = prepare(pages)
    floor_cookie = prepare_floor(server, pages, site["html"])
    python = {"PYTHONPATH": str(Path(__file__).parent)}
    ours = {"DATABASE_URL": server.url, "HUMUS_POOL": "4", **table.LEAN}
    with (
        measuring.serving("humus.wsgi:application", ours, folder=home) as (port, pid),
        measuring.serving("floor:application", python, folder=home) as (floor_port, floor_pid),
    ):
        database = postmaster(server)
        places = Site(port, pid, database), Site(floor_port, floor_pid, database)
        loads = every_load(*places, pages=site, cookie=cookie, floor_cookie=floor_cookie)
        found = measuring.rounds(loads, count=count, repeats=repeats)
        resident = {"web process": measuring.memory(pid), "worker process": worker_memory(home)}
    return report(found, resident, pages, out)


def prepare(pages: int) -> tuple[dict[str, Any], str]:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "humus.settings")
    django.setup()
    import _filling
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    site = _filling.fill(pages)
    return site, _filling.session_for(site["person"])


def prepare_floor(server: Any, pages: int, html: list[str]) -> str:
    import psycopg

    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE floor")
    os.environ["FLOOR_DATABASE_URL"] = re.sub(r"@/\w+", "@/floor", server.url)
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("_floor_setup.py"))],
        input=json.dumps({"count": pages, "bodies": html}),
        env={key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip().splitlines()[-1]


def postmaster(server: Any) -> int:
    """The database's own process; its backends descend from it."""
    return int((server.folders.data / "postmaster.pid").read_text().splitlines()[0])


def worker_memory(home: Path) -> float:
    """Resident megabytes of a worker that has done what the measuring left to do."""
    from humus.kit.ops import table

    environment = {**os.environ, "HUMUS_POOL": "4", **table.LEAN}
    with (home / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "humus.kit.ops.worker"], env=environment, stdout=log, stderr=log
        )
    try:
        time.sleep(WORKER_SECONDS)
        if process.poll() is not None:
            raise SystemExit("the worker ended: " + (home / "worker.log").read_text()[-500:])
        return measuring.memory(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def report(found: measuring.Found, resident: dict[str, float], pages: int, out: Path | None) -> int:
    print(f"{pages} pages; CPU per request in ms, median of {len(found['save'])} rounds")
    print(f"{'':26s} {'web':>7s} {'database':>9s} {'together':>9s}")
    failed = False
    ratios = {}
    for name, costs in found.items():
        floor = "floor, anonymous" if "anonymous" in name else "floor, signed in"
        cost = measuring.median(costs)
        line = f"{name:26s} {cost.web:7.2f} {cost.database:9.2f} {cost.whole:9.2f}"
        if name in BARS:
            ratios[name] = times = measuring.ratio(found, name, floor)
            verdict = "ok" if times <= BARS[name] else "MISSED"
            failed |= times > BARS[name]
            line += f"   {times:5.2f} x the floor (at most {BARS[name]}): {verdict}"
        print(line)
    for name, size in resident.items():
        verdict = "ok" if size <= MEMORY_BAR else "MISSED"
        failed |= size > MEMORY_BAR
        print(f"{name}: {size:.0f} MB resident (at most {MEMORY_BAR:.0f}): {verdict}")
    if out:
        medians = {name: vars(measuring.median(costs)) for name, costs in found.items()}
        out.write_text(json.dumps({"pages": pages, "cpu": medians, "ratios": ratios, "memory": resident}))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
