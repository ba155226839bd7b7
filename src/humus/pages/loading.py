"""The statements behind a page view: one for the page with all that surrounds its text, one for its neighbours.

Written out because they are asked on every view; who may see what comes from ``seeing.visible``.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, models

from humus.pages.models import Page, Text
from humus.pages.seeing import visible
from humus.people.models import Person
from humus.spaces.models import Space

TEXT_FIELDS = ("id", "page_id", "language", "title", "compiled", "number", "source_number", "changed_at")
PERSON_FIELDS = ("id", "key", "name")
BEST = "(x.language = %(language)s) DESC, (x.language = p.language) DESC, (x.language = 'en') DESC, x.language"
BEFORE, AFTER, BELOW = 13, 12, 40

ONE = f"""
SELECT {{page}}, {{space}}, {", ".join(f"t.{name}" for name in TEXT_FIELDS)}, left(t.plain, 300), c.id, c.key, c.name,
  ARRAY(SELECT x.language FROM pages_text x WHERE x.page_id = p.id ORDER BY 1),
  (SELECT x.number FROM pages_text x WHERE x.page_id = p.id AND x.language = p.language),
  ARRAY(SELECT l.name FROM pages_label l WHERE l.page_id = p.id ORDER BY 1),
  ARRAY(SELECT m.role FROM spaces_membership m
    WHERE m.space_id = p.space_id AND m.person_id = %(me)s AND m.ended_at IS NULL),
  EXISTS (SELECT 1 FROM pages_watch w WHERE w.page_id = p.id AND w.person_id = %(me)s),
  EXISTS (SELECT 1 FROM pages_draft d WHERE d.page_id = p.id AND d.person_id = %(me)s)
FROM pages_page p
JOIN spaces_space s ON s.id = p.space_id
LEFT JOIN LATERAL (SELECT * FROM pages_text x WHERE x.page_id = p.id ORDER BY {BEST} LIMIT 1) t ON true
LEFT JOIN people_person c ON c.id = t.changed_by_id
WHERE s.slug = %(space)s AND p.slug = %(slug)s AND p.id IN ({{visible}})
"""  # noqa: S608 - only names of columns are put in

NEAR = f"""
WITH near AS (
  (SELECT id FROM pages_page WHERE path = ANY(%(above)s))
  UNION ALL
  (SELECT id FROM pages_page WHERE parent_id = %(parent)s AND status = 'published' AND path <= %(path)s
   ORDER BY path DESC LIMIT {BEFORE})
  UNION ALL
  (SELECT id FROM pages_page WHERE parent_id = %(parent)s AND status = 'published' AND path > %(path)s
   ORDER BY path LIMIT {AFTER})
  UNION ALL
  (SELECT id FROM pages_page WHERE parent_id = %(id)s AND status = 'published' ORDER BY path LIMIT {BELOW})
)
SELECT p.id, p.key, p.parent_id, p.path, p.depth, p.slug, s.slug, coalesce(t.title, p.slug), p.changed_at
FROM pages_page p
JOIN spaces_space s ON s.id = p.space_id
LEFT JOIN LATERAL (SELECT x.title FROM pages_text x WHERE x.page_id = p.id ORDER BY {BEST} LIMIT 1) t ON true
WHERE p.id IN (SELECT id FROM near) AND p.id IN ({{visible}})
ORDER BY p.path
"""  # noqa: S608

TARGETS = f"""
SELECT p.key, p.depth, p.slug, s.slug, p.status, t.title, t.language,
  CASE WHEN p.key = ANY(%(bodies)s) THEN t.compiled END, CASE WHEN p.key = ANY(%(bodies)s) THEN t.body END
