"""Who is in which space with which role: every task force with a title has a leader, representatives and a team."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from humus.portal.demo.organisations import organisations
from humus.portal.demo.people import DemoPerson, people

SEED = 24
INITIAL = Path(__file__).resolve().parents[1] / "initial"
COMMITTEES = {"stc": 14, "bureau": 5, "consortium": 12}


@dataclass(frozen=True)
class DemoMembership:
    space: str
    person: int
    role: str
    region: str = ""


@cache
def memberships() -> tuple[DemoMembership, ...]:
    random = Random(SEED)  # noqa: S311
    partners = [person for person in people() if _may_lead(person)]
    rows: dict[tuple[str, int], DemoMembership] = {}
    for row in (*_cast(), *_task_forces(random, partners), *_communities(random), *_committees(random)):
        rows.setdefault((row.space, row.person), row)
    return tuple(rows.values())


def _may_lead(person: DemoPerson) -> bool:
    leading = {one.key for one in organisations() if one.may_lead}
    return person.organisation in leading


def _initial(name: str) -> dict[str, list[dict[str, str]]]:
    loaded: dict[str, list[dict[str, str]]] = json.loads((INITIAL / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def _spaces(kind: str) -> list[dict[str, str]]:
    return [space for space in _initial("spaces")["spaces"] if space["kind"] == kind]


def _cast() -> Iterator[DemoMembership]:
    cast = {person.cast: person.number for person in people() if person.cast}
    yield DemoMembership("task-force-a2", cast["leader"], "leader")
    yield DemoMembership("task-force-a2", cast["representative"], "representative", "africa")
    yield DemoMembership("task-force-a2", cast["member"], "member")
    yield DemoMembership("climate-soil-cop", cast["member"], "member")
    yield DemoMembership("stc", cast["committee"], "member")
    yield DemoMembership("bureau", cast["bureau"], "coordinator")


def _task_forces(random: Random, partners: list[DemoPerson]) -> Iterator[DemoMembership]:
    untitled = {one["code"] for one in _initial("strategy")["objectives"] if not one["short_name"]}
    regions = [space["code"] for space in _spaces("region")]
    for space in _spaces("task_force"):
        if space["code"] in untitled:
            continue
        leader, *rest = random.sample(partners, 4)
        if space["key"] != "task-force-a2":
            yield DemoMembership(space["key"], leader.number, "leader")
        for person, region in zip(rest, random.sample(regions, 3), strict=True):
            yield DemoMembership(space["key"], person.number, "representative", region)
        for person in random.sample(people()[10:], random.randint(4, 14)):
            yield DemoMembership(space["key"], person.number, "member")


def _communities(random: Random) -> Iterator[DemoMembership]:
    yield DemoMembership("climate-soil-cop", 20, "coordinator")
    yield DemoMembership("climate-soil-cop", 21, "editor")
    for person in random.sample(people()[22:], 70):
        yield DemoMembership("climate-soil-cop", person.number, "member")
    countries = {one["id"]: one["countries"] for one in _initial("taxonomy")["regions"]["items"]}  # type: ignore[call-overload]
    for space in _spaces("region"):
        near = [person for person in people()[10:] if person.country in countries[space["code"]]]
        for position, person in enumerate(near[:25]):
            yield DemoMembership(space["key"], person.number, "coordinator" if position == 0 else "member")
    colleges = {one.key: one.category for one in organisations()}
    for space in _spaces("college"):
        speaking = [one for one in people()[10:] if one.organisation and colleges[one.organisation] == space["code"]]
        for person in speaking[:12]:
            yield DemoMembership(space["key"], person.number, "member")


def _committees(random: Random) -> Iterator[DemoMembership]:
    for space, size in COMMITTEES.items():
        first, *rest = random.sample(people()[10:], size)
        yield DemoMembership(space, first.number, "coordinator")
        for person in rest:
            yield DemoMembership(space, person.number, "member")
