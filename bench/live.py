"""Many people in one document, against npm's hocuspocus without persistence in the same run.

    .venv/bin/python bench/live.py            50 editors x 10 edits/s, 100 x 5, and 50 with 150 readers
    .venv/bin/python bench/live.py --quick    10 editors x 10 edits/s, a few seconds

One live process, one document of 20 kB, every update committed before it is told on. Asked: CPU per delivery at most
1.2 x hocuspocus, p99 at most 1.5 x; a document with 100,000 edits opens under 300 ms; memory of an open document at
most 1.0 x. hocuspocus is installed by npm into bench/out/node. Loopback only; the result stands in bench/out/live.json.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from _live_house import SITE, House
from _live_pages import body
from _measuring import cpu
from pycrdt import XmlFragment

from humus.pages.live import document, wire
from humus.pages.live.tests.client import Client

HERE = Path(__file__).parent
OUT, NODE = HERE / "out" / "live.json", HERE / "out" / "node"
PACKAGES = ("@hocuspocus/server@4.7.0", "ws@8", "yjs@13.6.33")
PORT, THEIRS = 8353, 8354
PEER = "import {{ Server }} from '@hocuspocus/server'; await new Server({{ port: {port}, quiet: true }}).listen();"
CPU_BAR, P99_BAR, OPEN_BAR, MEMORY_BAR = 1.2, 1.5, 300.0, 1.0
MANY = 100_000
# Editors, edits a second of each, readers, seconds.
Shape = tuple[int, int, int, int]


def node() -> list[str]:
    wheel = Path(sys.executable).parent / "node"
    return [shutil.which("node") or str(wheel)]


def install() -> None:
    if (NODE / "node_modules" / "@hocuspocus").exists():
        return
    NODE.mkdir(parents=True, exist_ok=True)
    (NODE / "package.json").write_text('{"private": true, "type": "module"}')
    npm = shutil.which("npm") or str(Path(sys.executable).parent / "npm")
    subprocess.run([npm, "install", "--no-audit", "--no-fund", "--loglevel=error", *PACKAGES], cwd=NODE, check=True)


def load(pid: int, asked: dict[str, Any]) -> dict[str, float]:
    """Let the editors write; the CPU of the server between the first edit and the last delivery."""
    command = [*node(), str(HERE / "_live_load.mjs"), json.dumps(asked)]
    process = subprocess.Popen(command, cwd=NODE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    if process.stdout.readline().strip() != "begin":
        raise SystemExit("the editors did not come in")
    before = cpu(pid)
    found: dict[str, float] = json.loads(process.stdout.readline())
    used = cpu(pid) - before
    process.wait()
    # Both may bring several edits as one: what is counted is an edit that reaches a person.
    found["deliveries"] = found["delivered"] * found["sent"] * (asked["clients"] + asked["readers"] - 1)
    found["cpu_us"] = used * 1000 / max(1, found["deliveries"])
    return found


def resident(pid: int) -> float:
    """Memory of the process and its children in kB."""
    from _measuring import family

    lines = [Path(f"/proc/{one}/smaps_rollup").read_text() for one in family(pid)]
    return float(sum(int(text.split("Pss:")[1].split()[0]) for text in lines))


def start_peer() -> subprocess.Popen[bytes]:
    script = NODE / "peer.mjs"
    script.write_text(PEER.format(port=THEIRS))
    process = subprocess.Popen([*node(), str(script)], cwd=NODE, stdout=subprocess.DEVNULL)
    time.sleep(1.5)
    return process


def seed() -> bytes:
    return document.new("Page", body(20_000)).get_update()


def compare(
    house: House, made: dict[str, Any], shape: tuple[int, int, int, int], page: dict[str, Any]
) -> dict[str, Any]:
    clients, rate, readers, seconds = shape
    common = {"clients": clients, "rate": rate, "seconds": seconds, "readers": readers, "origin": SITE}
    pid = house.open(PORT)
    url = f"ws://127.0.0.1:{PORT}/live/{page['key']}/en/"
    postgres = cpu(house.server_pid())
    ours = load(pid, common | {"kind": "humus", "url": url, "sessions": made["sessions"]})
    ours["postgres_us"] = (cpu(house.server_pid()) - postgres) * 1000 / max(1, ours["deliveries"])
    house.kill(PORT)
    peer = start_peer()
    text = base64.b64encode(seed()).decode()
    asked = common | {"kind": "peer", "url": f"ws://127.0.0.1:{THEIRS}", "name": f"d{clients}-{rate}", "seed": text}
    try:
        theirs = load(peer.pid, asked)
    finally:
        peer.kill()
        peer.wait()
    return {"shape": shape, "ours": ours, "theirs": theirs}


def opening(house: House, made: dict[str, Any], page: dict[str, Any]) -> tuple[float, float]:
    """Milliseconds until the whole text of a document with 100,000 edits is here; and the bytes of its state."""
    house.open(PORT)
    first = Client(f"http://127.0.0.1:{PORT}", page["key"], made["sessions"][0], origin=SITE).join()
    rng = random.Random(1)
    root = first.doc.get("default", type=XmlFragment)
    text = root.children[0].children[0]
    length = len(str(text))
    for _ in range(100):
        with first.doc.transaction():
            for _ in range(MANY // 200):
                at = rng.randrange(length - 1)
                text.insert(at, "x")
                del text[at + 1 : at + 2]
        for update in first._pending:
            first.write(update)
        first._pending.clear()
        first.read(0.0)
    first.until(lambda: first.acknowledged >= first.sequence, 60)
    first.leave()
    house.kill(PORT)
    house.open(PORT)
    began = time.perf_counter()
    again = Client(f"http://127.0.0.1:{PORT}", page["key"], made["sessions"][0], origin=SITE).join()
    took = (time.perf_counter() - began) * 1000
    same = again.text == first.text
    again.leave()
    house.kill(PORT)
    if not same:
        raise SystemExit("the opened document differs")
    return took, float(len(again.doc.get_update()))


def memory(house: House, made: dict[str, Any], pages: list[dict[str, Any]]) -> tuple[float, float]:
    """kB an open document takes, ours and theirs: many documents with one reader each."""
    pid = house.open(PORT)
    warm = Client(f"http://127.0.0.1:{PORT}", pages[0]["key"], made["sessions"][0], origin=SITE).join()
    before = resident(pid)
    some = [Client(f"http://127.0.0.1:{PORT}", p["key"], made["sessions"][0], origin=SITE).join() for p in pages[1:]]
    ours = (resident(pid) - before) / len(some)
    for one in [warm, *some]:
        one.leave()
    house.kill(PORT)
    peer = start_peer()
    try:
        theirs = asyncio.run(_peer_memory(peer.pid, len(pages)))
    finally:
        peer.kill()
        peer.wait()
    return ours, theirs


async def _peer_memory(pid: int, count: int) -> float:
    from websockets.asyncio.client import connect

    text = seed()
    sockets = []
    before = 0.0
    for number in range(count):
        name = wire.packed(f"doc{number}".encode())
        socket = await connect(f"ws://127.0.0.1:{THEIRS}", max_size=None, ping_interval=None)
        await socket.send(name + b"\x02\x00" + wire.packed(b"") + wire.packed(b"4.7.0"))
        await socket.send(name + b"\x00\x02" + wire.packed(text))
        sockets.append(socket)
        if number == 0:
            await asyncio.sleep(0.5)
            before = resident(pid)
    await asyncio.sleep(1.5)
    found = (resident(pid) - before) / (count - 1)
    for socket in sockets:
        await socket.close()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    chosen = parser.parse_args()
    install()
    shapes = [(10, 10, 0, 4)] if chosen.quick else [(50, 10, 0, 10), (100, 5, 0, 10), (50, 5, 150, 10)]
    documents = 12 if chosen.quick else 60
    home = Path(tempfile.mkdtemp(prefix="humus-live-bench-"))
    house = House(home)
    try:
        made = house.prepare(20, len(shapes) + 1 + documents)
        pages = made["pages"]
        found = [compare(house, made, shape, pages[number]) for number, shape in enumerate(shapes)]
        took, state = opening(house, made, pages[len(shapes)])
        ours, theirs = memory(house, made, pages[len(shapes) + 1 :])
    finally:
        house.close()
        shutil.rmtree(home, ignore_errors=True)
    return report(found, took, state, ours, theirs)


def report(found: list[dict[str, Any]], took: float, state: float, ours: float, theirs: float) -> int:
    bad = []
    for one in found:
        clients, rate, readers, _seconds = one["shape"]
        mine, peer = one["ours"], one["theirs"]
        work, late = mine["cpu_us"] / peer["cpu_us"], mine["p99"] / peer["p99"]
        name = f"{clients} x {rate}/s" + (f" + {readers} readers" if readers else "")
        print(
            f"{name:22} CPU {mine['cpu_us']:.1f} us a delivery, theirs {peer['cpu_us']:.1f}: {work:.2f} x  "
            f"p50 {mine['p50']:.0f} ms, p99 {mine['p99']:.0f} ms, theirs {peer['p99']:.0f} ms: {late:.2f} x  "
            f"delivered {mine['delivered']:.1%}, theirs {peer['delivered']:.1%}  "
            f"(PostgreSQL {mine['postgres_us']:.1f} us besides)"
        )
        bad += [f"{name} CPU"] if work > CPU_BAR else []
        bad += [f"{name} p99"] if late > P99_BAR else []
        bad += [f"{name} delivered"] if mine["delivered"] < 1 else []
    print(f"opening {MANY:,} edits: {took:.0f} ms, {state / 1000:.0f} kB")
    print(f"memory of an open document: {ours:.0f} kB, theirs {theirs:.0f} kB: {ours / theirs:.2f} x")
    bad += ["opening"] if took > OPEN_BAR else []
    bad += ["memory"] if ours > MEMORY_BAR * theirs else []
    OUT.parent.mkdir(exist_ok=True)
    facts = {"found": found, "open_ms": took, "state": state, "memory_kb": [ours, theirs], "cores": os.cpu_count()}
    OUT.write_text(json.dumps(facts, indent=1))
    print("reached" if not bad else f"MISSED: {', '.join(bad)}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
