"""Rooms: every role x state of the page at the door, and the routes and messages that the live process knows."""

from __future__ import annotations

from typing import Any

from humus.kit import access
from humus.pages.live import rights
from humus.pages.live.app import MESSAGES, ROUTES
from humus.pages.live.wire import Kind
from tests.access import matrix
from tests.access.samples import NOWHERE
from tests.access.world import ROLES, World, build

EXPECTED: dict[str, Any] = matrix.expectations()["live"]
FROM_BROWSERS = 10


def letters(world: World, state: str) -> str:
    page = world.pages.get(state)
    return "".join(_letter(world, role, page.key if page else NOWHERE) for role in ROLES)


def _letter(world: World, role: str, key: str) -> str:
    entry = rights.enter(str(world.clients[role].session.session_key or ""), key)
    if isinstance(entry, int):
        return {401: "l", 404: "4"}[entry]
    return "+" if entry.writes else "r"


def test_routes_and_messages_are_declared() -> None:
    assert {route: list(methods) for route, methods in ROUTES.items()} == EXPECTED["routes"]
    assert EXPECTED["messages"] == MESSAGES
    assert {kind.name for kind in Kind if kind < FROM_BROWSERS} == set(MESSAGES)


def test_every_role_at_the_door_of_every_room(db: None) -> None:
    world = build()
    assert {state: letters(world, state) for state in EXPECTED["rooms"]} == EXPECTED["rooms"]


def test_a_door_left_open_turns_a_cell_red(db: None) -> None:
    world = build()
    with matrix.switched_off([(access.RULES, "page.edit", lambda person, page: True)]):
        assert letters(world, "public") != EXPECTED["rooms"]["public"]
