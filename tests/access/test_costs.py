"""What is hidden costs as many statements as what is missing, so that no answer tells them apart by its time."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from humus.portal import site
from tests.access import matrix
from tests.access.samples import states_of
from tests.access.world import World

DOORS = [e for e in matrix.endpoints() if "missing" in states_of(e.route) and "GET" in (e.rule or {})]
# Whose door answers that something may not be done there to what one sees.
SEEN = {"outsider": ("public",), "member": ("public", "space")}


def cost(world: World, endpoint: matrix.Endpoint, state: str, role: str) -> tuple[str, int]:
    url = str(matrix.address(world, endpoint, state))
    site.keep({})
    with CaptureQueriesContext(connection) as asked:
        answer = matrix.ask(world, "GET", url, role)
    return answer.letter, len(asked)


@pytest.mark.parametrize("role", SEEN)
def test_hidden_thing_costs_as_many_statements_as_a_missing_one(world: World, role: str) -> None:
    apart, compared = [], 0
    for endpoint in DOORS:
        missing = cost(world, endpoint, "missing", role)
        for state in states_of(endpoint.route):
            hidden = cost(world, endpoint, state, role)
            if state == "missing" or state in SEEN[role] or hidden[0] != "4":
                continue
            compared += 1
            if hidden != missing:
                apart.append(f"{endpoint.route} [{state}]: {hidden[1]} statements, missing {missing[1]}")
    assert apart == []
    assert compared > 150
