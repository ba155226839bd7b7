"""Entries with all that a result shows, in one statement: the thing, its page and space, and a passage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from json import loads
from re import findall
from typing import Any

from django.db.models import Model

from humus.kit import statements
from humus.organisations.models import Organisation
from humus.pages.models import File, Page
from humus.pages.reading import titled
from humus.people.models import Person
from humus.search.asking import Question
from humus.search.finding.ordering import OTHERS
from humus.search.languages import PLAIN, STEMMERS, configuration
from humus.search.models import Entry
from humus.search.models.entry import HOME
from humus.spaces.models import Space

START, STOP = "\x02", "\x03"
# So much of the beginning and the end of a text is looked at to know whether a passage is cut there.
EDGE, ENOUGH, FEW = 160, 40, 40
# A long text is searched for a passage only around the first place that may hold a word.
READ, BEFORE, LONG = 20_000, 300, 2_500
MARKS = f"StartSel={START}, StopSel={STOP}"
SOME, ALL = "MaxWords=34, MinWords=16, MaxFragments=1", "HighlightAll=true"
# How many columns of a row stand before those of the entry.
BESIDE = 10
KEPT_AWAY = ("vector", "body", "folded", "indexed_at", *HOME)
# What a result says of the thing it leads to; the rest of these is left in the database.
JOINED: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "p": (Page, ("id", "key", "slug", "depth", "language", "space_id")),
    "s": (Space, ("id", "slug", "name")),
}
# The same of what few results lead to, so that nothing is joined for the others.
SELDOM: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "file": (File, ("id", "key", "name", "page_id")),
    "organisation": (Organisation, ("id", "slug", "name", "category", "country")),
    "person": (Person, ("id", "key", "name", "shown", "expertise")),
}

# What was sought, for the passages; parameters: the words, any of them, how they begin.
SOUGHT = """sought AS MATERIALIZED (
  SELECT nullif(%s::text, '')::tsquery AS words, nullif(%s::text, '')::tsquery AS any, %s::text[] AS begun)"""
# Entries by their ids, in the order of these.
BY_IDS = "listed AS (SELECT id, nth FROM unnest(%s::bigint[]) WITH ORDINALITY AS one(id, nth))"
# What is shown of each that is ``listed``; a text is unpacked once, for all that is looked at of it.
SHOWN = """
SELECT listed.nth AS nth, {passage}, {titled},
  CASE WHEN e.file_id IS NOT NULL THEN (
    SELECT size FROM pages_fileversion v WHERE v.file_id = e.file_id ORDER BY number DESC LIMIT 1) END,
  left(whole.body, {edge}), right(whole.body, {edge}),
  ARRAY({others}), {seldom}, {columns}
