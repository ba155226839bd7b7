"""The first five hundred texts that were found: how many things by kind, space, label, language, author and year, and
the order of one page of them, in one statement. What was found in several languages is one thing and stands where the
best of its texts stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from humus.kit import statements
from humus.search.asking import Question
from humus.search.finding.ordering import (
    BEST_FIRST,
    KNOWN,
    LISTED,
    Weighing,
    holding,
    newest,
    titled,
    weighed,
    weighed_titles,
)
from humus.search.finding.visible import WITH_PAGE, Condition, visible

MOST = 12
COUNTED = 500
# So many texts of one thing are looked for where a page is to be filled from few.
TOGETHER = 3

# The texts of a page, a space or an organisation are one thing; what else is found on a page (files, comments) has a
# kind of its own.
THING = """CASE WHEN search_entry.kind = pages_page.kind THEN 4 * search_entry.page_id ELSE
      coalesce(4 * search_entry.space_id + 1, 4 * search_entry.organisation_id + 2, 4 * search_entry.id + 3) END"""
# What the counts need of each hit.
COLUMNS = f"""search_entry.id, search_entry.kind, search_entry.language,
    date_part('year', search_entry.changed_at)::int AS year, pages_page.id AS page,
    pages_page.space_id, pages_page.author_id, {THING} AS thing"""
FACETS = """
lead AS MATERIALIZED (SELECT DISTINCT ON (thing) * FROM hit ORDER BY thing, {order}),
facet AS (
  SELECT CASE WHEN kind IS NOT NULL THEN 'kind' WHEN year IS NOT NULL
      THEN 'after' WHEN space_id IS NOT NULL THEN 'space' ELSE 'author' END AS name,
    coalesce(kind, year::text, space_id::text, author_id::text) AS value, count(*) AS times
  FROM lead GROUP BY GROUPING SETS (kind, year, space_id, author_id)
  UNION ALL SELECT 'language', language, count(*) FROM hit GROUP BY language
  UNION ALL SELECT 'label', l.name, count(*) FROM lead JOIN pages_label l ON l.page_id = lead.page GROUP BY l.name
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
UNION ALL SELECT '', '', count(*), 0 FROM lead
UNION ALL SELECT 'texts', '', times, 0 FROM whole
UNION ALL SELECT 'looked', '', ({looked}), 0
UNION ALL SELECT 'order', '', id, row_number() OVER () FROM ({ids} LIMIT {limit} OFFSET {offset}) ids
ORDER BY name, place"""

# Rights first, in no order.
GATHER = """
WITH hit AS MATERIALIZED (
  SELECT {columns}, search_entry.changed_at FROM search_entry {with_page} WHERE {hits} LIMIT {counted} + 1
),"""
ALL_RANKED = "SELECT count(*) FROM ranked"
NEWEST_FIRST = "changed_at DESC, id"
IN_ORDER = "SELECT id FROM lead ORDER BY {order}"
NO_ORDER = "SELECT id FROM lead WHERE false"
FEW_NEWEST = "SELECT id FROM lead WHERE (SELECT times FROM whole) <= {counted} ORDER BY {order}"

# The order first, then rights best first until enough are counted.
RANKED = """
WITH ranked AS MATERIALIZED (
  SELECT {weighed}, {listed}, kind, language FROM {table} WHERE {hits} ORDER BY {best} LIMIT {within}
), hit AS MATERIALIZED (
  SELECT {columns}, row_number() OVER (ORDER BY {best_known}) AS nth
  FROM ranked search_entry {with_page} WHERE {visible} ORDER BY {best_known} LIMIT {enough}
),"""
# Of titles alone, where there are few: until a page is full.
ENOUGH_TITLES = "CASE WHEN EXISTS (SELECT 1 FROM ranked OFFSET {counted}) THEN {enough} ELSE {until} END"


@dataclass
class Gathered:
    """``count`` of things, exact where at most ``COUNTED`` ``texts`` were found; ``ids`` are one page of what was
    found, the best text of each thing; ``looked`` at so many texts, with those that the reader may not see.
    """

    count: int = 0
    texts: int = 0
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    ids: list[int] = field(default_factory=list)
    looked: int = 0

    @property
    def bounded(self) -> bool:
        """More texts were found than are counted."""
        return self.texts > COUNTED


def count(person: Any, asked: Question, narrowed: Condition, *, start: int, most: int) -> Gathered:
    """Texts with all words in their title come first whatever the others weigh, and what is found in a title is found
    in the text. So where titles fill the counts, no other text is looked at; where they fill the page, the others are
    counted and not ranked.
    """
    if not asked.everything:
        return _newest(person, narrowed, start=start, most=most)
    first = Gathered()
    if not asked.refuses:
        first = _titles(person, asked, narrowed, start=start, most=most)
    full = len(first.ids) == most
    if full and first.bounded:
        return first
    hits = holding(asked) & narrowed
    if not full:
        heads = bool(first.count) or asked.refuses
        return _ranked(person, weighed(asked, heads=heads), hits, start=start, most=most)
    gathered = _gather(hits & visible(person), NO_ORDER, start=start, most=most)
    gathered.ids = first.ids
    return gathered


def _newest(person: Any, narrowed: Condition, *, start: int, most: int) -> Gathered:
    few = FEW_NEWEST.format(counted=COUNTED, order=NEWEST_FIRST)
    gathered = _gather(narrowed & visible(person), few, start=start, most=most)
    if gathered.bounded:
        gathered.ids = newest(person, narrowed, start=start, most=most)
    return gathered


def _gather(hits: Condition, ids: str, *, start: int, most: int) -> Gathered:
    """``hits`` with rights: only what the reader may see is counted."""
    hit = GATHER.format(columns=COLUMNS, hits=hits.sql, with_page=WITH_PAGE, counted=COUNTED)
    return _read(hit, ids, [*hits.params], start, most, order=NEWEST_FIRST)


def _titles(person: Any, asked: Question, narrowed: Condition, *, start: int, most: int) -> Gathered:
    """The best of those with all words in their title. To put twice as many in order as are counted is half the work
    of all; where the reader may see few of these, all are.
    """
    by, hits = weighed_titles(asked), titled(asked, narrowed)
    within = 2 * max(COUNTED + 1, start + most)
    found = _ranked(person, by, hits, start=start, most=most, titles=True, within=within)
    if found.looked == within and (not found.bounded or len(found.ids) < most):
        return _ranked(person, by, hits, start=start, most=most, titles=True)
    return found


def _ranked(
    person: Any,
    weighing: Weighing,
    hits: Condition,
    *,
    start: int,
    most: int,
    titles: bool = False,
    within: int | None = None,
) -> Gathered:
    """The best of the hits. ``titles``: they are those with all words in their title, so that where these are few
    more than one page of them need not be seen.
    """
    seen, key = visible(person), 1 if titles else 0
    until = start + most
    enough = str(max(COUNTED + 1, until))
    if titles:
        enough = ENOUGH_TITLES.format(counted=COUNTED, enough=enough, until=until * TOGETHER)
    hit = RANKED.format(
        columns=COLUMNS,
        table=weighing.table,
        listed=LISTED,
        weighed=weighing.columns,
        hits=hits.sql,
        best=", ".join(BEST_FIRST.split(", ")[key:]),
        best_known=", ".join(KNOWN[key:]),
        with_page=WITH_PAGE,
        visible=seen.sql,
        enough=enough,
        within=within or "ALL",
    )
    values = [*weighing.params, *hits.params, *seen.params]
    return _read(hit, IN_ORDER.format(order="nth"), values, start, most, order="nth", looked=ALL_RANKED)


def _read(hit: str, ids: str, values: list[Any], start: int, most: int, *, order: str, looked: str = "0") -> Gathered:
    statement = hit + FACETS.format(ids=ids, looked=looked, most=MOST, limit=most, offset=start, order=order)
    found = Gathered()
    rows: list[tuple[str, str, int, int]] = statements.ask(statement, values)  # type: ignore[assignment]
    for name, value, number, _place in rows:
        if not name:
            found.count = number
        elif name == "texts":
            found.texts = number
        elif name == "looked":
            found.looked = number
        elif name == "order":
            found.ids.append(number)
        else:
            found.facets.setdefault(name, []).append((value, number))
    return found
