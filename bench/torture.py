"""Five people write a page together while the line, the processes and the database fail: nothing acknowledged is lost.

    .venv/bin/python bench/torture.py             500 seeded runs, and the controls that must go red
    .venv/bin/python bench/torture.py --quick     a few of each, under a minute
    .venv/bin/python bench/torture.py --seed 7 --runs 40

Each run: a page of its own, two live processes that share it through PostgreSQL, five clients that type. Faults: the
line is cut, half open, refused; frames come twice or out of order; kill -9 of a live process; kill -9 of PostgreSQL.
Afterwards the faults end, everybody comes back, and the check asks: are all documents and the stored room equal, does
every acknowledged edit stand in them, and once? The control is a client that believes what it has sent to be kept, and
that does again what comes again.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import psycopg
from _live_clients import Client, Line
from _live_house import House
from pycrdt import Doc, XmlFragment

from humus.pages.live.wire import unpack_many

WRITERS, LEAST, PORTS = 5, 20, [8351, 8352]
FAULTS = ("cut", "half-open", "twice", "out of order", "refused", "kill live", "kill database")
OUT = Path(__file__).parent / "out" / "torture.json"
Deed = Callable[[House, list[Client], random.Random], Awaitable[None]]


async def _nothing(house: House, clients: list[Client], rng: random.Random) -> None:
    await asyncio.sleep(0.6)


async def _half_open(house: House, clients: list[Client], rng: random.Random) -> None:
    await _switched("half_open", clients, rng)


async def _refused(house: House, clients: list[Client], rng: random.Random) -> None:
    for client in clients:
        if client._socket is not None and rng.random() < 0.7:
            client._socket.transport.abort()
    await _switched("refused", clients, rng)


async def _switched(name: str, clients: list[Client], rng: random.Random) -> None:
    await asyncio.sleep(rng.uniform(0.1, 0.3))
    some = rng.sample(clients, 3)
    for client in some:
        setattr(client.line, name, True)
    await asyncio.sleep(rng.uniform(0.2, 0.5))
    for client in some:
        setattr(client.line, name, False)
        if client._socket is not None:
            client._socket.transport.abort()


async def _kill_live(house: House, clients: list[Client], rng: random.Random) -> None:
    await asyncio.sleep(rng.uniform(0.1, 0.4))
    port = rng.choice(PORTS)
    await asyncio.to_thread(house.kill, port)
    await asyncio.sleep(0.2)
    # A process ends with the thread that started it: this one stays.
    house.open(port, wait=False)
    await asyncio.to_thread(house.await_answer, port)


async def _kill_database(house: House, clients: list[Client], rng: random.Random) -> None:
    await asyncio.sleep(rng.uniform(0.1, 0.4))
    await asyncio.to_thread(house.kill_database)
    await asyncio.sleep(rng.uniform(0.1, 0.4))
    house.start_database()


async def _kill_both(house: House, clients: list[Client], rng: random.Random) -> None:
    """For the control: a live process that lives keeps what it could not store and would hide the fault."""
    await asyncio.sleep(0.3)
    house.kill_database()
    await asyncio.sleep(0.4)
    for port in PORTS:
        house.kill(port)
    house.start_database()
    for port in PORTS:
        house.open(port, wait=False)
        await asyncio.to_thread(house.await_answer, port)


DEEDS: dict[str, Deed] = {
    "half-open": _half_open,
    "refused": _refused,
    "kill live": _kill_live,
    "kill database": _kill_database,
}


async def one_run(
    house: House, page: dict[str, Any], sessions: list[str], fault: str, seed: int, *, credulous: bool = False
) -> dict[str, int]:
    """Answers lost, doubled, apart (documents that differ), acknowledged, written, connections and faults."""
    rng = random.Random(seed)
    clients = []
    for number in range(WRITERS):
        line = Line(random.Random(rng.random()))
        line.cut = 0.15 if fault == "cut" else 0.0
        line.twice = 0.3 if fault == "twice" else 0.0
        line.out_of_order = 0.25 if fault == "out of order" else 0.0
        clients.append(Client(number, sessions[number], page["key"], PORTS, line, credulous=credulous))
    coming = [asyncio.create_task(client.live()) for client in clients]
    await _until(lambda: all(client.synced for client in clients), 20)
    typing = [asyncio.create_task(_type(client)) for client in clients]
    deed = _kill_both if credulous and fault == "kill database" else DEEDS.get(fault, _nothing)
    await deed(house, clients, rng)
    for task in typing:
        task.cancel()
    await asyncio.gather(*typing, return_exceptions=True)
    for client in clients:
        client.line.cut = client.line.twice = client.line.out_of_order = 0.0
        client._held = None
        # One more word, so that what was held back is found missing.
        await client.write()
    await _until(lambda: all(client.synced and not client.pending for client in clients), 40)
    patience = 1.5 if credulous else 10.0
    await _until(lambda: len({client.text for client in clients}) == 1, patience)
    for client in clients:
        client.stopped = True
    for task in coming:
        task.cancel()
    await asyncio.gather(*coming, return_exceptions=True)
    stored = await asyncio.to_thread(_stored, house, page["id"])
    return _judged(clients, stored)


def _judged(clients: list[Client], stored: str) -> dict[str, int]:
    acknowledged = [token for client in clients for token in client.acknowledged]
    counts = [stored.count(token) for token in acknowledged]
    return {
        "lost": sum(count == 0 for count in counts),
        "doubled": sum(count > 1 for count in counts),
        "apart": sum(client.text != stored for client in clients),
        "unsettled": sum(len(client.pending) for client in clients),
        "acknowledged": len(acknowledged),
        "written": sum(len(client.written) for client in clients),
        "connections": sum(client.connections for client in clients),
        "faults": sum(sum(client.line.counts.values()) for client in clients),
    }


async def _type(client: Client) -> None:
    while True:
        await client.write()
        await asyncio.sleep(client.line.rng.uniform(0.01, 0.06))


async def _until(met: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not met() and time.monotonic() < end:
        await asyncio.sleep(0.02)


def _stored(house: House, page: int) -> str:
    """The room by another way than the platform's own."""
    with psycopg.connect(house.server.url) as db:
        row = db.execute("select id, folded, snapshot from pages_room where page_id = %s", [page]).fetchone()
        if row is None:
            return ""
        query = "select data from pages_roomupdate where room_id = %s and number > %s order by number"
        parts = [bytes(row[2])] + [p for (d,) in db.execute(query, row[:2]) for p in unpack_many(bytes(d))]
    doc: Doc[Any] = Doc()
    for part in parts:
        doc.apply_update(part)
    return str(doc.get("default", type=XmlFragment))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--runs", type=int, default=0)
    parser.add_argument("--seed", type=int, default=4)
    chosen = parser.parse_args()
    runs = chosen.runs or (7 if chosen.quick else 500)
    home = Path(tempfile.mkdtemp(prefix="humus-torture-"))
    house = House(home)
    began = time.monotonic()
    try:
        made = house.prepare(WRITERS, runs + len(FAULTS), 400)
        for port in PORTS:
            house.open(port)
        found = {fault: Counter() for fault in FAULTS}
        for number in range(runs):
            fault = FAULTS[number % len(FAULTS)]
            result = asyncio.run(
                one_run(house, made["pages"][number], made["sessions"], fault, chosen.seed * 10_000 + number)
            )
            found[fault] += Counter(result | {"runs": 1, "void": int(result["acknowledged"] < LEAST)})
            bad = {name: result[name] for name in ("lost", "doubled", "apart", "unsettled") if result[name]}
            if bad:
                print(f"\nrun {number} (seed {chosen.seed * 10_000 + number}, {fault}): {bad}")
            sys.stderr.write(f"\r{number + 1} of {runs}, {time.monotonic() - began:.0f} s ")
        controls = {}
        for number, fault in enumerate(FAULTS if not chosen.quick else FAULTS[:1] + FAULTS[2:]):
            page = made["pages"][runs + number]
            seed = chosen.seed * 10_000 + runs + number
            controls[fault] = asyncio.run(one_run(house, page, made["sessions"], fault, seed, credulous=True))
    finally:
        house.close()
        shutil.rmtree(home, ignore_errors=True)
    return report(found, controls, chosen.seed, time.monotonic() - began)


