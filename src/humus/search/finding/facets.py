"""The first five hundred of what was found: how many by kind, space, label, language, author and year, and, where
these are all, their order; in one statement.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from humus.kit import statements
from humus.search.asking import Question
from humus.search.finding.ordering import BEST_FIRST, KNOWN, LISTED, holding, titled, weighed
from humus.search.finding.visible import WITH_PAGE, Condition, visible

MOST = 12
COUNTED = 500

# What the counts need of each hit.
COLUMNS = """search_entry.id, search_entry.kind, search_entry.language,
    date_part('year', search_entry.changed_at)::int AS year, pages_page.id AS page,
    pages_page.space_id, pages_page.author_id"""
FACETS = """
facet AS (
  SELECT CASE WHEN kind IS NOT NULL THEN 'kind' WHEN language IS NOT NULL THEN 'language' WHEN year IS NOT NULL
      THEN 'after' WHEN space_id IS NOT NULL THEN 'space' ELSE 'author' END AS name,
    coalesce(kind, language, year::text, space_id::text, author_id::text) AS value, count(*) AS times
  FROM hit GROUP BY GROUPING SETS (kind, language, year, space_id, author_id)
  UNION ALL SELECT 'label', l.name, count(*) FROM hit JOIN pages_label l ON l.page_id = hit.page GROUP BY l.name
), placed AS (
  SELECT name, value, times, row_number() OVER (PARTITION BY name ORDER BY times DESC, value) AS place
  FROM facet WHERE value <> ''
), counted AS (
  SELECT p.name, coalesce(s.slug, a.name, p.value) AS value, p.times, p.place
  FROM placed p LEFT JOIN spaces_space s ON s.id = CASE p.name WHEN 'space' THEN p.value::bigint END
    LEFT JOIN people_person a ON a.id = CASE p.name WHEN 'author' THEN p.value::bigint END
  WHERE p.place <= {most} AND (p.name <> 'author' OR a.name <> '')
), whole AS (SELECT count(*) AS times FROM hit)
SELECT name, value, times, place FROM counted
UNION ALL SELECT '', '', times, 0 FROM whole
UNION ALL SELECT 'order', '', id, row_number() OVER () FROM ({ids} LIMIT {limit} OFFSET {offset}) ids
ORDER BY name, place"""

# Rights first, then the order of all.
GATHER = """
WITH hit AS MATERIALIZED (
  SELECT {columns} FROM search_entry {with_page} WHERE {hits} LIMIT {counted} + 1
),"""
FEW = """SELECT id FROM (SELECT {weighed} FROM hit JOIN search_entry ON search_entry.id = hit.id
    WHERE (SELECT times FROM whole) <= {counted}) weighed ORDER BY {best}"""

# The order first, then rights until enough are counted; where there are few at all, until a page is full.
RANKED = """
WITH ranked AS MATERIALIZED (
  SELECT {weighed}, {listed}, search_entry.kind, search_entry.language
  FROM search_entry WHERE {hits} ORDER BY {best}
), hit AS MATERIALIZED (
  SELECT {columns}, row_number() OVER (ORDER BY {best_known}) AS nth
  FROM ranked search_entry {with_page} WHERE {visible} ORDER BY {best_known}
  LIMIT CASE WHEN EXISTS (SELECT 1 FROM ranked OFFSET {counted}) THEN {counted} + 1 ELSE {limit} + {offset} END
),"""


@dataclass
class Gathered:
    """``count`` is at most one more than ``COUNTED``; ``ids`` are one page of them where they are no more."""

    count: int = 0
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    ids: list[int] = field(default_factory=list)


def count(person: Any, asked: Question, narrowed: Condition, *, start: int, most: int) -> Gathered:
    """Texts that hold very common words in their title fill the counts, the best of them; for all others every text
    is read. ``ids`` are left empty where many were found and the first of them do not fill the page.
    """
    first = Gathered()
    if asked.everything and not asked.refuses:
        first = _ranked(person, asked, narrowed, start=start, most=most)
        if first.count > COUNTED:
            return first
    gathered = gather(holding(asked) & narrowed & visible(person), asked, start=start, most=most)
    if gathered.count > COUNTED and len(first.ids) == most:
        gathered.ids = first.ids
    return gathered


def gather(hits: Condition, asked: Question, *, start: int, most: int) -> Gathered:
    """``hits`` with rights: only what the reader may see is counted."""
    columns, weights = weighed(asked)
    statement = (GATHER + FACETS).format(
        columns=COLUMNS,
        hits=hits.sql,
        with_page=WITH_PAGE,
        ids=FEW.format(weighed=columns, best=BEST_FIRST, counted=COUNTED),
        most=MOST,
        counted=COUNTED,
        limit=most,
        offset=start,
    )
    return _read(statement, [*hits.params, *weights])


def _ranked(person: Any, asked: Question, narrowed: Condition, *, start: int, most: int) -> Gathered:
    """The best of those that hold all words in their title."""
    columns, weights = weighed(asked, titled=True)
    hits, seen = titled(asked) & narrowed, visible(person)
    statement = (RANKED + FACETS).format(
        columns=COLUMNS,
        listed=LISTED,
        weighed=columns,
        hits=hits.sql,
        best=", ".join(BEST_FIRST.split(", ")[1:]),
        best_known=", ".join(KNOWN[1:]),
        with_page=WITH_PAGE,
        visible=seen.sql,
        ids="SELECT id FROM hit ORDER BY nth",
        most=MOST,
        counted=COUNTED,
        limit=most,
        offset=start,
    )
    return _read(statement, [*weights, *hits.params, *seen.params])


def _read(statement: str, values: list[Any]) -> Gathered:
    found = Gathered()
    rows: list[tuple[str, str, int, int]] = statements.ask(statement, values)  # type: ignore[assignment]
    for name, value, number, _place in rows:
        if not name:
            found.count = number
        elif name == "order":
            found.ids.append(number)
        else:
            found.facets.setdefault(name, []).append((value, number))
    return found
