"""Running all examinations and writing down what they find."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module

from humus.kit.ops.doctor import machine
from humus.kit.ops.doctor.findings import EXAMINATIONS, Examination, Finding, State, ill
from humus.kit.ops.place import Place
from humus.kit.postgres import DatabaseError


def doctor(place: Place) -> int:
    """Print every finding; 1 if something is ill."""
    worst = State.WELL
    for name, finding in examined(place):
        print(f"{finding.state.value:>4}  {name}: {finding.words}", flush=True)
        if finding.state is State.ILL:
            worst = State.ILL
    return int(worst is State.ILL)


def examined(place: Place) -> Iterator[tuple[str, Finding]]:
    place.make()
    for name, look in of_machine(place).items():
        yield from _safely(name, look)
    try:
        with place.database() as url:
            os.environ.update(place.environment(url))
            yield from of_site()
    except DatabaseError as error:
        yield "database", ill(str(error))


def of_machine(place: Place) -> dict[str, Examination]:
    return {
        "software": machine.software,
        "disk": lambda: machine.disk(place),
        "permissions": lambda: machine.permissions(place),
        "clock": machine.clock,
        "backups": lambda: machine.backups(place),
    }


def of_site() -> Iterator[tuple[str, Finding]]:
    import django

    django.setup()
    import_module("humus.kit.ops.doctor.site")
    for name, look in EXAMINATIONS.items():
        yield from _safely(name, look)


def _safely(name: str, look: Examination) -> Iterator[tuple[str, Finding]]:
    """An examination that fails is a finding too."""
    try:
        for finding in look():
            yield name, finding
    except Exception as error:
        yield name, ill(f"could not be examined: {error.__class__.__name__}: {error}")
