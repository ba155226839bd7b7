"""What becomes of a mail: who may come in is asked first, then the door behind the address does its deed.

The deed, the mail's new state and the answer are committed together. What goes wrong is tried again; nothing is lost.
"""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from humus.incoming import answers, judging, taking
from humus.incoming.models import IncomingMail
from humus.incoming.opening import Letter, Unreadable, opened
from humus.incoming.visit import DOORS, Refused, Visit
from humus.kit import answering
from humus.kit.errors import DeedError
from humus.people.models import Person

PAUSES = (1, 2, 5, 15, 60, 180, 360, 720)
KEPT = timedelta(days=30)
# Doors that machines may come to.
FOR_MACHINES = "b"
# An address that looks like one of those that we make, and is not: there is no door.
GUESSED = "?"
log = structlog.get_logger("humus.mail")


def handle_due() -> int:
    """Handle what waits; how many were handled. A mail that breaks the process comes again after a growing pause."""
    handled = 0
    while (pk := lease()) is not None:
        try:
            handle(pk)
        except Exception:
            log.exception("mail_not_handled", mail=pk)
        handled += 1
    return handled


@transaction.atomic
def lease() -> int | None:
    row = IncomingMail.objects.due().order_by("pk").select_for_update(skip_locked=True).first()
    if row is None:
        return None
    if row.attempts >= len(PAUSES):
        row.settle("held", _("This mail could not be handled; the log of the site says why."))
        return lease()
    row.next_attempt_at = timezone.now() + timedelta(minutes=PAUSES[row.attempts])
    row.attempts += 1
    row.save(update_fields=["attempts", "next_attempt_at"])
    return row.pk


@transaction.atomic
def handle(pk: int) -> None:
    row = IncomingMail.objects.select_for_update(of=("self",)).get(pk=pk)
    if row.state != "waiting":
        return
    try:
        letter = opened(bytes(row.message))
    except Unreadable:
        row.settle("held", _("This mail is built so that it cannot be read."))
        return
    made = row.recipient.startswith(answering.PREFIX)
    ticket = answering.read(row.recipient.rpartition("@")[0]) if made else None
    kind = ticket.kind if ticket else GUESSED if made else "s"
    row.address, row.subject = letter.sender[:320], letter.subject
    row.save(update_fields=["address", "subject"])
    robot = "" if kind in FOR_MACHINES or row.vouched else judging.automatic(letter, row.envelope_from)
    if robot:
        row.settle("dropped", _("A machine wrote this, says its line “%(name)s”.") % {"name": robot})
        return
    visit = Visit(row, letter, ticket, writer(letter, ticket))
    with translation.override(answers.language(visit)):
        enter(visit, kind)


def writer(letter: Letter, ticket: answering.Ticket | None) -> Person | None:
    if ticket is None or not ticket.person:
        return judging.person_at(letter.sender)
    return Person.objects.active().filter(pk=ticket.person).first()


def enter(visit: Visit, kind: str) -> None:
    """Ask whether the writer is who they say, then open the door."""
    row = visit.row
    row.person = visit.person
    row.save(update_fields=["person"])
    try:
        check(visit, kind)
        with transaction.atomic():
            done = DOORS[kind](visit)
        if row.state == "waiting":
            row.settle("done", done)
    except DeedError as refused:
        if refused.permanent:
            answers.refuse(visit, str(refused))
        else:
            later(row, str(refused))
    except PermissionDenied:
        answers.refuse(visit, _("You may not write there."))
    except Refused as refused:
        answers.hold(visit, str(refused)) if refused.hold else answers.refuse(visit, str(refused))


def check(visit: Visit, kind: str) -> None:
    """Nobody posts as somebody else. The secretariat's word (``vouched``) stands in for proof."""
    row, letter, ticket, person = visit.row, visit.letter, visit.ticket, visit.person
    if kind in FOR_MACHINES:
        return
    if kind not in DOORS or (ticket and ticket.expired):
        raise Refused(_("The address you answered to is no longer good: it was made months ago."))
    if row.vouched:
        return
    if judging.vouched(letter) is False:
        row.answered_at = None
        raise Refused(answers.FORGED, hold=True)
    if ticket and ticket.person and person is None:
        raise Refused(_("Your account is shut."))
    if ticket and person and letter.sender not in judging.addresses(person):
        raise Refused(
            _("This address is for the person whom we wrote to, and your mail comes from another one."), hold=True
        )


def later(row: IncomingMail, why: str) -> None:
    """It waits: who is slowed down is not turned away."""
    row.why = why
    row.attempts = min(row.attempts, 3)
    row.next_attempt_at = timezone.now() + timedelta(minutes=3)
    row.save(update_fields=["why", "attempts", "next_attempt_at"])


def forget_old() -> int:
    """What was settled long ago goes; what is held stays until somebody decides."""
    long_ago = timezone.now() - KEPT
    settled = IncomingMail.objects.exclude(state__in=("waiting", "held"))
    return settled.filter(received_at__lt=long_ago).delete()[0]


def release(row: IncomingMail) -> None:
    """Handle a mail now that somebody vouches for it."""
    row.vouched, row.state, row.why, row.attempts = True, "waiting", "", 0
    row.next_attempt_at = timezone.now()
    row.save(update_fields=["vouched", "state", "why", "attempts", "next_attempt_at"])
    transaction.on_commit(taking.wake, robust=True)
