"""The two statements of a publication: what it must know once the page is locked, and all that it writes.

Written out because a publication touches nine tables; see ``kit.statements``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from humus.kit.richtext import References
from humus.kit.statements import as_json, ask
from humus.pages import loading
from humus.pages.models import Page, Text

FACTS = """
SELECT t.id, t.title, t.body, t.number,
  (SELECT x.number FROM pages_text x WHERE x.page_id = %(page)s AND x.language = %(source)s),
  (SELECT r.id FROM pages_room r WHERE r.page_id = %(page)s AND r.language = %(language)s),
  (SELECT v.id FROM pages_version v WHERE v.page_id = %(page)s AND v.request_key = %(request)s
    AND v.request_key <> ''),
  ARRAY(SELECT m.role FROM spaces_membership m
    WHERE m.space_id = %(space)s AND m.person_id = %(actor)s AND m.ended_at IS NULL),
  ARRAY(SELECT l.name FROM pages_label l WHERE l.page_id = p.id ORDER BY 1){along}
FROM pages_page p
LEFT JOIN pages_text t ON t.page_id = p.id AND t.language = %(language)s
WHERE p.id = %(page)s
"""

STORE = """
WITH words AS (
  INSERT INTO pages_text (page_id, language, title, body, compiled, plain, number, source_number, changed_at,
    changed_by_id)
  VALUES (%(page)s, %(language)s, %(title)s, %(body)s::jsonb, %(compiled)s::jsonb, %(plain)s, %(number)s,
    %(source_number)s, %(now)s, %(actor)s)
  ON CONFLICT (page_id, language) DO UPDATE SET title = excluded.title, body = excluded.body,
    compiled = excluded.compiled, plain = excluded.plain, number = excluded.number,
    source_number = excluded.source_number, changed_at = excluded.changed_at, changed_by_id = excluded.changed_by_id
  RETURNING id
), version AS (
  INSERT INTO pages_version (page_id, language, number, title, body, detail, note, author_id, at, restored_from,
    request_key, approved_by_id, approved_at)
  VALUES (%(page)s, %(language)s, %(number)s, %(title)s, %(body)s::jsonb, %(detail)s::jsonb, %(note)s, %(actor)s,
    %(now)s, %(restored_from)s::int, %(request)s, %(approved_by)s::bigint, %(approved_at)s::timestamptz)
  RETURNING id
), node AS (
  UPDATE pages_page SET status = %(status)s, published_at = %(published)s, changed_at = %(now)s,
    language = %(source)s WHERE id = %(page)s
), draft AS (
  DELETE FROM pages_draft WHERE page_id = %(page)s AND person_id = %(actor)s AND language = %(language)s
    AND NOT %(keep_draft)s::boolean
), handed_in AS (
  UPDATE pages_proposal SET state = 'withdrawn' WHERE page_id = %(page)s AND author_id = %(actor)s
    AND language = %(language)s AND state NOT IN ('published', 'withdrawn') AND %(approved_by)s::bigint IS NULL
), watch AS (
  INSERT INTO pages_watch (page_id, person_id, since)
  SELECT %(page)s, %(actor)s, %(now)s WHERE %(actor)s IS NOT NULL
  ON CONFLICT DO NOTHING
), wanted AS (
  SELECT * FROM unnest(%(link_kinds)s::text[], %(link_keys)s::text[]) AS w (kind, key)
), unlinked AS (
  DELETE FROM pages_link l WHERE l.source_id = %(page)s AND l.language = %(language)s
    AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.kind = l.kind AND w.key = l.target_key)
), linked AS (
  INSERT INTO pages_link (source_id, language, kind, target_key)
  SELECT %(page)s, %(language)s, kind, key FROM wanted
  ON CONFLICT DO NOTHING
)
SELECT (SELECT id FROM words), (SELECT id FROM version)
"""


NOT_APPROVED = {"approved_by": None, "approved_at": None}


@dataclass
class Facts:
    """What a publication must know; asked for after the page is locked, so that it is still true when written."""

    text: Text
    source_number: int
    room: int | None
    made: int | None
    # What listeners and rules ask of the page: its labels, the writer's roles, and what ``loading.ALONG`` names.
    roles: list[str]
    labels: list[str]
    along: dict[str, Any]


def facts(page: Page, language: str, actor: Any, request_key: str) -> Facts:
    values = {"page": page.pk, "space": page.space_id, "source": page.language, "language": language}
    values |= {"actor": actor.pk, "request": request_key}
    sql = FACTS.format(along="".join(f", ({one})" for one in loading.ALONG.values()))
    pk, title, body, number, source, room, made, roles, labels, *along = ask(sql, values)[0]
    text = Text(pk=pk, page=page, language=language, title=title or "", body=as_json(body), number=number or 0)
    return Facts(text, source or 0, room, made, roles, labels, dict(zip(loading.ALONG, along, strict=True)))


def store(page: Page, text: Text, links: References, **more: Any) -> tuple[int, int]:
    """Write the text, its version, the page's state, links, watch and draft; answers the ids of text and version."""
    body = json.dumps(text.body, ensure_ascii=False)
    wanted = sorted(links_of(links))
    values = {
        "page": page.pk,
        "language": text.language,
        "title": text.title,
        "body": body,
        "compiled": json.dumps(text.compiled, ensure_ascii=False),
        "plain": text.plain,
        "number": text.number,
        "source_number": text.source_number,
        "now": text.changed_at,
        "actor": text.changed_by.pk if text.changed_by else None,
        "status": page.status,
        "published": page.published_at,
        "source": page.language,
        "link_kinds": [kind for kind, _key in wanted],
        "link_keys": [key for _kind, key in wanted],
    }
    values |= {"detail": json.dumps(more["detail"], cls=DjangoJSONEncoder), "request": more["request_key"]}
    values |= {name: more[name] for name in ("note", "restored_from", "keep_draft")}
    approval = more["approval"]
    values |= {"approved_by": approval.by.pk, "approved_at": approval.at} if approval else NOT_APPROVED
    ((text_id, version_id),) = ask(STORE, values)
    return text_id, version_id


def links_of(found: References) -> set[tuple[str, str]]:
    """Kind and target of everything that a body points at."""
    wanted = {("link", key) for key in found.pages}
    wanted |= {("include", key) for key in found.includes}
    wanted |= {("excerpt", key) for key, _name in found.excerpts}
    return wanted | {("file", key) for key in found.files}
