"""The statements behind a page view: one for the page with all that surrounds its text, one for its neighbours.

Written out because they are asked on every view; who may see what comes from ``seeing.visible``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from humus.kit import richtext
from humus.kit.richtext import Compiled
from humus.kit.statements import as_json, ask, columns, loaded
from humus.pages import kinds, shelf
from humus.pages.models import Page, Text
from humus.pages.models.upkeep import is_overdue
from humus.pages.seeing import visible
from humus.pages.shelf import COLUMNS, VERSION
from humus.people.models import Person
from humus.spaces.models import Space

TEXT_FIELDS = ("id", "page_id", "language", "title", "compiled", "number", "source_number", "changed_at")
# Not sent where the process holds this version.
COMPILED = f"CASE WHEN {VERSION} <> ALL(%(held)s) THEN t.compiled END"
PERSON_FIELDS = ("id", "key", "name", "erased_at")
BEST = "(x.language = %(language)s) DESC, (x.language = p.language) DESC, (x.language = 'en') DESC, x.language"
# As many as one sees beside a page without scrolling; the page itself is the last of BEFORE.
BEFORE, AFTER, BELOW = 9, 8, 40

ONE = f"""
SELECT {{page}}, {{space}}, {", ".join(f"t.{name}" for name in TEXT_FIELDS).replace("t.compiled", COMPILED)},
  {VERSION}, left(t.plain, 300),
  c.id, c.key, c.name, c.erased_at,
  ARRAY(SELECT x.language FROM pages_text x WHERE x.page_id = p.id ORDER BY 1),
  (SELECT x.number FROM pages_text x WHERE x.page_id = p.id AND x.language = p.language),
  ARRAY(SELECT l.name FROM pages_label l WHERE l.page_id = p.id ORDER BY 1),
  {{mine}},
  (SELECT ARRAY[u.due::text, o.name] FROM pages_upkeep u LEFT JOIN people_person o
    ON o.id = u.owner_id AND o.erased_at IS NULL WHERE u.page_id = p.id){{along}}
