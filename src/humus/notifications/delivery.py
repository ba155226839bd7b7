"""Delivering what is due: leased in small batches, handed over at most once, tried again after passing trouble."""

from __future__ import annotations

import smtplib

import structlog
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.notifications import returning
from humus.notifications.models import MailServer, OutgoingMail, ReturnedAddress
from humus.notifications.models.mail import LEASE
from humus.notifications.notices import letters
from humus.notifications.smtp import MailTrouble, ServerTrouble, connected, send
from humus.people import mails as written
from humus.people.models import Person

BATCH = 25
log = structlog.get_logger("humus.mail")


def deliver_due() -> int:
    """Send what is due; returns how many mails the server took. Without a server mails stay where they are."""
    server = MailServer.current()
    taken = 0
    while server and (mails := lease()):
        try:
            with connected(server) as connection:
                taken += deliver(connection, server, mails)
        except ServerTrouble as trouble:
            log.warning("mail_server_trouble", error=str(trouble), waiting=len(mails))
            for mail in mails:
                mail.mark_later(str(trouble))
            return taken
    return taken


@transaction.atomic
def lease() -> list[OutgoingMail]:
    """Take a batch for ourselves for ten minutes. A worker that dies gives it back by the lease's end."""
    now = timezone.now()
    due = OutgoingMail.objects.due(now).order_by("next_attempt_at", "pk")
    mails = list(due.select_for_update(skip_locked=True)[:BATCH])
    OutgoingMail.objects.filter(pk__in=[mail.pk for mail in mails]).update(next_attempt_at=now + LEASE)
    for mail in mails:
        mail.next_attempt_at = now + LEASE
    return mails


def deliver(connection: smtplib.SMTP, server: MailServer, mails: list[OutgoingMail]) -> int:
    """Send and take off the list one by one; where the server itself fails, the rest stays on it."""
    taken, suspended = 0, of_suspended(mails)
    closed = ReturnedAddress.objects.among(mail.recipient for mail in mails)
    while mails:
        mail = mails.pop(0)
        if not letters.may_go(mail):
            letters.take_back(mail)
            continue
        if mail.key.startswith(written.CODE) and mail.created_at < timezone.now() - written.CODE_LIVES:
            mail.mark_refused(_("Not sent: the code in it is no longer valid."))
            continue
        if not written.may_still_go(mail.key):
            mail.mark_refused(_("Not sent: who would get it may no longer see what it tells."))
            continue
        if mail.recipient.lower() in suspended:
            mail.mark_refused(_("Not sent: the account was suspended meanwhile."))
            continue
        if why := not_wanted(mail, closed):
            mail.mark_refused(why)
            continue
        try:
            if send(connection, server, mail, mail.hand_over):
                mail.mark_sent()
                taken += 1
        except MailTrouble as trouble:
            postpone(mail, trouble)
            if isinstance(trouble, ServerTrouble):
                raise
    return taken


def not_wanted(mail: OutgoingMail, closed: dict[str, str]) -> str:
    """Why it does not go to an address that is marked; empty if it may. A complaint ends letters, not sign-in codes."""
    kind = closed.get(mail.recipient.lower())
    if kind == "returned":
        return _("Not sent: earlier mails to this address came back.")
    return _("Not sent: our letters are unwanted at this address.") if kind and mail.is_letter else ""


def of_suspended(mails: list[OutgoingMail]) -> set[str]:
    """Addresses of people who lost their account after the mail was written."""
    addresses = {mail.recipient.lower() for mail in mails}
    known = Person.objects.annotate(low=Lower("email")).filter(low__in=addresses).exclude(suspended_at=None)
    return set(known.values_list("low", flat=True))


def postpone(mail: OutgoingMail, trouble: MailTrouble) -> None:
    if trouble.handed:
        mail.mark_uncertain(str(trouble))
    elif trouble.permanent:
        mail.mark_refused(str(trouble))
        if trouble.receiver:
            words = str(trouble)
            returning.note(mail.recipient, kind="returned", lasting=returning.lasts(words), said=words)
    else:
        mail.mark_later(str(trouble))
