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


def visible(person: Any) -> tuple[str, dict[str, Any]]:
    """A subselect of the ids that the person may see, with named parameters (``v0``, ``v1``, ...)."""
    kind = "secretariat" if person.is_secretariat else "person" if person.is_authenticated else "anonymous"
    sql, params = _compiled(kind)
    return sql, {name: person.pk if value == READER else value for name, value in params}


@cache
def _compiled(kind: str) -> tuple[str, tuple[tuple[str, Any], ...]]:
    reader = SimpleNamespace(pk=READER, is_authenticated=kind != "anonymous", is_secretariat=kind == "secretariat")
    sql, params = Page.objects.visible_to(reader).order_by().values("pk").query.sql_with_params()
    parts = sql.split("%s")
    named = "".join(f"{part}%(v{number})s" for number, part in enumerate(parts[:-1])) + parts[-1]
    return named, tuple((f"v{number}", value) for number, value in enumerate(params))
