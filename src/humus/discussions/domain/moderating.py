"""Report a comment, hide it with a reason, appeal once, answer the appeal."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.discussions.models import Comment, Hiding, Holding, Report
from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.people.mails import tell
from humus.spaces.models import Membership


@transaction.atomic
def report(*, actor: Any, comment: Comment, why: str) -> Report:
    """Point a comment out to those who look after the space; the same person does so once."""
    row = _held(comment)
    if row.author_id == actor.pk:
        raise DeedError(_("This is your own comment. You can change or delete it."))
    if not row.stands:
        raise DeedError(_("This comment is no longer there."))
    found, new = Report.objects.get_or_create(comment=row, person=actor, defaults={"why": why})
    if not new:
        raise DeedError(_("You have reported this comment already."))
    happened("comment.reported", actor=actor, page=comment.page, data={"comment": row.key})
    if row.reports.waiting().count() == 1:
        call(row)
    return found


def call(comment: Comment) -> None:
    """Tell those who look after the space that a comment waits for a look; not who reported it, nor its author."""
    space = comment.page.space
    leading = Membership.objects.current().filter(space=space, role__in=space.behaviour.leading_roles)
    named = leading.exclude(person=comment.author_id).values_list("person__key", flat=True).distinct()
    happened("comment.waits", actor=None, page=comment.page, data={"comment": comment.key, "named": list(named)})


def _not_ones_own(actor: Any, comment: Comment) -> None:
    """Nobody but the secretariat judges what was said against themselves."""
    if comment.author_id == actor.pk and not actor.is_secretariat:
        raise DeedError(_("This is about your own comment: the secretariat decides."))


@transaction.atomic
def hide(*, actor: Any, comment: Comment, reason: str) -> Hiding:
    """Take a comment out of sight. Its author is told why and may appeal."""
    require("comment.moderate", actor, comment)
    row = _held(comment)
    if row.deleted_at is not None or row.hidden_at is not None:
        raise DeedError(_("This comment is hidden or deleted already."))
    if row.held_at is not None:
        _settle_holding(row, actor)
    hiding = Hiding.objects.create(comment=row, by=actor, reason=reason)
    row.hidden_at, row.held_at = hiding.at, None
    row.save(update_fields=["hidden_at", "held_at"])
    _settle_reports(row, actor)
    happened("comment.hidden", actor=actor, page=comment.page, data={"comment": row.key, "reason": reason})
    if row.author is not None and row.author_id != actor.pk:
        tell(row.author, "discussions/mail/hidden.txt", {"comment": row, "hiding": hiding, "page": comment.page})
    return hiding


@transaction.atomic
def let_through(*, actor: Any, comment: Comment) -> None:
    """A held comment is shown, found and told from now on."""
    require("comment.moderate", actor, comment)
    row = _held(comment)
    _not_ones_own(actor, row)
    if row.held_at is None or row.deleted_at is not None:
        raise DeedError(_("There is nothing to answer any more."))
    row.held_at = None
    row.save(update_fields=["held_at"])
    holding = _settle_holding(row, actor)
    happened("comment.let_through", actor=actor, page=comment.page, data={"comment": row.key})
    happened("comment.added", actor=row.author, page=comment.page, data=holding.told)


def _settle_holding(comment: Comment, actor: Any) -> Holding:
    holding = Holding.objects.get(comment=comment)
    holding.settled_at, holding.settled_by = timezone.now(), actor
    holding.save(update_fields=["settled_at", "settled_by"])
    return holding


@transaction.atomic
def dismiss(*, actor: Any, comment: Comment) -> None:
    """Leave a reported comment where it is."""
    require("comment.moderate", actor, comment)
    row = _held(comment)
    _not_ones_own(actor, row)
    if _settle_reports(row, actor):
        happened("comment.report_dismissed", actor=actor, page=comment.page, data={"comment": row.key})


@transaction.atomic
def appeal(*, actor: Any, comment: Comment, text: str) -> Hiding:
    row = _held(comment)
    hiding = Hiding.objects.filter(comment=row, lifted_at=None).first()
    if row.author_id != actor.pk or hiding is None:
        raise DeedError(_("Only the author of a hidden comment may appeal."))
    if hiding.appealed_at:
        raise DeedError(_("You have appealed already."))
    hiding.appeal, hiding.appealed_at = text, timezone.now()
    hiding.save(update_fields=["appeal", "appealed_at"])
    happened("comment.appealed", actor=actor, page=comment.page, data={"comment": row.key})
    call(row)
    return hiding


@transaction.atomic
def show(*, actor: Any, comment: Comment) -> None:
    """Bring a hidden comment back."""
    _answer(actor, comment, lift=True)


@transaction.atomic
def keep_hidden(*, actor: Any, comment: Comment) -> None:
    """Answer an appeal: it stays hidden."""
    _answer(actor, comment, lift=False)


def _answer(actor: Any, comment: Comment, *, lift: bool) -> None:
    require("comment.moderate", actor, comment)
    row = _held(comment)
    hiding = Hiding.objects.filter(comment=row, lifted_at=None).first()
    if hiding is None or (not lift and (hiding.appealed_at is None or hiding.answered_at)):
        raise DeedError(_("There is nothing to answer any more."))
    _not_ones_own(actor, row)
    if not lift and hiding.by_id == actor.pk and not actor.is_secretariat:  # type: ignore[attr-defined]
        raise DeedError(_("You hid this comment yourself: somebody else answers the appeal."))
    hiding.answered_at, hiding.answered_by = timezone.now(), actor
    hiding.lifted_at = hiding.answered_at if lift else None
    hiding.save(update_fields=["answered_at", "answered_by", "lifted_at"])
    if lift:
        row.hidden_at = None
        row.save(update_fields=["hidden_at"])
    verb = "comment.shown" if lift else "comment.kept_hidden"
    happened(verb, actor=actor, page=comment.page, data={"comment": row.key})
    if row.author is not None:
        known = {"comment": row, "page": comment.page, "lifted": lift}
        tell(row.author, "discussions/mail/answered.txt", known)


def _held(comment: Comment) -> Comment:
    row = Comment.objects.select_for_update(of=("self",)).select_related("author").get(pk=comment.pk)
    row.page = comment.page
    return row


def _settle_reports(comment: Comment, actor: Any) -> int:
    return Report.objects.filter(comment=comment, settled_at=None).update(settled_at=timezone.now(), settled_by=actor)
