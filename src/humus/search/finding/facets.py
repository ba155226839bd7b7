"""The first five hundred of what was found: how many by kind, space, label, language, author and year, and, where
these are all, their order; in one statement.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from humus.kit import statements
from humus.search.asking import Question
from humus.search.finding.ordering import BEST_FIRST, holding, titled, weighed
from humus.search.finding.visible import WITH_PAGE, Condition, visible

MOST = 12
COUNTED = 500

GATHER = """
WITH hit AS MATERIALIZED (
  SELECT search_entry.id, search_entry.kind, search_entry.language,
    date_part('year', search_entry.changed_at)::int AS year, pages_page.id AS page,
    pages_page.space_id, pages_page.author_id
  FROM search_entry {with_page} WHERE {hits} LIMIT {counted} + 1
), facet AS (
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
UNION ALL SELECT 'order', '', id, row_number() OVER () FROM (
  SELECT id FROM (SELECT {weighed} FROM hit JOIN search_entry ON search_entry.id = hit.id
    WHERE (SELECT times FROM whole) <= {counted}) weighed ORDER BY {best} LIMIT {limit} OFFSET {offset}) ids
ORDER BY name, place"""

MANY = "SELECT 1 FROM search_entry WHERE {hits} LIMIT 1 OFFSET {counted}"


@dataclass
class Gathered:
    """``count`` is at most one more than ``COUNTED``; ``ids`` are one page of them where they are no more."""

    count: int = 0
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    ids: list[int] = field(default_factory=list)


def count(person: Any, asked: Question, narrowed: Condition, *, start: int, most: int) -> Gathered:
    """Very common words fill the counts with texts that hold them in the title; for all others every text is read."""
    rights = narrowed & visible(person)
    if asked.everything and not asked.refuses and _many(titled(asked)):
        gathered = gather(titled(asked) & rights, asked, start=start, most=most)
        if gathered.count > COUNTED:
            return gathered
    return gather(holding(asked) & rights, asked, start=start, most=most)


def _many(hits: Condition) -> bool:
    """Whether there are more than are counted, whoever may see them."""
    return bool(statements.ask(MANY.format(hits=hits.sql, counted=COUNTED), hits.params))


def gather(hits: Condition, asked: Question, *, start: int, most: int) -> Gathered:
    """``hits`` with rights: only what the reader may see is counted."""
    columns, weights = weighed(asked)
    statement = GATHER.format(
        hits=hits.sql,
        with_page=WITH_PAGE,
        weighed=columns,
        best=BEST_FIRST,
        most=MOST,
        counted=COUNTED,
        limit=most,
        offset=start,
    )
    found = Gathered()
    rows: list[tuple[str, str, int, int]] = statements.ask(statement, [*hits.params, *weights])  # type: ignore[assignment]
    for name, value, number, _place in rows:
        if not name:
            found.count = number
        elif name == "order":
            found.ids.append(number)
        else:
            found.facets.setdefault(name, []).append((value, number))
    return found
