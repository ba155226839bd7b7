"""Settle a thread, open it again, and react with a kind word."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.discussions.models import REACTIONS, Comment, Reaction
from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened


@transaction.atomic
def resolve(*, actor: Any, comment: Comment) -> None:
    _settle(actor, comment, "thread.resolved", timezone.now())


@transaction.atomic
def reopen(*, actor: Any, comment: Comment) -> None:
    _settle(actor, comment, "thread.reopened", None)


def _settle(actor: Any, comment: Comment, verb: str, at: Any) -> None:
    require("comment.add", actor, comment.page)
    row = Comment.objects.select_for_update().get(pk=comment.thread.pk)
    if bool(row.resolved_at) == bool(at):
        return
    row.resolved_at, row.resolved_by = at, actor if at else None
    row.save(update_fields=["resolved_at", "resolved_by"])
    happened(verb, actor=actor, page=comment.page, data={"comment": row.key})


@transaction.atomic
def react(*, actor: Any, comment: Comment, kind: str) -> bool:
    """Give a kind word, or take it back; whether it is given now."""
    require("comment.add", actor, comment.page)
    if kind not in REACTIONS or not comment.stands:
        raise DeedError(_("This reaction is not known here."))
    given = Reaction.objects.filter(comment=comment, person=actor, kind=kind).delete()[0] == 0
    if given:
        Reaction.objects.get_or_create(comment=comment, person=actor, kind=kind)
    happened("comment.reacted", actor=actor, page=comment.page, data={"comment": comment.key, "given": given})
    return given
