"""Querysets that are built and written out once for each kind of reader, and asked again with other values.

    @question
    def members(person: Any, spaces: Collection[str]) -> Any:
        here = Space.objects.visible_to(person).filter(slug__among=spaces)
        return Membership.objects.current().filter(space__in=here).values_list("role", "person__name")

    rows = yield members(context.person, spaces=slugs)

What is given by name (numbers, words, moments, lists of them) is put into the statement each time; what stands before
it decides what is asked and is written into it. Of the reader a question may use ``pk``, ``is_authenticated`` and
``is_secretariat``; a list is asked with ``__among``; a moment of now is that of each asking. A question that would
depend on anything else, its reader's language for example, fails when it is first asked.
"""

from __future__ import annotations

import re
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, update_wrapper
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from django.utils import timezone, translation
from psycopg import ClientCursor, RawCursor
from psycopg.types.numeric import Int8

from humus.kit import answers

MOST_KEPT = 300
# Stand for values while a question is written out: the second writing uses others, so that only values may differ.
FIRST_NUMBER, FIRST_MOMENT, SIGN = 31_870, datetime(1701, 1, 1, tzinfo=UTC), "\ue0f0"
# What is the same for all questions of one statement, and what mostly is.
ALIKE, READER = frozenset({"now", "today"}), frozenset({"reader"})
CASTS = {"number": "bigint", "words": "text", "moment": "timestamptz", "day": "date"}
_PLACE = re.compile(r"%%|%s")
_SUBSELECT = re.compile(r'\(SELECT \w+\."\w+" AS "\w+" FROM "(\w+)" \w+ ')


