"""The condition of ``Page.objects.visible_to`` as ready SQL, for the few statements that are asked on every page view.

Compiled from the queryset itself, once for each kind of reader, so that there is still only one rule.
"""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

from humus.pages.models import Page

# Stands for the reader's id while the condition is compiled.
READER = -7_340_123_456
# The tables that the rule asks, and what the statements call them.
TABLES = {'"pages_page"': "p", '"spaces_space"': "s"}


def visible(person: Any) -> tuple[str, dict[str, Any]]:
    """Whether the person may see the page ``p`` of the space ``s``: a condition with named parameters (``v0``, ...)."""
    kind = "secretariat" if person.is_secretariat else "person" if person.is_authenticated else "anonymous"
    sql, params = _compiled(kind)
    return sql, {name: person.pk if value == READER else value for name, value in params}


@cache
def _compiled(kind: str) -> tuple[str, tuple[tuple[str, Any], ...]]:
    reader = SimpleNamespace(pk=READER, is_authenticated=kind != "anonymous", is_secretariat=kind == "secretariat")
    sql, params = Page.objects.visible_to(reader).order_by().values("pk").query.sql_with_params()
    tables, condition = sql.split(" WHERE ", 1)
    if set(tables.split(" FROM ")[1].split(" ON ")[0].split()) - {*TABLES, "INNER", "JOIN"}:
        raise AssertionError(f"the rule asks a table that the statements do not: {tables}")
    first, *parts = condition.split("%s")
    named = first + "".join(f"%(v{number})s{part}" for number, part in enumerate(parts))
    for table, letter in TABLES.items():
        named = named.replace(f"{table}.", f"{letter}.")
    return f"({named})", tuple((f"v{number}", value) for number, value in enumerate(params))
