"""The conversation below a page as one reader sees it: one statement, however many speak."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from humus.discussions.models import REACTIONS, Comment, Passage, Seen
from humus.kit import richtext
from humus.kit.access import may
from humus.kit.richtext import Compiled, PersonRef, RenderContext
from humus.kit.statements import ask
from humus.pages.models import Page
from humus.people.models import Person

# So many threads stand below the page itself; all of them on the page of the conversation.
BELOW, ALL = 40, 1000
SEEN = ("id", "language", "number", "comment", "at", "base_number", "base_comment", "base_at")
COMMENT = ("id", "key", "parent_id", "author_id", "language", "compiled", "at", "edited_at", "deleted_at", "hidden_at",
  "held_at", "resolved_at")  # fmt: skip
PASSAGE = ("quote", "before", "after", "lost_at", "language", "unpublished")
PERSON = ("id", "key", "name", "photo", "shown", "listed_at", "erased_at", "suspended_at")

CONVERSATION = f"""
WITH begun AS (
  SELECT id FROM discussions_comment WHERE page_id = %(page)s AND parent_id IS NULL ORDER BY id DESC LIMIT %(most)s
)
SELECT {", ".join(f"n.{name}" for name in SEEN)}, {", ".join(f"c.{name}" for name in COMMENT)}, r.name,
  {", ".join(f"q.{name}" for name in PASSAGE)},
  {", ".join(f"a.{name}" for name in PERSON)},
  ARRAY(SELECT x.kind FROM discussions_reaction x WHERE x.comment_id = c.id),
  ARRAY(SELECT x.kind FROM discussions_reaction x WHERE x.comment_id = c.id AND x.person_id = %(me)s),
  ARRAY(SELECT ARRAY[p.key, CASE WHEN p.erased_at IS NULL THEN p.name ELSE '' END,
      CASE WHEN p.listed_at IS NULL OR p.suspended_at IS NOT NULL THEN '' ELSE 'listed' END]
    FROM discussions_mention m JOIN people_person p ON p.id = m.person_id WHERE m.comment_id = c.id),
  EXISTS (SELECT 1 FROM people_block b WHERE b.person_id = %(me)s AND b.blocked_id = c.author_id),
  (SELECT count(*) FROM discussions_comment x WHERE x.page_id = %(page)s AND x.parent_id IS NULL)