FROM pages_page p
JOIN spaces_space s ON s.id = p.space_id
LEFT JOIN LATERAL (SELECT {COLUMNS} FROM pages_text x WHERE x.page_id = p.id ORDER BY {BEST} LIMIT 1) t ON true
LEFT JOIN people_person c ON c.id = t.changed_by_id
WHERE {{visible}} AND """  # noqa: S608 - only names of columns are put in
# What concerns the reader alone: roles in the space, whether watched, whether a draft, what was handed in.
MINE = """ARRAY(SELECT m.role FROM spaces_membership m
    WHERE m.space_id = p.space_id AND m.person_id = %(me)s AND m.ended_at IS NULL),
  EXISTS (SELECT 1 FROM pages_watch w WHERE w.page_id = p.id AND w.person_id = %(me)s),
  EXISTS (SELECT 1 FROM pages_draft d WHERE d.page_id = p.id AND d.person_id = %(me)s),
  (SELECT ARRAY[q.key, q.state, to_char(q.publish_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')]
    FROM pages_proposal q WHERE q.page_id = p.id AND q.author_id = %(me)s
    AND q.state NOT IN ('published', 'withdrawn') ORDER BY q.asked_at DESC LIMIT 1)"""
NOBODYS = "'{}'::text[], false, false, NULL::text[]"
# What higher floors ask about the page ``p`` along with it: the name it gets on the page, and its SQL. Filled by apps.
ALONG: dict[str, str] = {}
BY_ADDRESS = "s.slug = %(space)s AND p.slug = %(slug)s"
BY_KEY = "p.key = %(key)s"

# The words of a line about the page ``p``: in the reader's language at one look, else in the best one there is.
TITLED = "LEFT JOIN pages_text t ON t.page_id = p.id AND t.language = %(language)s"
ELSE_TITLED = f"""CASE WHEN t.language IS NULL THEN (SELECT ARRAY[x.title, x.language] FROM pages_text x
    WHERE x.page_id = p.id ORDER BY {BEST} LIMIT 1) END"""  # noqa: S608
# No page is found twice here but as the end of a link: pages above, beside and below one are different pages.
NEAR = f"""
SELECT p.near, p.id, p.key, p.parent_id, p.path, p.depth, p.slug, s.slug, p.status, t.title, t.language, {ELSE_TITLED},
  CASE WHEN p.parent_id = %(id)s AND p.depth = 2 THEN p.changed_at END
FROM (
  (SELECT true AS near, * FROM pages_page WHERE path = ANY(%(above)s))
  UNION ALL
  (SELECT true, * FROM pages_page WHERE parent_id = %(parent)s AND status = 'published' AND {{listed}}
   AND path <= %(path)s ORDER BY path DESC LIMIT {BEFORE})
  UNION ALL
  (SELECT true, * FROM pages_page WHERE parent_id = %(parent)s AND status = 'published' AND {{listed}}
   AND path > %(path)s ORDER BY path LIMIT {AFTER})
  UNION ALL
  (SELECT true, * FROM pages_page WHERE parent_id = %(id)s AND status = 'published' AND {{listed}}
   ORDER BY path LIMIT {BELOW})
  UNION ALL
  (SELECT false, * FROM pages_page WHERE key = ANY(%(linked)s))
) p
JOIN spaces_space s ON s.id = p.space_id
{TITLED}
WHERE {{visible}}
ORDER BY p.path
"""  # noqa: S608

TARGETS = f"""
SELECT p.key, p.depth, p.slug, s.slug, p.status, t.title, t.language, t.id, {VERSION},
  CASE WHEN p.key = ANY(%(bodies)s) AND {VERSION} <> ALL(%(held)s) THEN t.compiled END
FROM pages_page p
JOIN spaces_space s ON s.id = p.space_id
LEFT JOIN LATERAL (SELECT {COLUMNS} FROM pages_text x WHERE x.page_id = p.id ORDER BY {BEST} LIMIT 1) t ON true
WHERE p.key = ANY(%(keys)s) AND {{visible}}
"""  # noqa: S608
# What links and includes point at: key, depth, slug, slug of the space, status, title, its language, and the words
# where they were asked for.
Target = tuple[str, int, str, str, str, str | None, str | None, Compiled | None]


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
    # Only of the pages below a front, which lists them with their day.
    changed_at: Any

    def get_absolute_url(self) -> str:
        return self.url


@dataclass(frozen=True, slots=True)
class Around:
    """Pages above, beside (a window around this one) and below; and the ends of links, as ``targets`` answers them."""

    above: list[Neighbour]
    beside: list[Neighbour]
    below: list[Neighbour]
    linked: dict[str, Target]


def address(depth: int, space: str, slug: str) -> str:
    return f"/s/{space}/" if depth == 1 else f"/s/{space}/{slug}/"


def _statement(template: str, person: Any, seen: str) -> str:
    return _written(template, seen, person.is_authenticated, tuple(kinds.apart()))


@cache
def _written(template: str, seen: str, known: bool, apart: tuple[str, ...]) -> str:
    """The kinds stand in the statement: not knowing them, the database expects hardly a page beside this one."""
    listed = " AND ".join(f"kind <> '{kind}'" for kind in apart) or "true"
    along = "".join(f", ({sql})" for sql in ALONG.values())
    return template.format(
        page=columns(Page, "p")[0],
        space=columns(Space, "s")[0],
        visible=seen,
        along=along,
        listed=listed,
        mine=MINE if known else NOBODYS,
    )


def page_at(person: Any, space: str, slug: str, language: str) -> Page | None:
    """The page at this address with its space, best text, labels and what concerns this reader; or None."""
    return _one(person, language, BY_ADDRESS, space=space, slug=slug)


def page_by_key(person: Any, key: str, language: str) -> Page | None:
    """The page of this key, loaded like ``page_at``."""
    return _one(person, language, BY_KEY, key=key)


def _one(person: Any, language: str, where: str, **values: str) -> Page | None:
    sql, seen = visible(person)
    place = "/".join(values.values())
    held = shelf.read.held([place], language)
    given = {"language": language, "me": person.pk or 0, "held": list(held), **values}
    rows = ask(_statement(ONE + where, person, sql), given | seen)
    if not rows:
        return None
    (_page, page_names, _pj), (_space, space_names, _sj) = columns(Page, "p"), columns(Space, "s")
    cells = list(rows[0])
    # Whatever a block of its text may look at.
    as_found = repr(cells[: len(page_names) + len(space_names)])
    page: Page = loaded(Page, "p", cells[: len(page_names)])
    page.as_found = as_found  # type: ignore[attr-defined]
    rest = cells[len(page_names) :]
    page.space = loaded(Space, "s", rest[: len(space_names)])
    rest = rest[len(space_names) :]
    text, version, rest = rest[: len(TEXT_FIELDS)], rest[len(TEXT_FIELDS)], rest[len(TEXT_FIELDS) + 1 :]
    text[4], ready = held.get(version) or _taken(place, language, version, text[4])
    _surround(page, text, ready, rest)
    return page


def _taken(place: str, language: str, version: str | None, sent: Any) -> tuple[Any, Compiled | None]:
    """The stored words as they were sent and ready to be shown, kept for the next reader."""
    stored = as_json(sent)
    ready = Compiled.from_json(stored)
    if version and ready:
        shelf.read.keep(place, language, version, (stored, ready), shelf.letters(ready))
    return stored, ready


def _handed_in(key: str, state: str, publish_at: str | None) -> dict[str, Any]:
    return {"key": key, "state": state, "publish_at": publish_at and datetime.fromisoformat(publish_at)}


def _surround(page: Page, text_cells: list[Any], ready: Compiled | None, rest: list[Any]) -> None:
    plain, author, facts = rest[0], rest[1:5], rest[5:]
    if text_cells[0] is not None:
        # from_db takes the values in the order of the model's fields: "plain" stands between "compiled" and "number".
        names, cells = [*TEXT_FIELDS[:5], "plain", *TEXT_FIELDS[5:]], [*text_cells[:5], plain, *text_cells[5:]]
        text = Text.from_db("default", names, cells)
        text.changed_by = Person.from_db("default", PERSON_FIELDS, author) if author[0] else None
        if text.compiled.get("together"):
            text.writers = Text.objects.with_writers().values_list("writers", flat=True).get(pk=text.pk)
        text.page = page
        text.ready = ready  # type: ignore[attr-defined]
        page.shown_text = text  # type: ignore[attr-defined]
    else:
        page.shown_text = None  # type: ignore[attr-defined]
    page.languages, page.source_number, page.label_names, roles, page.watched, page.has_draft, *facts = facts  # type: ignore[attr-defined]
    mine, kept, *along = facts
    page.my_proposal = _handed_in(*mine) if mine else None  # type: ignore[attr-defined]
    page.kept = _kept(*kept) if kept else None  # type: ignore[attr-defined]
    page.space.loaded_roles = roles  # type: ignore[attr-defined]
    for name, value in zip(ALONG, along, strict=True):
        setattr(page, name, value)


def _kept(due: str | None, owner: str | None) -> dict[str, Any]:
    day = date.fromisoformat(due) if due else None
    return {"due": day, "owner": owner, "late": is_overdue(day)}


def around(person: Any, page: Page, language: str, linked: Collection[str] = ()) -> Around:
    sql, seen = visible(person)
    above = page.get_ancestors_paths()
    values = {"above": above, "parent": page.parent_id or 0, "path": page.path, "id": page.pk, "language": language}
    near: list[Neighbour] = []
    ends: dict[str, Target] = {}
    for placed, *row in ask(_statement(NEAR, person, sql), values | {"linked": list(linked)} | seen):
        pk, key, parent, path, depth, slug, space, status, title, written_in, else_titled, changed = row
        title, written_in = else_titled or (title, written_in)
        if placed:
            url = address(depth, space, slug)
            near.append(Neighbour(pk, key, parent, path, depth == 1, title or slug, url, changed))
        else:
            ends[key] = (key, depth, slug, space, status, title, written_in, None)
    paths = set(above)
    return Around(
        [one for one in near if one.path in paths],
        [one for one in near if page.parent_id and one.parent_id == page.parent_id],
        [one for one in near if one.parent_id == page.pk],
        ends,
    )


def targets(person: Any, keys: Collection[str], bodies: Collection[str], language: str) -> list[Target]:
    """What links and includes point at, as far as the reader may see it; bodies only where asked."""
    sql, seen = visible(person)
    held = shelf.shelf.held(bodies, language)
    values = {"keys": list(keys), "bodies": list(bodies), "language": language, "held": list(held)}
    found = []
    for key, *place, written_in, text, version, compiled in ask(_statement(TARGETS, person, sql), values | seen):
        ready = held.get(version) if key in bodies else None
        if compiled is not None:
            ready = _compiled(text, written_in, compiled)
            shelf.shelf.keep(key, language, version, ready, shelf.letters(ready))
        found.append((key, *place, written_in, ready))
    return found


def _compiled(text: int, language: str, compiled: Any) -> Compiled:
    """What was compiled at publication, or by an older version of the program: compiled anew."""
    ready = Compiled.from_json(as_json(compiled))
    return ready or richtext.compile(Text.objects.values_list("body", flat=True).get(pk=text), language=language)
