"""The check that the matrix can fail: every rule switched off in turn turns something red."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from humus.kit import access
from humus.pages.models.page import PageQuerySet
from humus.people.models.person import PersonQuerySet
from humus.spaces.models.space import SpaceQuerySet
from tests.access import deeds, lists, matrix
from tests.access.world import World

SEEING = (
    (PageQuerySet, "visible_to"),
    (SpaceQuerySet, "visible_to"),
    (SpaceQuerySet, "known_to"),
    (PersonQuerySet, "visible_to"),
)
EXPECTED = matrix.expectations()
ENDPOINTS = matrix.endpoints()
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
        found[f"{queryset.__name__}.{method}"] = (queryset, method, lambda self, person, **how: self.all())
    return found


def _listening(doors: dict[str, Patch], heard: set[str]) -> list[Patch]:
    """The same doors as they are, noting when each is asked."""

    def noting(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def asked(*args: Any, **how: Any) -> Any:
            heard.add(name)
            return original(*args, **how)

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
