"""Say something, change it, take it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from humus.discussions import enclosing, groups, passages, spam, words
from humus.discussions.domain.moderating import call
from humus.discussions.models import Comment, Earlier, Holding, Mention
from humus.discussions.passages import Place
from humus.kit import richtext
from humus.kit.access import may, require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.pages.models import Page, Text
from humus.pages.reading import text_of
from humus.people.models import Person

# Who is new here says so much in so long; the rest waits in the form and is not lost.
NEW_FOR = timedelta(days=3)
NEW_MOST, NEW_SPAN = 5, timedelta(minutes=10)
ANYONE_MOST, ANYONE_SPAN = 40, timedelta(minutes=10)


@transaction.atomic
def add(
    *,
    actor: Any,
    page: Page,
    text: str,
    parent: Comment | None = None,
    request_key: str = "",
    passage: Place | None = None,
    files: Sequence[Any] = (),
) -> Comment:
    """Begin a thread, or answer in one; the same request makes one comment, however often it arrives.

    ``files``: uploads, kept on the page where the actor may.
    ``passage``: words of the page that a new thread is about; refused (field ``quote``) where they do not stand there.
    """
    require("comment.add", actor, page)
    if request_key and (before := Comment.objects.filter(author=actor, request_key=request_key[:64]).first()):
        return before
    answered = parent
    if parent is not None:
        parent = Comment.objects.select_for_update().get(pk=parent.thread.pk)
        if parent.page_id != page.pk or parent.resolved_at:
            raise DeedError(_("This thread is settled. Open it again to answer."), field="text")
    _not_too_fast(actor)
    _not_too_soon(actor, page)
    called = groups.check(actor, page, text)
    body, named = words.parse(enclosing.attached(actor, page, text, files), actor=actor, page=page)
    comment = Comment(page=page, parent=parent, author=actor, language=(get_language() or "en")[:2])
    comment.request_key = request_key[:64]
    fill(comment, body)
    signs = spam.to_be_held(actor, comment.plain)
    comment.held_at = comment.at if signs else None
    comment.save()
    name(comment, named)
    if passage is not None and parent is None:
        _anchor(comment, passage)
    told: dict[str, Any] = {"comment": comment.key, "answers": answered.key if answered else ""}
    told |= {
        "groups": called,
        "named": [one.key for one in named],
        "answered": answered.author.key if answered and answered.author else "",
    }
    if signs:
        Holding.objects.create(comment=comment, signs=signs, told=told)
        happened("comment.held", actor=actor, page=page, data={"comment": comment.key})
        call(comment)
    else:
        happened("comment.added", actor=actor, page=page, data=told)
    return comment


def _anchor(comment: Comment, passage: Place) -> None:
    text = getattr(comment.page, "shown_text", None) or text_of(comment.page)
    words_of_page = Text.objects.values_list("plain", flat=True).get(pk=text.pk) if text else ""
    if text is None or len(passage.quote) > passages.LONGEST:
        raise DeedError(_("Please choose a shorter passage."), field="quote")

    def written() -> str:
        may_see = may("page.edit", comment.author, comment.page)
        return passages.written_in(comment.page, text.language) if may_see else ""

    if passages.keep(comment, words_of_page, text.language, passage, written) is None:
        raise DeedError(_("These words do not stand in the text of this page."), field="quote")


@transaction.atomic
def change(*, actor: Any, comment: Comment, text: str) -> Comment:
    """Change one's own words; the earlier ones stay readable in the comment's history."""
    row = _locked(comment)
    require("comment.change", actor, row)
    body, named = words.parse(text, actor=actor, page=row.page)
    if richtext.without_ids(body) == richtext.without_ids(row.body):
        return row
    spam.refuse(actor, text)
    Earlier.objects.create(comment=row, body=row.body)
    fill(row, body)
    row.edited_at = timezone.now()
    row.save(update_fields=["body", "compiled", "plain", "edited_at"])
    name(row, named)
    happened("comment.changed", actor=actor, page=row.page, data={"comment": row.key})
    return row


@transaction.atomic
def take_back(*, actor: Any, comment: Comment) -> None:
    """The words go, with their history; where answers hang a stone stays."""
    row = _locked(comment)
    require("comment.remove", actor, row)
    row.earlier.all().delete()
    row.mentions.all().delete()
    row.reactions.all().delete()
    fill(row, richtext.empty())
    row.deleted_at = timezone.now()
    row.save(update_fields=["body", "compiled", "plain", "deleted_at"])
    happened("comment.removed", actor=actor, page=row.page, data={"comment": row.key})


def name(comment: Comment, people: list[Person]) -> None:
    """Keep whom a comment names; a name that is gone from it goes."""
    comment.mentions.exclude(person__in=people).delete()
    Mention.objects.bulk_create([Mention(comment=comment, person=one) for one in people], ignore_conflicts=True)


def unable_to_read(comment: Comment) -> list[Person]:
    """Whom a comment names although they may not see its page: they are not told."""
    visible = Page.objects.visible_to
    named = [mention.person for mention in comment.mentions.select_related("person")]
    return [person for person in named if not visible(person).filter(pk=comment.page_id).exists()]


def fill(comment: Comment, body: dict[str, Any]) -> None:
    """Put a document into a comment, compiled for its language; the comment is not saved."""
    comment.body = body
    comment.compiled = richtext.compile(body, language=comment.language).to_json()
    comment.plain = richtext.to_text(body)


def _locked(comment: Comment) -> Comment:
    """The comment as it is now; its page stays the one that was found through the person."""
    row = Comment.objects.select_for_update().get(pk=comment.pk)
    row.page = comment.page
    return row


def _not_too_fast(actor: Any) -> None:
    """Slow who writes very much, sooner while they are new."""
    now = timezone.now()
    new = now - actor.joined_at < NEW_FOR and not actor.is_secretariat
    most, span = (NEW_MOST, NEW_SPAN) if new else (ANYONE_MOST, ANYONE_SPAN)
    recent = Comment.objects.filter(author=actor, at__gt=now - span).order_by("-at")
    times = list(recent.values_list("at", flat=True)[:most])
    if len(times) == most:
        minutes = int((times[-1] + span - now).total_seconds() // 60) + 1
        words_ = ngettext(
            "That was much in a short time. Your text is kept here; you can send it in %(minutes)d minute.",
            "That was much in a short time. Your text is kept here; you can send it in %(minutes)d minutes.",
            minutes,
        )
        raise DeedError(words_ % {"minutes": minutes}, field="text", permanent=False)


def _not_too_soon(actor: Any, page: Page) -> None:
    """Where a space is slow, each waits between two comments; those who look after it do not."""
    span = timedelta(minutes=page.space.slow_minutes)
    if not span or may("space.manage", actor, page.space):
        return
    now = timezone.now()
    mine = Comment.objects.filter(author=actor, page__space=page.space, at__gt=now - span)
    last = mine.order_by("-at").values_list("at", flat=True).first()
    if last is not None:
        minutes = int((last + span - now).total_seconds() // 60) + 1
        words_ = ngettext(
            "This space is slow now: your text is kept here; you can send it in %(minutes)d minute.",
            "This space is slow now: your text is kept here; you can send it in %(minutes)d minutes.",
            minutes,
        )
        raise DeedError(words_ % {"minutes": minutes}, field="text", permanent=False)
