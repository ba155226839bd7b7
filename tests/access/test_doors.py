"""The check that the matrix can fail: every rule switched off in turn turns something red."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
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
# How many refused cells are asked before the deeds are; the few doors that neither tells of wait for the rest.
SOON = 700


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


def _refused() -> Iterator[matrix.Cell]:
    """Every refused cell, in an order that comes by all parts of the platform soon and is always the same."""
    refused = [cell for cell in matrix.cells(EXPECTED, ENDPOINTS) if cell.expected in "134l" and cell.method != "HEAD"]
    random.Random(4).shuffle(refused)
    yield from refused


def _letter(world: World, cell: matrix.Cell) -> str:
    return matrix.ask(world, cell.method, str(matrix.address(world, cell.endpoint, cell.state)), cell.role).letter


def _seen_by_cells(world: World, doors: dict[str, Patch], cells: Iterable[matrix.Cell]) -> set[str]:
    """The doors of which a cell tells that they stand open: each is left open at every cell in which it was asked."""
    seen: set[str] = set()
    heard: set[str] = set()
    for cell in cells:
        if len(seen) == len(doors):
            break
        heard.clear()
        with matrix.switched_off(_listening(doors, heard)):
            _letter(world, cell)
        for name in heard - seen:
            with matrix.switched_off([doors[name]]):
                if _letter(world, cell) != cell.expected:
                    seen.add(name)
    return seen


def _seen_by_deeds(world: World, door: Patch) -> bool:
    """Whether a deed or a list tells that this door stands open."""
    with matrix.switched_off([door]):
        if any(deeds.grid(world, name) != EXPECTED["deeds"][name] for name in deeds.DEEDS):
            return True
        return bool(lists.seen(world, "member", [lists.BIN]) - lists.allowed(world, "member"))


def test_each_door_left_open_turns_something_red(world: World) -> None:
    """If nothing turns red when a rule is switched off, the matrix is blind there."""
    doors, refused = _doors(), _refused()
    for cells in (islice(refused, SOON), refused):
        for name in _seen_by_cells(world, doors, cells):
            del doors[name]
        for name in [name for name, door in doors.items() if _seen_by_deeds(world, door)]:
            del doors[name]
    assert doors == {}
