"""CPU of pages with very many blocks against a stock Django page that serves the same text, in one run.

``.venv/bin/python bench/blocks.py [--quick]``: exits 1 where a bar is not reached. One page has 200 blocks, of every
kind there is in turn, another includes thirty pages. The floor (``bench/floor.py``) has the finished HTML of the same
pages in its database. Blocks look up what they show for each reader, so the bars are those of any page.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from itertools import cycle, islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent))
import _measuring as measuring
import web
from _measuring import Load, Request
from _web_loads import BROWSER

HERE = Path(__file__).parent
BARS = {"signed in": 3.0, "anonymous": 2.5}
BLOCKS, INCLUDED = 200, 30


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="few requests: under a minute")
    given = options.parse_args()
    count, repeats = (10, 3) if given.quick else (30, 9)
    with measuring.database() as (server, home):
        return measure(server, home, count, repeats)


def measure(server: Any, home: Path, count: int, repeats: int) -> int:
    from humus.kit.ops import table

    pages, cookie = prepare()
    floor_cookie = web.prepare_floor(server, len(pages), list(pages.values()))
    python = {"PYTHONPATH": str(HERE)}
    ours = {"DATABASE_URL": server.url, "HUMUS_POOL": "4", **table.LEAN}
    with (
        measuring.serving("humus.wsgi:application", ours, folder=home) as (port, pid),
        measuring.serving("floor:application", python, folder=home) as (floor_port, floor_pid),
    ):
        database = web.postmaster(server)
        loads = []
        for number, address in enumerate(pages, 1):
            for who, session, floor_session in (("signed in", cookie, floor_cookie), ("anonymous", "", "")):
                loads += pair(
                    number, address, who, (port, pid, session), (floor_port, floor_pid, floor_session), database
                )
        found = measuring.rounds(loads, count=count, repeats=repeats)
    return report(found, pages)


def pair(number: int, address: str, who: str, ours: Any, floor: Any, database: int) -> list[Load]:
    """The floor and the platform with one page; visitors ask anew each time, so that nothing kept is answered."""
    (port, pid, session), (floor_port, floor_pid, floor_session) = ours, floor
    cookie = f"humus_session={session}; language=en" if session else "language=en"
    headers = BROWSER | {"Host": f"127.0.0.1:{port}", "Cookie": cookie}
    known = BROWSER | ({"Cookie": f"sessionid={floor_session}"} if floor_session else {})
    name = f"{address} {who}"
    return [
        Load(f"floor {name}", floor_port, floor_pid, database, lambda n: Request(f"/{number}/", known)),
        Load(name, port, pid, database, lambda n: Request(f"{address}?fresh={n}", headers)),
    ]


def prepare() -> tuple[dict[str, str], str]:
    """The address of each page with the HTML of its ``main``, and a member's session."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "humus.settings")
    django.setup()
    import _filling
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    from tests.access.world import build
    from tests.screens.blocks import every_block

    world = build()
    space, front = world.pages["public"].space, world.pages["public"]
    every = islice(cycle(every_block(world, front)["content"]), BLOCKS)
    texts = {f"{BLOCKS} blocks": list(every), f"{INCLUDED} included pages": included(world, space)}
    addresses = [publish(world, space, title, content) for title, content in texts.items()]
    pages = {}
    for address in addresses:
        answer = world.clients["member"].get(address).content.decode()
        pages[address] = re.search(r"<main.*</main>", answer, re.DOTALL)[0]  # type: ignore[index]
    return pages, _filling.session_for(world.people["member"].pk)


def publish(world: Any, space: Any, title: str, content: list[Any]) -> str:
    from humus.kit import richtext
    from humus.pages import domain

    author = world.people["author"]
    body = richtext.clean({"type": "doc", "content": content})
    page = domain.create(actor=author, space=space, title=title)
    domain.publish(actor=author, page=page, language="en", title=title, body=body)
    page.refresh_from_db()
    return str(page.get_absolute_url())


def included(world: Any, space: Any) -> list[Any]:
    import _filling

    from humus.kit import richtext
    from humus.pages import domain

    author, found = world.people["author"], []
    for number in range(INCLUDED):
        page = domain.create(actor=author, space=space, title=f"Part {number}")
        doc = richtext.clean(_filling.body(number, []))
        domain.publish(actor=author, page=page, language="en", title=f"Part {number}", body=doc)
        found.append({"type": "include", "attrs": {"page": page.key}})
    return found


def report(found: measuring.Found, pages: dict[str, str]) -> int:
    failed = False
    for address, html in pages.items():
        print(f"{address}: {len(html) / 1000:.0f} kB of HTML; ms of CPU per request")
        for who, bar in BARS.items():
            name = f"{address} {who}"
            cost, floor = measuring.median(found[name]), measuring.median(found[f"floor {name}"])
            times = measuring.ratio(found, name, f"floor {name}")
            failed |= times > bar
            figures = f"floor {floor.whole:.2f}, web {cost.web:.2f} and database {cost.database:.2f}"
            print(f"  {who:10s} {figures}: {times:.2f} x (at most {bar}): {'ok' if times <= bar else 'MISSED'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
