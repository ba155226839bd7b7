"""The first five hundred texts that were found: how many things by kind, space, label, language, author and year, and
one page of them in their order, in one statement. What was found in several languages is one thing and stands where the
best of its texts stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from json import loads
from typing import Any

from humus.kit import statements
from humus.search.asking import Question
from humus.search.finding.loading import SOUGHT, entries, load, shown, sought
from humus.search.finding.ordering import BEST_FIRST, KNOWN, LISTED, holding, newest, titled, weighed, weighed_titles
from humus.search.finding.visible import WITH_PAGE, Condition, visible, visible_often
from humus.search.models import Entry

MOST = 12
COUNTED = 500
ANY_NUMBER = 2**31

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
), whole AS (SELECT count(*) AS times FROM hit),
counts AS (
  SELECT name, value, times, place FROM counted
  UNION ALL SELECT '', 'count', count(*), 0 FROM lead
  UNION ALL SELECT '', 'texts', times, 0 FROM whole
  UNION ALL SELECT '', 'looked', ({looked}), 0
), listed AS MATERIALIZED (SELECT id, row_number() OVER () AS nth FROM ({ids} LIMIT {limit} OFFSET {offset}) ids),
{sought}
SELECT CASE WHEN nth > 1 THEN NULL ELSE (
  SELECT json_agg(json_build_array(name, value, times) ORDER BY name, place)::text FROM counts) END, shown.*
FROM (VALUES (1)) one LEFT JOIN ({shown}) shown ON true ORDER BY shown.nth"""

# Without words: rights first, in no order.
GATHER = """
WITH hit AS MATERIALIZED (
  SELECT {columns}, search_entry.changed_at FROM search_entry {with_page} WHERE {hits} LIMIT {enough}
),"""
NEWEST_FIRST = "changed_at DESC, id"
FEW_NEWEST = "SELECT id FROM lead WHERE (SELECT times FROM whole) < {enough} ORDER BY {order}"

# Those with all words in their title come first whatever the others weigh, and what is found in a title is found in
# the text. So where titles fill the counts, no other text is looked at; where they fill the page, the others are
# counted and not put in order. Rights are looked up best first until enough are counted.
RANKED = """
WITH {lists}title AS MATERIALIZED (
  SELECT {title_weighed}, {listed}, kind, language FROM search_heading heading WHERE {titled}
  ORDER BY {best} LIMIT {within}
), seen AS MATERIALIZED (
  SELECT {columns}, row_number() OVER (ORDER BY {known}) AS nth
  FROM title search_entry {with_page} WHERE {visible} ORDER BY {known} LIMIT {enough}
), head AS MATERIALIZED (
  SELECT times, things, things >= {until} AS fills, times < {enough} AND looked < {within} AS lacks, looked
  FROM (SELECT count(*) AS times, count(DISTINCT thing) AS things FROM seen) seen,
    (SELECT count(*) AS looked FROM title) title
), text AS MATERIALIZED (
  SELECT {weighed}, {listed}, kind, language FROM search_entry
  WHERE (SELECT lacks AND NOT fills FROM head) AND {hits} AND id NOT IN (SELECT id FROM title) ORDER BY {best}
), hit AS MATERIALIZED (
  SELECT * FROM seen
  UNION ALL (
    SELECT {columns}, {enough} + row_number() OVER (ORDER BY {known}) AS nth
    FROM text search_entry {with_page} WHERE {visible} ORDER BY {known} LIMIT (SELECT {enough} - times FROM head))
  UNION ALL (
    SELECT {columns}, NULL FROM search_entry {with_page}
    WHERE (SELECT lacks AND fills FROM head) AND {hits} AND search_entry.id NOT IN (SELECT id FROM title)
      AND {visible} LIMIT (SELECT {enough} - times FROM head))
),"""
TITLES_LOOKED_AT = "SELECT looked FROM head"
IN_ORDER = "SELECT id FROM lead ORDER BY nth"


@dataclass
class Gathered:
    """``count`` of things, exact where at most ``COUNTED`` ``texts`` were found; ``entries`` are one page of what was
    found, the best text of each thing; ``looked`` at so many titles, with those that the reader may not see.
    """

    count: int = 0
    texts: int = 0
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    looked: int = 0

    @property
    def bounded(self) -> bool:
        """More texts were found than are counted."""
        return self.texts > COUNTED


@dataclass(frozen=True)
class Span:
    """So many things from ``start`` on; ``listed``: they are shown and not counted alone."""

    start: int
    most: int
    listed: bool = True


def gather(person: Any, asked: Question, narrowed: Condition, span: Span) -> Gathered:
    """To put twice as many titles in order as are counted is half the work of all; where the reader may see few of
    these, all are.
    """
    if not asked.everything:
        return _newest(person, asked, narrowed, span)
    within = 2 * max(COUNTED + 1, span.start + span.most)
    found = _ranked(person, asked, narrowed, span, within=within)
    full = found.bounded and (len(found.entries) == span.most or not span.listed)
    return _ranked(person, asked, narrowed, span) if found.looked == within and not full else found


def _newest(person: Any, asked: Question, narrowed: Condition, span: Span) -> Gathered:
    hits, enough = narrowed & visible(person), COUNTED + 1
    hit = GATHER.format(columns=COLUMNS, hits=hits.sql, with_page=WITH_PAGE, enough=enough)
    few = FEW_NEWEST.format(enough=enough, order=NEWEST_FIRST)
    gathered = _read(hit, few, [*hits.params], asked, span, order=NEWEST_FIRST)
    if gathered.bounded and span.listed:
        gathered.entries = load(newest(person, narrowed, start=span.start, most=span.most), asked)
    return gathered


def _ranked(person: Any, asked: Question, narrowed: Condition, span: Span, *, within: int = ANY_NUMBER) -> Gathered:
    """The best first, of whose titles so many are looked at."""
    (lists, seen), hits = visible_often(person), holding(asked) & narrowed
    until = span.start + span.most
    head, title, text = titled(asked, narrowed), weighed_titles(asked), weighed(asked)
    hit = RANKED.format(
        lists=lists.sql,
        columns=COLUMNS,
        listed=LISTED,
        title_weighed=title.columns,
        weighed=text.columns,
        titled=head.sql,
        hits=f"({hits.sql})",
        best=BEST_FIRST,
        known=KNOWN,
        with_page=WITH_PAGE,
        visible=f"({seen.sql})",
        until=until,
        enough=max(COUNTED + 1, until),
        within=within,
    )
    values = [*lists.params, *title.params, *head.params, *seen.params]
    values += [*text.params, *hits.params, *seen.params, *hits.params, *seen.params]
    return _read(hit, IN_ORDER, values, asked, span, order="nth", looked=TITLES_LOOKED_AT)


def _read(
    hit: str, ids: str, values: list[Any], asked: Question, span: Span, *, order: str, looked: str = "0"
) -> Gathered:
    statement = hit + FACETS.format(
        ids=ids,
        looked=looked,
        most=MOST,
        limit=span.most if span.listed else 0,
        offset=span.start,
        order=order,
        sought=SOUGHT,
        shown=shown(),
    )
    rows = statements.ask(statement, [*values, *sought(asked)])
    found = Gathered(entries=entries(row[1:] for row in rows if row[1]))
    for name, value, number in loads(rows[0][0]):
        if name:
            found.facets.setdefault(name, []).append((value, number))
        else:
            setattr(found, value, number)
    return found
