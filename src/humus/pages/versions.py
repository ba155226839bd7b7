"""The versions of a page as its history lists and compares them: read with written statements, see ``loading``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from humus.kit.formats import joined
from humus.kit.statements import as_json, ask
from humus.pages.models import Page
from humus.people.models import Person
from humus.people.models.person import named

PER_PAGE = 30

COUNTS = "SELECT language, count(*) FROM pages_version WHERE page_id = %(page)s GROUP BY language ORDER BY language"

# The names of people in the decisions on suggested changes that a version holds first.
DECIDED = """ARRAY(SELECT DISTINCT CASE WHEN w.erased_at IS NULL THEN w.name END FROM pages_decision d
    JOIN people_person w ON w.id = d.{whose} WHERE d.version_id = v.id ORDER BY 1)"""
# The names of those who wrote it together; NULL where one of them has left.
FACTS = f"""v.number, v.title, v.note, v.at,
  ARRAY(SELECT CASE WHEN w.erased_at IS NULL THEN w.name END FROM pages_versionauthor t
    JOIN people_person w ON w.id = t.person_id WHERE t.version_id = v.id ORDER BY t.id),
  {DECIDED.format(whose="person_id")}, {DECIDED.format(whose="decided_by_id")},
  v.author_id, a.key, a.name, a.erased_at, v.approved_at,
  (SELECT CASE WHEN b.erased_at IS NULL THEN b.name END FROM people_person b WHERE b.id = v.approved_by_id)"""  # noqa: S608 - only names of columns are put in
LISTED = f"""
SELECT {FACTS}
FROM pages_version v
LEFT JOIN people_person a ON a.id = v.author_id
WHERE v.page_id = %(page)s AND v.language = %(language)s
ORDER BY v.number DESC LIMIT {PER_PAGE} OFFSET %(skip)s
"""  # noqa: S608 - only names of columns are put in

PAIR = f"""
SELECT {FACTS}, v.body,
  ARRAY(SELECT o.number FROM pages_version o WHERE o.page_id = v.page_id AND o.language = v.language ORDER BY 1 DESC)
FROM pages_version v
LEFT JOIN people_person a ON a.id = v.author_id
WHERE v.page_id = %(page)s AND v.language = %(language)s AND v.number IN (%(old)s, %(new)s)
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Listed:
    """A version as a line of the history; with its body where two are compared."""

    language: str
    number: int
    title: str
    note: str
    at: datetime
    author: Person | None
    writers: str
    # Whose suggested changes it holds, and who accepted them.
    suggested_by: str = ""
    accepted_by: str = ""
    body: Any = None
    approved_at: datetime | None = None
    approved_by: str = ""


def _listed(language: str, row: tuple[Any, ...], body: Any = None) -> Listed:
    number, title, note, at, names, suggested, accepted, *author, approved_at, approver = row
    person = Person.from_db("default", ("id", "key", "name", "erased_at"), author) if author[0] else None
    writers, suggesters, deciders = (joined(map(named, some)) for some in (names, suggested, accepted))
    approved_by = named(approver) if approved_at else ""
    return Listed(
        language, number, title, note, at, person, writers, suggesters, deciders, body, approved_at, approved_by
    )


def counts(page: Page) -> dict[str, int]:
    """How many versions there are in each language."""
    return dict(ask(COUNTS, {"page": page.pk}))


def listed(page: Page, language: str, *, skip: int = 0) -> list[Listed]:
    """A screenful of versions, newest first."""
    return [_listed(language, row) for row in ask(LISTED, {"page": page.pk, "language": language, "skip": skip})]


def pair(page: Page, language: str, old: int, new: int) -> tuple[Listed | None, Listed | None, list[int]]:
    """Two versions with their bodies, None where there is none of that number, and the numbers of all."""
    rows = ask(PAIR, {"page": page.pk, "language": language, "old": old, "new": new})
    found = {row[0]: _listed(language, row[:13], as_json(row[13])) for row in rows}
    return found.get(old), found.get(new), list(rows[0][14]) if rows else []
