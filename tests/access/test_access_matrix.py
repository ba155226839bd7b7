"""The grid says what every address answers; here, that it speaks of all of them, and that nothing else is answered."""

from __future__ import annotations

import pytest

from tests import snapshot
from tests.access import deeds, matrix
from tests.access.samples import states_of
from tests.access.world import ROLES, World

EXPECTED = matrix.expectations()
ENDPOINTS = matrix.endpoints()


def test_legend_names_the_roles_in_order() -> None:
    assert tuple(EXPECTED["roles"]) == ROLES


@pytest.mark.parametrize(
    ("sql", "harmless"),
    [
        ('UPDATE "messaging_part" SET "read" = %s WHERE "messaging_part"."person_id" = %s', True),
        ('UPDATE "messaging_part" SET "read" = %s, "person_id" = %s WHERE "messaging_part"."id" = %s', False),
        ('UPDATE "messaging_part" SET "person_id" = %s WHERE "messaging_part"."id" = %s', False),
        ('DELETE FROM "messaging_part" WHERE "messaging_part"."id" = %s', False),
    ],
)
def test_reading_may_note_how_far_and_nothing_else(sql: str, harmless: bool) -> None:
    assert snapshot.passes("messaging_part", sql) is harmless


def test_every_address_is_declared_in_code_and_in_the_grid() -> None:
    third_party = set(EXPECTED["third_party"])
    declared = EXPECTED["endpoints"]
    problems = [f"UNDECLARED {e.route}" for e in ENDPOINTS if e.rule is None and e.name not in third_party]
    problems += [f"NOT IN THE GRID {e.route}" for e in ENDPOINTS if e.route not in declared]
    known = {e.route for e in ENDPOINTS}
    problems += [f"GONE FROM THE CODE {route}" for route in declared if route not in known]
    for endpoint in ENDPOINTS:
        methods = set(declared.get(endpoint.route, {}))
        if endpoint.rule is not None and methods != set(endpoint.rule):
            problems.append(f"METHODS DIFFER {endpoint.route}: code {sorted(endpoint.rule)}, grid {sorted(methods)}")
        for method in methods:
            states = set(matrix.grid_of(EXPECTED, endpoint.route, method) or {})
            if states != set(states_of(endpoint.route)):
                problems.append(f"STATES DIFFER {method} {endpoint.route}: {sorted(states)}")
    assert problems == []


@pytest.mark.parametrize("role", ROLES)
def test_methods_that_are_not_declared_are_refused(world: World, role: str) -> None:
    let_in = []
    for endpoint in ENDPOINTS:
        if endpoint.rule is None:
            continue
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
            if method in endpoint.rule:
                continue
            for state in states_of(endpoint.route):
                url = matrix.address(world, endpoint, state)
                answer = matrix.ask(world, method, str(url), role)
                if answer.letter not in "1345":
                    let_in.append(f"{method} {endpoint.route} [{state}]: {answer.status}")
    assert let_in == []


@pytest.mark.parametrize("name", deeds.DEEDS)
def test_deed_asks_for_its_right_by_itself(world: World, name: str) -> None:
    assert deeds.grid(world, name) == EXPECTED["deeds"][name].replace(" ", "")


def test_every_declared_deed_is_tried() -> None:
    assert set(EXPECTED["deeds"]) == set(deeds.DEEDS)
