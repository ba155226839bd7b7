"""From the JSON that a question is answered to the rows that its queryset would give: models, tuples, dictionaries."""

from __future__ import annotations

import json
from collections import namedtuple
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.query import (  # type: ignore[attr-defined]
    FlatValuesListIterable,
    ModelIterable,
    NamedValuesListIterable,
    ValuesIterable,
    ValuesListIterable,
    get_related_populators,
)

Row = list[Any]
Shaping = Callable[[list[Row]], list[Any]]
AS_THEY_ARE = (models.CharField, models.TextField, models.BooleanField, models.IntegerField, models.FloatField)


def maker(queryset: Any, compiler: Any) -> tuple[str, str, Callable[[str | None], list[Any]]]:
    """The columns to ask for, their names, and what makes rows of the answer; after ``compiler.as_sql``."""
    if queryset.query.combinator or queryset._prefetch_related_lookups:
        raise AssertionError("a question is one queryset and fetches nothing beside it")
    fields = [column[0].output_field for column in compiler.select]
    names = [f"c{number}" for number in range(len(fields))]
    # In JSON a number with digits behind the point would lose some of them.
    listed = [
        f"{name}::text" if _is(field, models.DecimalField) else name for name, field in zip(names, fields, strict=True)
    ]
    readers = [(number, reader) for number, field in enumerate(fields) if (reader := _reader(field))]
    shaped = SHAPINGS[queryset._iterable_class](queryset, compiler)

    def made(answer: str | None) -> list[Any]:
        rows: list[Row] = json.loads(answer) if answer else []
        for number, reader in readers:
            for row in rows:
                if row[number] is not None:
                    row[number] = reader(row[number])
        return shaped(rows)

    return ", ".join(listed), ", ".join(names), made


def _is(field: Any, kind: type) -> bool:
    return isinstance(_own(field), kind)


def _own(field: Any) -> Any:
    while field.remote_field:
        field = field.target_field
    return field


def _reader(field: Any) -> Callable[[Any], Any] | None:
    """What makes of a JSON value what the field holds; None where it is that already."""
    field = _own(field)
    if isinstance(field, ArrayField):
        if inner := _reader(field.base_field):
            return lambda values: [None if value is None else inner(value) for value in values]
        return None
    if isinstance(field, models.JSONField):
        return None
    if hasattr(field, "from_db_value"):
        return lambda value: field.from_db_value(value, None, connection)
    if isinstance(field, models.DateTimeField):
        return datetime.fromisoformat
    if isinstance(field, models.DateField):
        return date.fromisoformat
    if isinstance(field, models.DecimalField):
        return Decimal
    if isinstance(field, (*AS_THEY_ARE, models.FileField)):
        return None
    raise TypeError(f"no question is answered with a {type(field).__name__} yet")


def _models(queryset: Any, compiler: Any) -> Shaping:
    info, annotated = compiler.klass_info, compiler.annotation_col_map or {}
    start, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column[0].target.attname for column in compiler.select[start:end]]
    related = get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS)
    load = info["model"].from_db

    def shaped(rows: list[Row]) -> list[Any]:
        found = []
        for row in rows:
            one = load(DEFAULT_DB_ALIAS, names, row[start:end])
            for populator in related:
                populator.populate(row, one)
            for name, column in annotated.items():
                setattr(one, name, row[column])
            found.append(one)
        return found

    return shaped


def _names(queryset: Any) -> list[str]:
    query = queryset.query
    return list(query.selected or (*query.extra_select, *query.values_select, *query.annotation_select))


def _named(queryset: Any, compiler: Any) -> Shaping:
    row = namedtuple("Row", queryset._fields or _names(queryset))  # type: ignore[misc]
    return lambda rows: [row._make(one) for one in rows]


def _dictionaries(queryset: Any, compiler: Any) -> Shaping:
    names = _names(queryset)
    return lambda rows: [dict(zip(names, one, strict=True)) for one in rows]


SHAPINGS: dict[type, Callable[[Any, Any], Shaping]] = {
    ModelIterable: _models,
    NamedValuesListIterable: _named,
    ValuesIterable: _dictionaries,
    ValuesListIterable: lambda queryset, compiler: lambda rows: [tuple(one) for one in rows],
    FlatValuesListIterable: lambda queryset, compiler: lambda rows: [one[0] for one in rows],
}
