"""Every address x method x role x state of the object against the reviewed grid, and the check that it can fail."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from humus.kit import access
from humus.pages.models.page import PageQuerySet
from humus.people.models.person import PersonQuerySet
from humus.spaces.models.space import SpaceQuerySet
from tests.access import deeds, lists, matrix
from tests.access.samples import states_of
from tests.access.world import ROLES, World, build, canary

SEEING = (
    (PageQuerySet, "visible_to"),
    (SpaceQuerySet, "visible_to"),
    (SpaceQuerySet, "known_to"),
    (PersonQuerySet, "visible_to"),
)
EXPECTED = matrix.expectations()
ENDPOINTS = matrix.endpoints()


@pytest.fixture
def world(db: None) -> World:
    return build()


def test_legend_names_the_roles_in_order() -> None:
    assert tuple(EXPECTED["roles"]) == ROLES


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


def test_every_cell_of_the_grid(world: World) -> None:
    found = matrix.differences(world, list(matrix.cells(EXPECTED, ENDPOINTS)))
    assert not found, "\n".join(found[:400])


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


@pytest.mark.parametrize("role", ROLES)
def test_nobody_sees_more_than_the_rows_allow(world: World, role: str) -> None:
    """Crawled over every address, list, search, feed and export; and nothing that one may see is hidden."""
    allowed = lists.allowed(world, role)
    seen = lists.seen(world, role)
    assert seen - allowed == set(), "leaked"
    if role not in ("anonymous", "suspended"):
        shown = {canary(state) for state in ("public", "space", "restricted", "hidden")} & allowed
        assert shown - lists.seen(world, role, list(lists.FINDING)) == set(), "not found by search"


@pytest.mark.parametrize("name", deeds.DEEDS)
def test_deed_asks_for_its_right_by_itself(world: World, name: str) -> None:
    assert deeds.grid(world, name) == EXPECTED["deeds"][name].replace(" ", "")


def test_every_declared_deed_is_tried() -> None:
    assert set(EXPECTED["deeds"]) == set(deeds.DEEDS)


Patch = tuple[Any, str, Any]
TRIED = 12


def _let_everyone_in(*args: Any) -> Any:
    return None


def _doors() -> dict[str, Patch]:
    """Each way in, and what it looks like when it is left open."""
    found: dict[str, Patch] = {}
    for name in access.GATES:
        if name not in ("anyone", "object"):
            found[f"gate {name}"] = (access.GATES, name, _let_everyone_in)
    for name in access.RULES:
        found[f"rule {name}"] = (access.RULES, name, lambda person, thing: True)
    for queryset, method in SEEING:
        found[f"{queryset.__name__}.{method}"] = (queryset, method, lambda self, person: self.all())
    return found


def _listening(doors: dict[str, Patch], heard: set[str]) -> list[Patch]:
    """The same doors as they are, noting when each is asked."""

    def noting(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def asked(*args: Any) -> Any:
            heard.add(name)
            return original(*args)

        return asked

    patches = []
    for name, (holder, key, _open) in doors.items():
        original = holder[key] if isinstance(holder, dict) else getattr(holder, key)
        patches.append((holder, key, noting(name, original)))
    return patches


def _cells_by_door(world: World, doors: dict[str, Patch]) -> dict[str, list[matrix.Cell]]:
    """Refused cells in which each door was asked, a few for each."""
    refused = [cell for cell in matrix.cells(EXPECTED, ENDPOINTS) if cell.expected in "134l" and cell.method != "HEAD"]
    random.Random(4).shuffle(refused)
    found: dict[str, list[matrix.Cell]] = {name: [] for name in doors}
    heard: set[str] = set()
    with matrix.switched_off(_listening(doors, heard)):
        for cell in refused:
            if all(len(cells) >= TRIED for cells in found.values()):
                break
            heard.clear()
            matrix.ask(world, cell.method, str(matrix.address(world, cell.endpoint, cell.state)), cell.role)
            for name in heard:
                found[name].append(cell)
    return found


def _seen_red(world: World, cells: list[matrix.Cell]) -> bool:
    """Whether any cell, deed or list answers otherwise than it should."""
    for cell in cells[: TRIED * 4]:
        url = str(matrix.address(world, cell.endpoint, cell.state))
        if matrix.ask(world, cell.method, url, cell.role).letter != cell.expected:
            return True
    if any(deeds.grid(world, name) != EXPECTED["deeds"][name] for name in deeds.DEEDS):
        return True
    return bool(lists.seen(world, "member", [lists.BIN]) - lists.allowed(world, "member"))


def test_each_door_left_open_turns_something_red(world: World) -> None:
    """If nothing turns red when a rule is switched off, the matrix is blind there."""
    doors = _doors()
    blind = []
    for name, cells in _cells_by_door(world, doors).items():
        with matrix.switched_off([doors[name]]):
            if not _seen_red(world, cells):
                blind.append(name)
    assert blind == []