FROM pages_page p
JOIN spaces_space s ON s.id = p.space_id
LEFT JOIN LATERAL (SELECT * FROM pages_text x WHERE x.page_id = p.id ORDER BY {BEST} LIMIT 1) t ON true
WHERE p.key = ANY(%(keys)s) AND p.id IN ({{visible}})
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A page as a line in a list."""

    pk: int
    key: str
    parent_id: int | None
    path: str
    is_front: bool
    title: str
    url: str
    changed_at: Any

    def get_absolute_url(self) -> str:
        return self.url


def address(depth: int, space: str, slug: str) -> str:
    return f"/s/{space}/" if depth == 1 else f"/s/{space}/{slug}/"


@cache
def _columns(model: type[models.Model], letter: str) -> tuple[str, list[str], list[int]]:
    """The columns of a model for SELECT, their names, and which of them hold JSON."""
    fields = model._meta.concrete_fields
    listed = ", ".join(f'{letter}."{field.column}"' for field in fields)
    return (
        listed,
        [str(field.attname) for field in fields],
        [number for number, field in enumerate(fields) if isinstance(field, models.JSONField)],
    )


def _loaded(model: type[models.Model], letter: str, values: list[Any]) -> Any:
    _listed, names, jsons = _columns(model, letter)
    for number in jsons:
        values[number] = json.loads(values[number]) if isinstance(values[number], str) else values[number]
    return model.from_db("default", names, values)


def page_at(person: Any, space: str, slug: str, language: str) -> Page | None:
    """The page at this address with its space, best text, labels and what concerns this reader; or None."""
    sql, seen = visible(person)
    (page_columns, page_names, _pj), (space_columns, space_names, _sj) = _columns(Page, "p"), _columns(Space, "s")
    values = {"space": space, "slug": slug, "language": language, "me": person.pk or 0} | seen
    with connection.cursor() as cursor:
        cursor.execute(ONE.format(page=page_columns, space=space_columns, visible=sql), values)
        row = cursor.fetchone()
    if row is None:
        return None
    cells = list(row)
    page: Page = _loaded(Page, "p", cells[: len(page_names)])
    rest = cells[len(page_names) :]
    page.space = _loaded(Space, "s", rest[: len(space_names)])
    _surround(page, rest[len(space_names) :])
    return page


def _surround(page: Page, rest: list[Any]) -> None:
    text_cells, rest = rest[: len(TEXT_FIELDS)], rest[len(TEXT_FIELDS) :]
    plain, author, facts = rest[0], rest[1:4], rest[4:]
    if text_cells[0] is not None:
        text_cells[4] = json.loads(text_cells[4]) if isinstance(text_cells[4], str) else text_cells[4]
        # from_db takes the values in the order of the model's fields: "plain" stands between "compiled" and "number".
        names, cells = [*TEXT_FIELDS[:5], "plain", *TEXT_FIELDS[5:]], [*text_cells[:5], plain, *text_cells[5:]]
        text = Text.from_db("default", names, cells)
        text.changed_by = Person.from_db("default", PERSON_FIELDS, author) if author[0] else None
        text.page = page
        page.shown_text = text  # type: ignore[attr-defined]
    else:
        page.shown_text = None  # type: ignore[attr-defined]
    page.languages, page.source_number, page.label_names, roles, page.watched, page.has_draft = facts  # type: ignore[attr-defined]
    page.space.loaded_roles = roles  # type: ignore[attr-defined]


def around(person: Any, page: Page, language: str) -> tuple[list[Neighbour], list[Neighbour], list[Neighbour]]:
    """Pages above, beside (a window around this one) and below."""
    sql, seen = visible(person)
    above = page.get_ancestors_paths()
    values = {"above": above, "parent": page.parent_id or 0, "path": page.path, "id": page.pk, "language": language}
    with connection.cursor() as cursor:
        cursor.execute(NEAR.format(visible=sql), values | seen)
        found = [
            Neighbour(pk, key, parent, path, depth == 1, title, address(depth, space, slug), changed)
            for pk, key, parent, path, depth, slug, space, title, changed in cursor.fetchall()
        ]
    paths = set(above)
    return (
        [one for one in found if one.path in paths],
        [one for one in found if page.parent_id and one.parent_id == page.parent_id],
        [one for one in found if one.parent_id == page.pk],
    )


def targets(person: Any, keys: Collection[str], bodies: Collection[str], language: str) -> list[tuple[Any, ...]]:
    """What links and includes point at, as far as the reader may see it; bodies only where asked."""
    sql, seen = visible(person)
    with connection.cursor() as cursor:
        cursor.execute(
            TARGETS.format(visible=sql),
            {"keys": list(keys), "bodies": list(bodies), "language": language} | seen,
        )
        return cursor.fetchall()
