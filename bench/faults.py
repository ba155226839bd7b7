"""Nothing that was acknowledged is lost: kill -9 and power cuts while people publish, save drafts and upload files.

    .venv/bin/python bench/faults.py            100 rounds of kill -9, 25 power cuts, and the control that must lose
    .venv/bin/python bench/faults.py --quick    a few of each, under a minute on a quiet machine

Every round needs 20 acknowledgements or it is void. The writers use the real addresses under an idempotency key; the
check reads the database itself. Loopback only; the time is bounded; the result stands in bench/out/faults.json.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import _fault_power as power
from _fault_house import House
from _fault_writers import Writers

WRITERS, LEAST, LONGEST_WAIT = 6, 20, 60.0
OUT = Path(__file__).parent / "out" / "faults.json"
Deed = Callable[[], None]


class Series:
    """Rounds of one kind of fault on one installation."""

    def __init__(self, name: str, house: House, folder: Path, *, durable: bool = True) -> None:
        self.name, self.house = name, house
        self.writers = Writers(house.prepare(WRITERS, durable=durable), folder)
        self.rounds = self.void = 0
        self.recoveries: list[float] = []
        self.worst = {"lost": 0, "doubled": 0, "torn": 0}

    def run(self, count: int, faults: list[Deed], rng: random.Random) -> None:
        self.house.start()
        self.writers.begin(self.house.port)
        try:
            for number in range(count):
                self._round(faults[number % len(faults)], rng)
                sys.stderr.write(f"\r{self.name}: {self.rounds} of {count}, {self.writers.count} acknowledged ")
                sys.stderr.flush()
            self._await(self.writers.count + LEAST)
        finally:
            sys.stderr.write("\n")
            self.writers.end()
        self._check()
        self.house.stop()
        for words in self.writers.strange[:5]:
            sys.stderr.write(f"{words}\n{self.house.reason(words.partition('request ')[2][:16])}\n")

    def _round(self, fault: Deed, rng: random.Random) -> None:
        self.rounds += 1
        if not self._await(self.writers.count + LEAST):
            self.void += 1
        time.sleep(rng.uniform(0, 0.4))
        began, before = time.monotonic(), self.writers.count
        fault()
        # Answers on their way at the fault are no recovery: several more than there are writers are asked for.
        self._await(before + WRITERS + 2)
        self.recoveries.append(time.monotonic() - began)
        self._check()

    def _await(self, count: int) -> bool:
        end = time.monotonic() + LONGEST_WAIT
        while self.writers.count < count and time.monotonic() < end:
            time.sleep(0.01)
        return self.writers.count >= count

    def _check(self) -> None:
        """What is lost once may be hidden by a later write, so the worst of all rounds counts."""
        for name, count in self.house.faults(self.writers).items():
            self.worst[name] = max(self.worst[name], count)

    def result(self) -> dict[str, Any]:
        times = sorted(self.recoveries)
        return {
            "rounds": self.rounds,
            "void": self.void,
            "acknowledged": self.writers.count,
            **self.worst,
            "unknown_outcomes": self.writers.unknown,
            "other_answers": self.writers.refused,
            "recovery_median_s": round(times[len(times) // 2], 2) if times else None,
            "recovery_longest_s": round(times[-1], 2) if times else None,
        }


def kills(count: int, folder: Path, rng: random.Random) -> dict[str, Any]:
    house = House(folder / "home")
    series = Series("kill -9 of web and database", house, folder)
    try:
        series.run(count, [house.kill_web, house.kill_database], rng)
    finally:
        house.stop()
    return series.result()


def cuts(count: int, folder: Path, rng: random.Random, *, durable: bool) -> dict[str, Any]:
    disk = power.Disk(folder)
    disk.make()
    house = House(disk.mount_point / "home")

    def cut() -> None:
        disk.cut()
        house.kill_all()
        disk.unmount()
        disk.mount()
        house.start()

    try:
        series = Series("power cut" if durable else "control: power cut, not durable", house, folder, durable=durable)
        series.run(count, [cut], rng)
    finally:
        house.stop()
        disk.remove()
    return series.result()


def within(deed: Callable[[Path], dict[str, Any]]) -> dict[str, Any]:
    folder = Path(tempfile.mkdtemp(prefix="humus-faults-"))
    try:
        return deed(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def verdict(results: dict[str, Any]) -> list[str]:
    faults = []
    for name, found in results.items():
        if not isinstance(found, dict) or "rounds" not in found:
            continue
        if found["void"]:
            faults.append(f"{name}: {found['void']} rounds with fewer than {LEAST} acknowledgements are void")
        if name == "control" and not found["lost"]:
            faults.append("control: lost nothing, so this bench would not see a loss")
        if found["other_answers"]:
            faults.append(f"{name}: answers that a fault does not excuse: {found['other_answers']}")
        if name != "control" and (found["lost"] or found["doubled"] or found["torn"]):
            faults.append(f"{name}: {found['lost']} lost, {found['doubled']} doubled, {found['torn']} torn")
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--kills", type=int)
    parser.add_argument("--cuts", type=int)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    asked = parser.parse_args()
    # Being told to stop runs every `finally`: processes are ended and the disk is unmounted.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    kill_rounds = asked.kills if asked.kills is not None else 4 if asked.quick else 100
    cut_rounds = asked.cuts if asked.cuts is not None else 1 if asked.quick else 25
    rng = random.Random(asked.seed)
    began = time.monotonic()
    results: dict[str, Any] = {"seed": asked.seed}
    if kill_rounds:
        results["kills"] = within(lambda folder: kills(kill_rounds, folder, rng))
    reason = within(lambda folder: {"reason": power.possible(folder)})["reason"]
    if reason:
        results["power"] = f"NOT TESTED: {reason}"
    elif cut_rounds:
        results["power"] = within(lambda folder: cuts(cut_rounds, folder, rng, durable=True))
        control = min(cut_rounds, 2 if asked.quick else 6)
        results["control"] = within(lambda folder: cuts(control, folder, rng, durable=False))
    results["seconds"] = round(time.monotonic() - began)
    faults = verdict(results)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps({**results, "faults": faults}, indent=1) + "\n")
    print(json.dumps(results, indent=1))
    print("\n".join(faults) if faults else "faults: nothing acknowledged was lost or doubled")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
