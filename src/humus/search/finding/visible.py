"""The one door to entries: each is seen by those who may see the thing that it speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from humus.organisations.models import Organisation
from humus.pages.models import Page
from humus.people.models import Person
from humus.search.models import Entry
from humus.spaces.models import Space

# Stands for the reader's id while the condition is compiled.
READER = -7_340_123_458
# The page of an entry or of its file, looked up one by one: OFFSET keeps the planner from collecting all pages.
WITH_PAGE = """LEFT JOIN LATERAL (
  SELECT * FROM pages_page WHERE id = coalesce(search_entry.page_id, (
    SELECT page_id FROM pages_file WHERE id = search_entry.file_id AND deleted_at IS NULL)) OFFSET 0
) pages_page ON true"""


class Looked(Exists):
    """Looked up for each entry."""

    template = "EXISTS(%(subquery)s OFFSET 0)"


@dataclass(frozen=True)
class Condition:
    """Over ``search_entry``, for statements that are written out: the mapper takes longer to build them than the
    database to answer.
    """

    sql: str = "true"
    params: tuple[Any, ...] = ()

    def __and__(self, other: Condition) -> Condition:
        return Condition(f"({self.sql}) AND ({other.sql})", self.params + other.params)


def visible(person: Any) -> Condition:
    """Entries of things that the person may see, over ``search_entry`` joined ``WITH_PAGE``; files are seen by those
    who may see their page.
    """
    kind = "secretariat" if person.is_secretariat else "person" if person.is_authenticated else "anonymous"
    known = _compiled(kind)
    return Condition(known.sql, tuple(person.pk if value == READER else value for value in known.params))


@cache
def _compiled(kind: str) -> Condition:
    """Compiled from the querysets themselves, once for each kind of reader, so that there is still only one rule."""
    reader = SimpleNamespace(pk=READER, is_authenticated=kind != "anonymous", is_secretariat=kind == "secretariat")
    pages = condition(Page.objects.visible_to(reader, of_many=True).published())
    others = condition(
        Entry.objects.filter(
            Looked(Organisation.objects.standing().filter(pk=OuterRef("organisation_id")))
            | Looked(Person.objects.visible_to(reader).listed().filter(pk=OuterRef("person_id")))
            | Q(space__in=Space.objects.known_to(reader).current().values("pk"))
        )
    )
    sql = f"CASE WHEN pages_page.id IS NOT NULL THEN {pages.sql} ELSE {others.sql} END"
    return Condition(sql, pages.params + others.params)


def condition(rows: QuerySet[Any]) -> Condition:
    """What these rows have in common, over their own table."""
    query = rows.order_by().query
    compiler = query.get_compiler(connection=connection)
    compiler.pre_sql_setup()
    if sum(times > 0 for times in query.alias_refcount.values()) == 1:
        sql, params = compiler.compile(query.where)
    else:
        sql, params = rows.order_by().values("pk").query.sql_with_params()
        sql = f"{rows.model._meta.db_table}.id IN ({sql})"
    return Condition(sql, tuple(params))
