"""Begin a discussion, answer a question, choose the answer that helped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from humus.discussions import domain as comments
from humus.discussions import spam, words
from humus.discussions.models import TOPIC_KINDS, Comment, Topic
from humus.discussions.topics import voting
from humus.kit import richtext
from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.pages import domain as pages
from humus.pages.models import Page
from humus.people.models import Person
from humus.spaces.models import Space

MOST, SPAN = 10, timedelta(hours=1)


@transaction.atomic
def start_discussion(
    *,
    actor: Any,
    space: Space,
    title: str,
    text: str,
    kind: str = "talk",
    choices: list[str] | None = None,
    several: bool = False,
    anonymous: bool = False,
    closes_at: datetime | None = None,
    language: str = "",
    compose: Callable[[Page], str] | None = None,
) -> Topic:
    """A new discussion of the space, published at once; ``text`` is Markdown as in a comment.

    ``compose`` makes the text once there is a page that files can be put on. ``kind`` is one of ``TOPIC_KINDS``;
    the rest is for a poll. Refuses with DeedError (field ``title``, ``text``,
    ``choices``, ``closes_at`` or ``kind``), and with PermissionDenied who may not.
    """
    if kind not in TOPIC_KINDS:
        raise DeedError(_("There is no such kind of discussion."), field="kind")
    require("discussion.announce" if kind == "announcement" else "discussion.start", actor, space)
    if pages.front(space) is None:
        raise DeedError(_("This space has no front page yet; its first page comes before its discussions."))
    _not_too_many(actor)
    spam.refuse(actor, f"{title} {text}")
    language = language or (get_language() or "en")[:2]
    page = pages.create(actor=actor, space=space, kind="discussion", title=title, language=language)
    text = compose(page) if compose else text
    body, named = richtext.empty(), list[Person]()
    if text.strip() or kind in ("talk", "announcement"):
        body, named = words.parse(text, actor=actor, page=page)

    def save_detail(page: Page) -> None:
        topic = Topic.objects.create(page=page, kind=kind)
        if kind == "poll":
            voting.make(topic, choices or [], several=several, anonymous=anonymous, closes_at=closes_at)

    pages.publish(actor=actor, page=page, language=language, title=title, body=body, save_detail=save_detail)
    topic = Topic.objects.select_related("page__space").get(page=page)
    pages.watch(actor=actor, page=topic.page)
    told = {"named": [one.key for one in named], "everyone": kind == "announcement", "topic": kind, "page": page.key}
    happened("discussion.started", actor=actor, page=topic.page, data=told)
    return topic


def answer(*, actor: Any, topic: Topic, text: str, request_key: str = "") -> Comment:
    """Say something in the discussion: a comment below its page."""
    return comments.add(actor=actor, page=topic.page, text=text, request_key=request_key)


@transaction.atomic
def accept(*, actor: Any, topic: Topic, comment: Comment) -> None:
    """Mark the comment that answers the question; another one takes its place."""
    row = _held(actor, topic)
    if row.kind != "question":
        raise DeedError(_("Only a question has an answer."))
    if comment.page_id != row.page_id or not comment.stands:
        raise DeedError(_("This comment is no longer there."))
    if row.answer_id == comment.pk:
        return
    row.answer, row.answered_at, row.answered_by = comment, timezone.now(), actor
    row.save(update_fields=["answer", "answered_at", "answered_by"])
    told = {"comment": comment.key, "named": [comment.author.key] if comment.author else []}
    happened("discussion.answered", actor=actor, page=topic.page, data=told)


@transaction.atomic
def reopen(*, actor: Any, topic: Topic) -> None:
    """Take the mark away: the question is open again."""
    row = _held(actor, topic)
    if row.answer_id is None:
        return
    row.answer = row.answered_at = row.answered_by = None
    row.save(update_fields=["answer", "answered_at", "answered_by"])
    happened("discussion.reopened", actor=actor, page=topic.page)


def _held(actor: Any, topic: Topic) -> Topic:
    require("discussion.settle", actor, topic.page)
    return Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)


def _not_too_many(actor: Any) -> None:
    recent = Page.objects.filter(author=actor, kind="discussion", created_at__gt=timezone.now() - SPAN)
    if recent.count() >= MOST:
        raise DeedError(
            _("You have begun many discussions in the last hour. Your text is kept here; please send it later."),
            permanent=False,
        )
