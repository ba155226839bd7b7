"""The conversation below every page, and what changed since the reader was last here."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q

from humus.discussions import reading
from humus.discussions.domain.seeing import look
from humus.discussions.models import Seen
from humus.kit.access import may
from humus.pages.models import Page, VersionAuthor
from humus.pages.panels import Panel

# Whether nobody is invited to talk below a page, such as a notice of the law; what was said before stays.
UNSPOKEN: list[Callable[[Page], bool]] = []


def below_page(request: Any, page: Page) -> Panel | None:
    if page.status not in ("published", "archived"):
        return None
    talk = reading.conversation(request.user, page)
    since = visit(request.user, page, talk) if request.method == "GET" else None
    reading.mark_fresh(talk, since)
    data = shown(request, page, talk) | {"since": since, "changed": bool(since and changed_since(page, since))}
    empty = not (talk.threads or talk.more)
    below = "discussions/parts/silence.html" if empty and not data["may_add"] else "discussions/parts/conversation.html"
    if empty and any(unspoken(page) for unspoken in UNSPOKEN):
        below = ""
    return Panel(
        above="discussions/parts/since.html" if data["changed"] or talk.fresh else "",
        below=below,
        modules="talk-passages",
        done=request.GET.get("said", "")[:32],
        data=data,
    )


def shown(request: Any, page: Page, talk: reading.Conversation) -> dict[str, Any]:
    """What the templates of a conversation ask for."""
    topic = getattr(page, "topic", None) if page.kind == "discussion" else None
    asked = topic if topic and topic.kind == "question" else None
    return {
        "question": asked if asked and may("discussion.settle", request.user, page) else None,
        "answer_id": asked.answer_id if asked else None,
        "talk": talk,
        "page": page,
        "may_add": may("comment.add", request.user, page),
        "may_enclose": may("page.edit", request.user, page),
        "may_moderate": request.user.is_authenticated and may("space.manage", request.user, page.space),
        "request_key": uuid.uuid4().hex,
    }


def visit(person: Any, page: Page, talk: reading.Conversation) -> Seen | None:
    text = getattr(page, "shown_text", None)
    if not person.is_authenticated or text is None or not text.number:
        return None
    seen = {"language": text.language, "number": text.number, "comment": talk.last}
    return look(person, talk.seen, page=page.pk, own=is_own(text, person.pk), **seen)


def is_own(text: Any, person: int) -> bool:
    return text.changed_by is not None and text.changed_by.pk == person


def changed_since(page: Page, since: Seen) -> bool:
    """Whether there is a newer version than the one seen last, and not by the reader alone."""
    text = page.shown_text  # type: ignore[attr-defined]
    if text.number <= since.base_number:
        return False
    return not is_own(text, since.person_id) or written_by_others(page, since, text)


def written_by_others(page: Page, since: Seen, text: Any) -> bool:
    newer = page.versions.filter(language=text.language, number__gt=since.base_number, number__lte=text.number)
    alone = Q(author=since.person_id) & ~Exists(
        VersionAuthor.objects.filter(version=OuterRef("pk")).exclude(person=since.person_id)
    )
    return newer.exclude(alone).exists()