FROM (SELECT 1) one
LEFT JOIN discussions_seen n ON n.page_id = %(page)s AND n.person_id = %(me)s
LEFT JOIN discussions_comment c ON c.page_id = %(page)s AND coalesce(c.parent_id, c.id) IN (SELECT id FROM begun)
LEFT JOIN discussions_passage q ON q.comment_id = c.id
LEFT JOIN people_person a ON a.id = c.author_id
LEFT JOIN people_person r ON r.id = c.resolved_by_id
ORDER BY c.id
"""  # noqa: S608 - only names of columns are put in


@dataclass
class Line:
    """One comment with what its template shows."""

    comment: Comment
    author: Person | None
    html: SafeString
    reactions: list[dict[str, Any]]
    resolved_by: str = ""
    passage: Passage | None = None
    mine: bool = False
    # The reader has blocked its author: it is folded.
    blocked: bool = False
    fresh: bool = False
    answers: list[Line] = field(default_factory=list)

    @property
    def is_anchored(self) -> bool:
        """Whether its passage stands in the text that is read."""
        return self.is_found and not (self.passage and self.passage.unpublished)

    @property
    def is_found(self) -> bool:
        """Whether its passage stands in the text of the language shown, published or still being written."""
        shown = getattr(self.comment.page, "shown_text", None)
        passage = self.passage
        return bool(passage and passage.lost_at is None and shown and shown.language == passage.language)

    @property
    def author_url(self) -> str:
        """The profile, where the directory shows one."""
        a = self.author
        return a.get_absolute_url() if a and a.listed_at and a.name and a.is_active else ""


@dataclass
class Conversation:
    threads: list[Line]
    count: int
    more: int
    last: int
    seen: Seen | None

    @property
    def open(self) -> list[Line]:
        return [line for line in self.threads if not line.comment.resolved_at]

    @property
    def settled(self) -> list[Line]:
        return [line for line in self.threads if line.comment.resolved_at]

    @property
    def fresh(self) -> int:
        return sum(line.fresh + sum(answer.fresh for answer in line.answers) for line in self.threads)


def conversation(person: Any, page: Page, *, most: int = BELOW) -> Conversation:
    """Everything said below the page: threads oldest first, answers below their thread."""
    if not person.is_authenticated and not getattr(page, "talked_about", True):
        return Conversation([], 0, 0, 0, None)
    rows = ask(CONVERSATION, {"page": page.pk, "me": person.pk or 0, "most": most})
    seen = _seen(rows[0], page, person)
    lines: dict[int, Line] = {}
    for row in rows:
        cells = list(row[len(SEEN) :])
        if cells[0] is not None:
            line = _line(cells, page, person)
            lines[line.comment.pk] = line
    lines = _without_held(lines, person, page)
    for line in lines.values():
        above = lines.get(line.comment.parent_id or 0)
        if above:
            above.answers.append(line)
    threads = [line for line in lines.values() if line.comment.parent_id is None]
    shown = [line for line in threads if _worth_showing(line)]
    standing = sum(1 for line in lines.values() if line.comment.stands)
    return Conversation(shown, standing, max(rows[0][-1] - len(threads), 0), max(lines, default=0), seen)


def _without_held(lines: dict[int, Line], person: Any, page: Page) -> dict[int, Line]:
    """What is held is seen by its author and by those who look after the space."""
    if all(line.mine or line.comment.held_at is None for line in lines.values()):
        return lines
    if person.is_authenticated and may("space.manage", person, page.space):
        return lines
    return {pk: line for pk, line in lines.items() if line.mine or line.comment.held_at is None}


def mark_fresh(talk: Conversation, since: Seen | None) -> None:
    """Mark what others have said since the visit before."""
    if since is None:
        return
    for line in (one for thread in talk.threads for one in (thread, *thread.answers)):
        line.fresh = line.comment.pk > since.base_comment and not line.mine and line.comment.stands


def _worth_showing(line: Line) -> bool:
    """A stone stays only where something hangs on it."""
    line.answers = [answer for answer in line.answers if answer.comment.deleted_at is None]
    return line.comment.deleted_at is None or bool(line.answers)


def _seen(row: tuple[Any, ...], page: Page, person: Any) -> Seen | None:
    if row[0] is None:
        return None
    return Seen(page_id=page.pk, person_id=person.pk, **dict(zip(SEEN, row, strict=False)))


def _line(cells: list[Any], page: Page, person: Any) -> Line:
    comment = Comment(**dict(zip(COMMENT, cells, strict=False)), body=None)
    if isinstance(comment.compiled, str):
        comment.compiled = json.loads(comment.compiled)
    comment.page = page
    rest = cells[len(COMMENT) :]
    resolved_by, about, rest = rest[0], rest[1 : 1 + len(PASSAGE)], rest[1 + len(PASSAGE) :]
    who, (given, own, named, blocked) = rest[: len(PERSON)], rest[len(PERSON) : 4 + len(PERSON)]
    author = Person(**dict(zip(PERSON, who, strict=True))) if who[0] is not None else None
    return Line(
        comment=comment,
        author=author,
        html=html_of(comment, person, named) if comment.stands or comment.held_at else SafeString(""),
        reactions=counted(given, own),
        resolved_by=resolved_by or "",
        passage=Passage(**dict(zip(PASSAGE, about, strict=True))) if about[0] is not None else None,
        blocked=blocked,
        mine=bool(person.pk and comment.author_id == person.pk),
    )


def counted(given: list[str], own: list[str]) -> list[dict[str, Any]]:
    return [
        {"kind": kind, "icon": icon, "label": label, "count": given.count(kind), "mine": kind in own}
        for kind, (icon, label) in REACTIONS.items()
    ]


def html_of(comment: Comment, person: Any, named: list[list[str]]) -> SafeString:
    """The words for this reader; ``named`` are key, name and "listed" of the people in them."""
    people = {
        key: PersonRef(key=key, name=name or _("Former member"), url=f"/people/{key}/" if listed and name else "")
        for key, name, listed in named
    }
    compiled = Compiled.from_json(comment.compiled)
    if compiled is None:
        body = comment.body or Comment.objects.values_list("body", flat=True).get(pk=comment.pk)
        compiled = richtext.compile(body, language=comment.language)
    return richtext.render(compiled, RenderContext(person=person, people=lambda keys: people))
