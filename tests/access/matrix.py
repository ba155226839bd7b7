"""Reads the expected grid, walks the addresses, asks, and tells what differs.

A letter a role, in the order of ``world.ROLES``: ``+`` let in (2xx, a redirect onward, or a refusal of the *data* with
400, 409 or 422), ``l`` led to sign in, ``3`` 403, ``4`` 404, ``5`` 405, ``1`` 401, ``h`` led home.
"""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver

from tests import snapshot
from tests.access.samples import parameters, signed
from tests.access.world import ROLES, World

CONVERTER = re.compile(r"<(?:(\w+):)?(\w+)>")
FILE = Path(__file__).with_name("access_matrix.toml")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
READING = re.compile(r"[\s(]*(?:SELECT|WITH|SAVEPOINT|RELEASE|ROLLBACK|SHOW|SET|EXPLAIN|DECLARE|FETCH|CLOSE)\b", re.I)
WRITING_WITHIN = re.compile(r'\b(?:INSERT INTO|DELETE FROM|UPDATE\s+"?\w+"?\s+(?:AS\s+\w+\s+)?SET)\b', re.I)
TABLE = re.compile(r'(?:INTO|UPDATE|FROM)\s+"?(\w+)', re.I)


@dataclass(frozen=True)
class Endpoint:
    route: str
    name: str
    view: Any

    @property
    def rule(self) -> dict[str, str] | None:
        return getattr(self.view, "access_rule", None)


@dataclass(frozen=True)
class Answer:
    letter: str
    status: int
    content: bytes
    writes: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    endpoint: Endpoint
    method: str
    state: str
    role: str
    expected: str


def endpoints() -> list[Endpoint]:
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[Any], prefix: str) -> Iterator[Endpoint]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield Endpoint(prefix + str(pattern.pattern), pattern.name or "", pattern.callback)


@cache
def expectations() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text())


def grid_of(expected: dict[str, Any], route: str, method: str) -> dict[str, str] | None:
    """State to letters; a grid without states holds for an object that has none."""
    name = expected["endpoints"].get(route, {}).get("GET" if method == "HEAD" else method)
    if name is None:
        return None
    grid = expected["grids"][name]
    return {"": grid} if isinstance(grid, str) else grid


def cells(expected: dict[str, Any], known: list[Endpoint]) -> Iterator[Cell]:
    for endpoint in known:
        for method in METHODS:
            grid = grid_of(expected, endpoint.route, method)
            for state, letters in (grid or {}).items():
                for role, letter in zip(ROLES, letters.replace(" ", ""), strict=True):
                    # HEAD is answered by the code of GET; one role a state shows that it still is.
                    if method == "HEAD" and role != "outsider":
                        continue
                    yield Cell(endpoint, method, state, role, letter)


def address(world: World, endpoint: Endpoint, state: str) -> str | None:
    """The address with its converters filled for this state; None where there is no sample."""
    found = parameters(world, endpoint.route, state)
    if found is None:
        return None
    return "/" + CONVERTER.sub(lambda m: str(found.get(m[2], _nobody(m[1]))), endpoint.route)


def _nobody(converter: str) -> str:
    """A value that names nothing, for a converter that no sample fills."""
    return "0" if converter == "int" else "nothing"


def ask(world: World, method: str, url: str, role: str, *, keep: bool = False) -> Answer:
    """Ask inside a transaction that is rolled back unless ``keep``; note every table written to."""
    written: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        table = TABLE.search(sql)
        # The session of a suspended person ends, and a rate limit counts: nothing else but reading is harmless.
        reads = READING.match(sql) and not WRITING_WITHIN.search(sql)
        if not reads and (table is None or not snapshot.passes(table[1], sql)):
            written.append(table[1] if table else sql[:60])
        return execute(sql, params, many, context)

    # A probe gives its connection back; here the transaction around it still needs it.
    kept = [(connection, "close", lambda: None)]
    with switched_off(kept), transaction.atomic(), connection.execute_wrapper(note):
        client = world.clients[role]
        cookies = copy.deepcopy(client.cookies)
        response = getattr(client, method.lower())(url)
        client.cookies = cookies
        content = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(not keep)
    return Answer(letter_of(response), response.status_code, content, tuple(written))


def letter_of(response: Any) -> str:
    status = response.status_code
    if status in (301, 302, 303):
        target = response.headers["Location"]
        if "/account/login/" in target:
            return "l"
        return "+"
    named = {401: "1", 403: "3", 404: "4", 405: "5", 410: "4"}
    return named.get(status, "+" if status in (200, 201, 204, 400, 409, 413, 415, 422, 429) else f"!{status}")


def differences(world: World, chosen: list[Cell]) -> list[str]:
    return [line for cell in chosen for line in judge(world, cell)]


def judge(world: World, cell: Cell) -> list[str]:
    url = address(world, cell.endpoint, cell.state)
    where = f"{cell.method} {cell.endpoint.route} [{cell.state or '-'}] as {cell.role}"
    if url is None:
        return [f"NO SAMPLE {where}"]
    thorough = cell.role == "outsider" and cell.expected != "+"
    answer = ask(world, cell.method, url, cell.role, keep=thorough)
    if answer.letter != cell.expected:
        return [f"{where}: {answer.letter} ({answer.status}), expected {cell.expected}"]
    wrong = [f"{where}: {words}" for words in promises(cell, answer)]
    if thorough and snapshot.tables() != world.rows:
        wrong.append(f"{where}: refused, but a row is not as it was")
    return wrong


def promises(cell: Cell, answer: Answer) -> Iterator[str]:
    """What an answer owes besides its status."""
    sign = signed(cell.endpoint.route, cell.state).encode()
    reading = cell.method in ("GET", "HEAD")
    if answer.writes and (reading or cell.expected != "+"):
        yield f"{'read' if reading else 'refused'}, but wrote to {answer.writes}"
    if not sign:
        return
    if cell.expected != "+" and sign in answer.content:
        yield "refused, but shows the protected thing"
    served = cell.expected == "+" and cell.method == "GET" and answer.status == 200
    if served and sign not in answer.content and cell.endpoint.route not in expectations()["shows_no_sign"]:
        yield "let in, but the thing is not there"


@contextmanager
def switched_off(patches: list[tuple[Any, str, Any]]) -> Iterator[None]:
    """Replace attributes or dictionary entries for a while."""
    with ExitStack() as stack:
        for holder, name, value in patches:
            if isinstance(holder, dict):
                stack.callback(holder.__setitem__, name, holder[name])
                holder[name] = value
            else:
                stack.callback(setattr, holder, name, getattr(holder, name))
                setattr(holder, name, value)
        yield
