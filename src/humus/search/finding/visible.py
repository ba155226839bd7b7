"""The one door to entries: each is seen by those who may see the thing that it speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from psycopg.sql import Literal

from humus.organisations.models import Organisation
from humus.pages.models import Page
from humus.people.models import Person
from humus.search.models import Entry
from humus.spaces.models import Space

# Stands for the reader's id while the condition is compiled.
READER = -7_340_123_458
LIST, LISTED = "ARRAY(SELECT", "(SELECT ids FROM list_{number})::bigint[]"
BRACKETS = re.compile(r"""'(?:[^']|'')*'|"[^"]*"|[()]""")
# The page of an entry or of its file, as the entry holds it.
WITH_PAGE = """CROSS JOIN LATERAL (
  SELECT search_entry.home_id AS id, search_entry.home_kind AS kind, search_entry.home_space_id AS space_id,
    search_entry.home_author_id AS author_id, search_entry.home_status AS status,
    search_entry.home_guards AS view_guards) pages_page"""


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
    known = _compiled(_kind(person))
    return Condition(known, (person.pk,) * known.count("%s"))


def visible_often(person: Any) -> tuple[Condition, Condition]:
    """The same for a statement that looks more than once: the lists that are the same for all entries, which stand
    behind its ``WITH``, each made where it is first needed, and the condition that reads them there.
    """
    lists, rest = _apart(_kind(person))
    return tuple(Condition(sql, (person.pk,) * sql.count("%s")) for sql in (lists, rest))  # type: ignore[return-value]


def _kind(person: Any) -> str:
    return "secretariat" if person.is_secretariat else "person" if person.is_authenticated else "anonymous"


@cache
def _compiled(kind: str) -> str:
    """Compiled from the querysets themselves, once for each kind of reader, so that there is still only one rule.
    Whatever is not the reader is written out, and only the reader's id is left open.
    """
    reader = SimpleNamespace(pk=READER, is_authenticated=kind != "anonymous", is_secretariat=kind == "secretariat")
    pages = condition(Page.objects.visible_to(reader, of_many=True).published())
    others = condition(
        Entry.objects.filter(
            Looked(Organisation.objects.standing().filter(pk=OuterRef("organisation_id")))
            | Looked(Person.objects.visible_to(reader).listed().filter(pk=OuterRef("person_id")))
            | Space.objects.known_to(reader).current().collected("space_id")
        )
    )
    sql = f"CASE WHEN pages_page.id IS NOT NULL THEN {pages.sql} ELSE {others.sql} END"
    given = ["%s" if value == READER else _written(value) for value in (*pages.params, *others.params)]
    return sql % tuple(given)


def _written(value: Any) -> str:
    """As the database writes it; the percent sign twice, as it still stands for a place in the statement."""
    return Literal(value).as_string().replace("%", "%%")


@cache
def _apart(kind: str) -> tuple[str, str]:
    """Each ``ARRAY(SELECT ...)`` of the condition taken out, for it asks nothing of the entry."""
    sql, lists, at = _compiled(kind), list[str](), 0
    while (at := sql.find(LIST, at)) >= 0:
        end = _closing(sql, at + len("ARRAY"))
        lists.append(f"list_{len(lists)} AS MATERIALIZED (SELECT {sql[at:end]} AS ids), ")
        sql = sql[:at] + LISTED.format(number=len(lists) - 1) + sql[end:]
    return "".join(lists), sql


def _closing(sql: str, at: int) -> int:
    """Behind the bracket that closes the one here."""
    depth = 0
    for found in BRACKETS.finditer(sql, at):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    raise ValueError(sql)


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