def report(found: dict[str, Counter[str]], controls: dict[str, dict[str, int]], seed: int, seconds: float) -> int:
    total = sum(found.values(), Counter())
    columns = ("runs", "written", "acknowledged", "connections", "lost", "doubled", "apart", "unsettled", "void")
    print(f"\nseed {seed}, {seconds:.0f} s\n{'fault':14}" + "".join(f"{name:>14}" for name in columns))
    for fault, counts in [*found.items(), ("all", total)]:
        print(f"{fault:14}" + "".join(f"{counts[name]:>14}" for name in columns))
    red = {fault: one["lost"] + one["apart"] + one["doubled"] for fault, one in controls.items()}
    print("controls (lost, apart or doubled): " + ", ".join(f"{fault} {count}" for fault, count in red.items()))
    good = not any(total[name] for name in ("lost", "doubled", "apart", "unsettled", "void"))
    blind = [fault for fault, count in red.items() if not count]
    print(
        "nothing lost" if good else "LOST OR APART",
        f"; control not red: {', '.join(blind)}" if blind else "; controls red",
    )
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(
        json.dumps({"seed": seed, "found": {k: dict(v) for k, v in found.items()}, "controls": controls}, indent=1)
    )
    return 0 if good and not blind else 1


if __name__ == "__main__":
    sys.exit(main())
