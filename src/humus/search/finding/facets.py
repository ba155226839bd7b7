"""How many were found by kind, space, label, language, author and year, in one statement over at most a thousand."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

MOST = 12

COUNT = """
WITH found AS (
  SELECT e.id, e.kind, e.language, e.changed_at, coalesce(e.page_id, f.page_id) AS page_id
  FROM search_entry e LEFT JOIN pages_file f ON f.id = e.file_id WHERE e.id = ANY(%s)
), facet AS (
  SELECT 'kind' AS name, kind AS value, id FROM found
  UNION ALL SELECT 'language', language, id FROM found WHERE language <> ''
  UNION ALL SELECT 'after', extract(year FROM changed_at)::text, id FROM found
  UNION ALL SELECT 'space', s.slug, found.id FROM found
    JOIN pages_page p ON p.id = found.page_id JOIN spaces_space s ON s.id = p.space_id
  UNION ALL SELECT 'label', l.name, found.id FROM found JOIN pages_label l ON l.page_id = found.page_id
  UNION ALL SELECT 'author', a.name, found.id FROM found
    JOIN pages_page p ON p.id = found.page_id JOIN people_person a ON a.id = p.author_id WHERE a.name <> ''
), counted AS (
  SELECT name, value, count(*) AS times, row_number() OVER (PARTITION BY name ORDER BY count(*) DESC, value) AS place
  FROM facet GROUP BY name, value
)
SELECT name, value, times FROM counted WHERE place <= %s ORDER BY name, place
"""


def count(ids: Sequence[int]) -> dict[str, list[tuple[str, int]]]:
    """By facet the values and their counts, most first."""
    facets: dict[str, list[tuple[str, int]]] = {}
    if not ids:
        return facets
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [list(ids), MOST])
        for name, value, times in cursor.fetchall():
            facets.setdefault(name, []).append((value, times))
    return facets