class Among(models.Lookup):  # type: ignore[type-arg]
    """One of a list, however long: one statement for any number."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, values = self.process_lhs(compiler, connection)
        kind = self.lhs.output_field.db_type(connection).partition("(")[0].replace("varchar", "text")
        return f"{left} = ANY(%s::{kind}[])", [*values, list(self.rhs)]


for kind in (models.Field, models.ForeignObject):
    kind.register_lookup(Among)


@dataclass(frozen=True, eq=False)
class Written:
    """A statement in pieces; between two of them stands the value of a name. It answers one text of JSON."""

    pieces: tuple[str, ...]
    names: tuple[str, ...]
    made: Callable[[Any], Any]


@dataclass(frozen=True)
class Asked:
    """One question with its values."""

    written: Written | None
    values: Mapping[str, Any]
    # Asked is how many rows there are.
    number: bool

    def value(self, name: str) -> Any:
        if name == "now":
            return timezone.now()
        return timezone.now().date() if name == "today" else _sent(self.values[name])


UNKNOWN: Any = object()


class Question:
    def __init__(self, build: Callable[..., Any]) -> None:
        self.build = build
        self._kept: OrderedDict[Any, Written | None] = OrderedDict()
        update_wrapper(self, build)

    def __call__(self, person: Any, *shape: Any, **values: Any) -> Asked:
        """The rows of the queryset, as it would give them."""
        return self._asked(person, shape, values, number=False)

    def number(self, person: Any, *shape: Any, **values: Any) -> Asked:
        """How many rows there are."""
        return self._asked(person, shape, values, number=True)

    def _asked(self, person: Any, shape: tuple[Any, ...], values: dict[str, Any], *, number: bool) -> Asked:
        kind = kind_of(person)
        key = (kind, shape, number, *((name, _type(value)) for name, value in values.items()))
        written = self._kept.get(key, UNKNOWN)
        if written is UNKNOWN:
            written = self._kept[key] = self._write(kind, shape, values, number)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return Asked(written, {"reader": person.pk or 0, **values}, number)

    def _write(self, kind: str, shape: tuple[Any, ...], values: dict[str, Any], number: bool) -> Written | None:
        """Written twice, in two languages and with other values; both must be the same."""
        one = self._compiled(kind, shape, values, number, salt=0)
        with translation.override("fr" if translation.get_language() != "fr" else "es"):
            other = self._compiled(kind, shape, values, number, salt=1)
        if (one and (one.pieces, one.names)) != (other and (other.pieces, other.names)):
            raise AssertionError(f"{self.build.__qualname__} depends on what is not among its values")
        return one

    def _compiled(
        self, kind: str, shape: tuple[Any, ...], values: dict[str, Any], number: bool, *, salt: int
    ) -> Written | None:
        stands = {name: _stand_in(value, 2 * place + salt) for place, (name, value) in enumerate(values.items())}
        stands["reader"] = FIRST_NUMBER - 1 - salt
        reader = SimpleNamespace(
            pk=stands["reader"] if kind != "anonymous" else None,
            is_authenticated=kind != "anonymous",
            is_secretariat=kind == "secretariat",
        )
        queryset = self.build(reader, *shape, **{name: stands[name] for name in values})
        try:
            return written(queryset, stands, number=number)
        except EmptyResultSet:
            return None


def question(build: Callable[..., Any]) -> Question:
    return Question(build)


def kind_of(person: Any) -> str:
    if not person.is_authenticated:
        return "anonymous"
    return "secretariat" if person.is_secretariat else "person"


def written(queryset: Any, stands: Mapping[str, Any], *, number: bool) -> Written:
    """The queryset as a statement in which values stand where now their stand-ins are."""
    compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    made: Callable[[Any], Any] = int
    if number:
        before, after = "(SELECT count(*) FROM (", ") one)"
    else:
        listed, names, made = answers.maker(queryset, compiler)
        before, after = f"(SELECT json_agg(json_build_array({listed}))::text FROM (", f") one({names}))"  # noqa: S608
    pieces, places = _parted(sql, params, stands)
    if lost := stands.keys() - {"reader", *places}:
        raise AssertionError(f"a question does not use {sorted(lost)}")
    pieces[0] = before + pieces[0]
    pieces[-1] += after
    return Written(tuple(pieces), tuple(places), made)


def _parted(sql: str, params: Sequence[Any], stands: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """What the mapper wrote: values of names are cut out, all others are written into it."""
    by_stand_in = {repr(stand): name for name, stand in stands.items()}
    given = iter(params)
    pieces, names = [""], []
    done = 0
    for place in _PLACE.finditer(sql):
        pieces[-1] += sql[done : place.start()]
        done = place.end()
        if place[0] == "%%":
            pieces[-1] += "%"
            continue
        value = _plain(next(given))
        name = by_stand_in.get(repr(value)) or _moving(value)
        if name:
            names.append(name)
            pieces.append("" if isinstance(value, list) else f"::{CASTS[_type(value)]}")
        else:
            pieces[-1] += _literal(value)
    pieces[-1] += sql[done:]
    return pieces, names


def _plain(value: Any) -> Any:
    """The mapper gives some whole numbers the type of their column."""
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _moving(value: Any) -> str:
    """The name of what is another one at each asking: now, or today."""
    if isinstance(value, datetime) and abs(value - timezone.now()) < timedelta(minutes=1):
        return "now"
    return "today" if type(value) is date and value == timezone.now().date() else ""


def _literal(value: Any) -> str:
    if SIGN in str(value) or isinstance(value, date):
        raise AssertionError(f"a question cannot hold {value!r} so: give it by name, and as it is")
    connection.ensure_connection()
    return ClientCursor(connection.connection).mogrify("%s", [value])


def _stand_in(value: Any, place: int) -> Any:
    """Something of the same type that is found again in the statement."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_stand_in(next(iter(value), ""), place)]
    kind = _type(value)
    if kind == "number":
        return FIRST_NUMBER - 3 - place
    moment = FIRST_MOMENT + timedelta(days=place)
    return {"words": f"{SIGN}{place}", "moment": moment, "day": moment.date()}[kind]


def _type(value: Any) -> str:
    if isinstance(value, (list, tuple, set, frozenset)):
        return f"list of {_type(next(iter(value), ''))}"
    if isinstance(value, datetime):
        return "moment"
    kinds: dict[type, str] = {int: "number", str: "words", date: "day"}
    for one, name in kinds.items():
        if isinstance(value, one) and not isinstance(value, bool):
            return name
    raise TypeError(f"a question takes no {value!r} by name")


def _sent(value: Any) -> Any:
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_sent(one) for one in value]
    return Int8(value) if isinstance(value, int) else value


Place = tuple[int, str]