FROM listed CROSS JOIN sought JOIN search_entry e ON e.id = listed.id JOIN search_heading h ON h.entry_id = e.id
  LEFT JOIN pages_page p ON p.id = e.home_id LEFT JOIN spaces_space s ON s.id = coalesce(p.space_id, e.space_id)
  CROSS JOIN LATERAL (SELECT e.body || '' AS body OFFSET 0) whole
  CROSS JOIN LATERAL (SELECT CASE WHEN length(whole.body) > {long} THEN coalesce((
    SELECT min(nullif(strpos(lower(unaccent(substr(whole.body, 1, {read}))), begun), 0))
    FROM unnest(sought.begun) begun
  ), 1) ELSE 1 END AS place) first"""
ONE = """CASE WHEN e.{name}_id IS NOT NULL THEN (
    SELECT json_build_array({columns})::text FROM {table} x WHERE x.id = e.{name}_id) END"""
MARKED = """
coalesce(ts_headline(CASE e.language {stemmed} ELSE '{plain}'::regconfig END, {text}, {words}, '{options}'), '')"""
IN_TITLE = "CASE WHEN h.words @@ sought.any THEN sought.words END"


def load(ids: list[int], asked: Question) -> list[Entry]:
    """In the order of the ids; see ``entries``."""
    if not ids:
        return []
    statement = f"WITH {SOUGHT}, {BY_IDS} {shown()} ORDER BY nth"
    return entries(statements.ask(statement, [*sought(asked), ids]))


def sought(asked: Question) -> list[Any]:
    """The parameters of ``SOUGHT``."""
    words = asked.weighed or asked.everything
    return [words, " | ".join(_words(words)), _beginnings(asked.weighed)]


def entries(rows: Iterable[tuple[Any, ...]]) -> list[Entry]:
    """From rows of ``shown``: ``shown`` is the passage and ``headed`` the title, with what was sought between
    ``START`` and ``STOP``; ``file_size`` the bytes of a file; ``others`` the same thing's texts in other languages.
    """
    found = list(_entries(rows))
    if inside := [entry.home for entry in found if entry.file_id or entry.part]:
        titled(inside)
    return found


@cache
def shown() -> str:
    """The statement behind ``SOUGHT`` and ``listed``."""
    passage = _marked(f"substr(whole.body, greatest(first.place - {BEFORE}, 1), {LONG})", "sought.words", SOME)
    own = ", ".join(f'e."{name}"' for name in _own())
    columns = ", ".join([own, *(statements.columns(model, at, shown)[0] for at, (model, shown) in JOINED.items())])
    return SHOWN.format(
        passage=passage,
        titled=_marked("e.title", IN_TITLE, ALL),
        others=OTHERS.format(of="e"),
        seldom=", ".join(map(_one, SELDOM)),
        columns=columns,
        long=LONG,
        read=READ,
        edge=EDGE,
    )


def _one(name: str) -> str:
    model, shown = SELDOM[name]
    return ONE.format(name=name, table=model._meta.db_table, columns=statements.columns(model, "x", shown)[0])


def _marked(text: str, words: str, options: str) -> str:
    stemmed = " ".join(f"WHEN '{one}' THEN '{configuration(one)}'::regconfig" for one in STEMMERS)
    return MARKED.format(words=words, stemmed=stemmed, plain=PLAIN, text=text, options=f"{MARKS}, {options}")


@cache
def _own() -> list[str]:
    return [str(field.column) for field in Entry._meta.concrete_fields if field.name not in KEPT_AWAY]


def _words(query: str) -> list[str]:
    """Each word of the query by itself, without tags of languages."""
    return findall(r"'(?!=)(?:[^']|'')*'(?::\*)?", query)


def _beginnings(query: str) -> list[str]:
    """How the words begin that the stems stand for: an ending that stemming may have changed is left out."""
    return [stem[:-1] if len(stem) > 4 and stem[-1] in "ie" else stem for stem in findall(r"'([^'=]+)'", query)]


def _with_ends(passage: str, first: str, last: str) -> str:
    """The passage with the few words that are left of its text before and behind it; an ellipsis stands for many."""
    words = passage.replace(START, "").replace(STOP, "")
    if not words:
        return passage
    begins, ends = words[:ENOUGH], words[-ENOUGH:]
    before, found, _rest = first.partition(begins)
    lead = before if found and len(before) <= FEW else "… "
    _rest, found, behind = last.rpartition(ends)
    return lead + passage + (behind if found and len(behind) <= FEW else "…")


def _entries(rows: Iterable[tuple[Any, ...]]) -> Iterator[Entry]:
    """A space of which several things were found is made once."""
    names, known = _own(), dict[Any, Space | None]()
    at_page, at_space = _places()
    for row in rows:
        _nth, passage, headed, size, first, last, others, file, organisation, person = row[:BESIDE]
        own = dict(zip(names, row[BESIDE:], strict=False))
        if (in_space := row[at_space])[0] not in known:
            known[in_space[0]] = _made(JOINED["s"], in_space)
        space = known[in_space[0]]
        page = _made(JOINED["p"], row[at_page], space=space)
        entry = statements.made(
            Entry,
            own,
            own.values(),
            file=file and _made(SELDOM["file"], loads(file), page=page),
            page=page if own["page_id"] else None,
            space=space if own["space_id"] else None,
            organisation=organisation and _made(SELDOM["organisation"], loads(organisation)),
            person=person and _made(SELDOM["person"], loads(person)),
        )
        entry.shown = _with_ends(passage, first, last)  # type: ignore[attr-defined]
        entry.headed, entry.file_size, entry.others = headed, size, others  # type: ignore[attr-defined]
        yield entry


def _made(known: tuple[type[Model], tuple[str, ...]], values: Sequence[Any], **beside: Any) -> Any:
    """The id comes first; nothing was joined where there is none."""
    model, shown = known
    return None if values[0] is None else statements.loaded(model, "x", list(values), shown, **beside)


@cache
def _places() -> list[slice]:
    """Where the columns of what was joined stand in a row."""
    at, places = len(_own()) + BESIDE, []
    for _model, shown in JOINED.values():
        places.append(slice(at, at + len(shown)))
        at += len(shown)
    return places
