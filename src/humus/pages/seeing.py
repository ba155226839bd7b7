"""The condition of ``Page.objects.visible_to`` as ready SQL, for the few statements that are asked on every page view.

Compiled from the queryset itself, once for each kind of reader, so that there is still only one rule.
"""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

from humus.pages.models import Page

# Stand for the reader's id, and for the page asked about, while the condition is compiled.
READER = -7_340_123_456
PAGE = -7_340_123_457


def visible(person: Any) -> tuple[str, dict[str, Any]]:
    """Whether the person may see the page ``p``: a condition with named parameters (``v0``, ``v1``, ...)."""
    kind = "secretariat" if person.is_secretariat else "person" if person.is_authenticated else "anonymous"
    sql, params = _compiled(kind)
    return sql, {name: person.pk if value == READER else value for name, value in params}


@cache
def _compiled(kind: str) -> tuple[str, tuple[tuple[str, Any], ...]]:
    reader = SimpleNamespace(pk=READER, is_authenticated=kind != "anonymous", is_secretariat=kind == "secretariat")
    asked = Page.objects.visible_to(reader).order_by().filter(pk=PAGE).values("pk")
    sql, params = asked.query.sql_with_params()
    first, *parts = sql.split("%s")
    named, values = first, []
    for number, (value, part) in enumerate(zip(params, parts, strict=True)):
        named += ("p.id" if value == PAGE else f"%(v{number})s") + part
        values += [] if value == PAGE else [(f"v{number}", value)]
    # OFFSET 0 keeps the planner from collecting all pages that the person may see to find these few among them.
    return f"EXISTS ({named} OFFSET 0)", tuple(values)
