"""Django's mail backend: every mail becomes a row in the sender's transaction; the worker delivers it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from humus.kit.waking import soon
from humus.notifications import console
from humus.notifications.dressing import dressed
from humus.notifications.models import MailServer, OutgoingMail
from humus.notifications.tasks import deliver_due
from humus.people.mails import KEY_HEADER, domain


class OutboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        rows = [row for message in email_messages for row in as_rows(message)]
        written = OutgoingMail.objects.bulk_create(rows, ignore_conflicts=True)
        transaction.on_commit(lambda: after_commit(rows), robust=True)
        return len(written)


def as_rows(message: EmailMessage) -> list[OutgoingMail]:
    """One row an address: each is delivered, retried and refused by itself."""
    key = message.extra_headers.pop(KEY_HEADER, None) or uuid.uuid4().hex
    recipients = message.recipients()
    if not recipients:
        return []
    server = MailServer.current()
    if server and message.from_email == settings.DEFAULT_FROM_EMAIL:
        message.from_email = server.from_header
    message.extra_headers.setdefault("Message-ID", make_msgid(domain=domain()))
    raw = dressed(message).message().as_bytes(linesep="\r\n")
    return [
        OutgoingMail(
            key=f"{key}:{address}"[:200],
            recipient=address,
            sender=message.from_email,
            subject=str(message.subject),
            text=str(message.body),
            message=raw,
        )
        for address in recipients
    ]


def after_commit(rows: list[OutgoingMail]) -> None:
    """Wake the worker now rather than at its next round, and show the mail where no server will take it."""
    soon(deliver_due)
    console.show(rows)
