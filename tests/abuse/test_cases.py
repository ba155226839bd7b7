"""Every abuse case has its tests, and a door that a case is about is either tried or not there."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.access import matrix

ROOT = Path(__file__).resolve().parents[2]
TABLE = tomllib.loads(Path(__file__).with_name("cases.toml").read_text())
DOORS: dict[str, Any] = TABLE["doors"]
NO_DOOR = "no door: "
# An app says whom a mail goes to in one file of its own.
WRITES_MAIL = re.compile(
    r"\b(?:EmailMessage|EmailMultiAlternatives|send_mail|send_mass_mail)\("
    r"|from humus\.people(?:\.mails)? import .*\b(?:mails|tell)\b"
)


def named() -> Iterator[tuple[str, str]]:
    for number, tests in TABLE["cases"].items():
        for test in tests:
            yield number, test


def names_in(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def programs() -> list[Path]:
    return [file for file in (ROOT / "src/humus").rglob("*.py") if "/tests/" not in str(file)]


def test_no_case_is_missing() -> None:
    assert [int(number) for number in TABLE["cases"]] == [*range(1, 42), 43, 44, 52, 53, 54, 55, 57, 59]
    assert all(TABLE["cases"].values())


def test_every_named_test_exists() -> None:
    known = {name: names_in(file) for name, file in TABLE["files"].items()}
    lost = []
    for number, test in named():
        file, _colons, name = test.partition("::")
        if not test.startswith(NO_DOOR) and name not in known.get(file, ()):
            lost.append(f"{number}: {test}")
    assert lost == []


def test_every_door_of_the_table_is_named_by_a_case() -> None:
    assert {test.removeprefix(NO_DOOR) for _number, test in named() if test.startswith(NO_DOOR)} == set(DOORS)


def openings(door: dict[str, Any], routes: list[str]) -> list[str]:
    """Where the platform has this door after all."""
    if "address" in door:
        known = door.get("except", [])
        return [route for route in routes if re.search(door["address"], route) and route not in known]
    if "code" in door:
        return [str(file) for file in programs() if re.search(door["code"], file.read_text())]
    besides = {ROOT / "src/humus" / file for file in door["writes_mail_besides"]}
    return [str(file) for file in programs() if file not in besides and WRITES_MAIL.search(file.read_text())]


@pytest.mark.parametrize("name", DOORS)
def test_door_that_no_case_tries_does_not_exist(name: str) -> None:
    """Where this fails, a door was opened: write its cases, and take it out of the table."""
    assert openings(DOORS[name], [endpoint.route for endpoint in matrix.endpoints()]) == []


@pytest.mark.parametrize(
    ("name", "route"),
    [
        ("share", "p/<slug:key>/share/"),
        ("token", "api/v1/pages"),
        ("token", "me/tokens/"),
        ("webhook", "secretariat/webhooks/"),
        ("restore", "secretariat/restore/"),
    ],
)
def test_new_door_would_be_seen(name: str, route: str) -> None:
    assert openings(DOORS[name], [route]) == [route]