@lru_cache(maxsize=50)
def _joined(several: tuple[Written, ...], shared: frozenset[str]) -> tuple[str, list[Place]]:
    """One statement for several questions, and whose value of which name stands in it; it answers a row of JSON.

    ``shared`` are the names that have the same value in all of them.
    """
    places: dict[Place, int] = {}
    parts = []
    for number, one in enumerate(several):
        whose = [(-1 if name in shared else number, name) for name in one.names]
        parts.append(_between(one.pieces, [f"${places.setdefault(place, len(places) + 1)}" for place in whose]))
    return _with_shared("SELECT " + ", ".join(parts), f"${places.get((-1, 'reader'), 0)}::"), list(places)


_of_reader: set[str] = set()


def of_reader(model: type[models.Model]) -> None:
    """What one reader has of this model is little: a statement looks it up once for all questions that ask for it."""
    _of_reader.add(model._meta.db_table)


def _with_shared(sql: str, reader: str) -> str:
    """Subselects of the reader alone that several questions hold are asked once, before the others, where needed."""
    begun = [place.start() for place in _SUBSELECT.finditer(sql) if place[1] in _of_reader]
    found = Counter(_closed(sql, place) for place in begun)
    shared = [one for one, times in found.items() if times > 1 and reader in one and _stands_alone(one)]
    # The longest first: one may hold another.
    shared.sort(key=len, reverse=True)
    for number, one in enumerate(shared):
        sql = sql.replace(one, f"(SELECT one FROM shared{number})")  # noqa: S608
    before = ", ".join(f"shared{number}(one) AS MATERIALIZED {one}" for number, one in enumerate(shared))
    return f"WITH {before} {sql}" if shared else sql


def _closed(sql: str, begin: int) -> str:
    """From an opening bracket to the one that closes it; brackets in quotes do not count."""
    depth = 0
    for place in re.finditer(r"'[^']*'|[()]", sql[begin:]):
        depth += {"(": 1, ")": -1}.get(place[0], 0)
        if not depth:
            return sql[begin : begin + place.end()]
    raise AssertionError("a bracket is not closed")


def _stands_alone(sql: str) -> bool:
    """Whether it names no table but its own."""
    return set(re.findall(r'(\w+|"\w+")\."', sql)) <= set(re.findall(r'(?:FROM|JOIN) "\w+" (\w+)', sql))


class _Shown(str):
    """As a log can show it with its values; ``raw`` is what is sent."""

    raw: str

    @classmethod
    def of(cls, raw: str) -> _Shown:
        shown = cls(re.sub(r"\$(\d+)", r"%(\1)s", raw.replace("%", "%%")))
        shown.raw = raw
        return shown


def _between(pieces: Sequence[str], values: Sequence[str]) -> str:
    return pieces[0] + "".join(value + piece for value, piece in zip(values, pieces[1:], strict=True))


class _Cursor(RawCursor[Any]):
    def execute(self, query: Any, params: Any = None, **_options: Any) -> Any:
        """Planned once for a connection where it is asked again and again: a plan of many questions takes megabytes."""
        return super().execute(getattr(query, "raw", query), list(params.values()))


def ask(several: Sequence[Asked]) -> list[Any]:
    """What each question is answered, all of them in one statement that is planned once for each connection."""
    return rows_of(several, said(several))


def said(several: Sequence[Asked]) -> Sequence[Any]:
    """What the database says to each: a text of JSON or a number, and nothing where nothing had to be asked."""
    known = [one for one in several if one.written]
    found = iter(_fetch(known) if known else ())
    return [next(found) if one.written else None for one in several]


def rows_of(several: Sequence[Asked], answered: Sequence[Any]) -> list[Any]:
    """The same as the querysets would give it."""
    return [
        one.written.made(answer) if one.written else 0 if one.number else []
        for one, answer in zip(several, answered, strict=True)
    ]


def _fetch(known: Sequence[Asked]) -> tuple[Any, ...]:
    one_reader = len({one.values["reader"] for one in known}) == 1
    sql, places = _joined(tuple(one.written for one in known if one.written), ALIKE | READER if one_reader else ALIKE)
    values = {str(n): known[max(whose, 0)].value(name) for n, (whose, name) in enumerate(places, 1)}
    connection.ensure_connection()
    logged = connection.queries_logged
    with (CursorDebugWrapper if logged else CursorWrapper)(_Cursor(connection.connection), connection) as cursor:
        cursor.execute(_Shown.of(sql) if logged else sql, values)
        row: tuple[Any, ...] = cursor.fetchone()
        return row
