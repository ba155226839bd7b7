"""Taking a mail in: who may be written to is asked at the door, and what is taken is on the disk before we say so."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from email.parser import BytesHeaderParser

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from humus.incoming.models import IncomingMail
from humus.kit import answering
from humus.kit.waking import soon

# More than a person writes, less than a loop.
MOST, SPAN = 60, timedelta(hours=1)
NAMED = ("Message-ID", "Date", "From", "Subject")


class TooMany(Exception):
    """This sender has written very much in a short time; later is fine."""


def known(recipient: str) -> bool:
    """Whether mail to this address is taken. Every name of a space is: what is hidden answers as what is not there."""
    local, _at, domain = recipient.rpartition("@")
    if not local or not settings.MAIL_DOMAIN or domain.lower() != settings.MAIL_DOMAIN:
        return False
    return not local.lower().startswith(answering.PREFIX) or answering.read(local) is not None


def take(envelope_from: str, recipient: str, raw: bytes) -> IncomingMail:
    """The mail's row, committed; the same mail delivered once more is the same row."""
    sender = envelope_from[:320].lower()
    if (
        sender
        and IncomingMail.objects.filter(envelope_from=sender, received_at__gt=timezone.now() - SPAN).count() >= MOST
    ):
        raise TooMany
    fields = {"envelope_from": sender, "message": raw}
    row, new = IncomingMail.objects.get_or_create(
        recipient=recipient[:320].lower(), digest=digest(raw), defaults=fields
    )
    if new:
        transaction.on_commit(wake, robust=True)
    return row


def digest(raw: bytes) -> str:
    """What makes it the same mail: its own name where it has one, since relays change the rest on the way."""
    message = BytesHeaderParser().parsebytes(raw[:65_536])
    if message.get("Message-ID"):
        raw = "\n".join(str(message.get(name, "")) for name in NAMED).encode("utf-8", "surrogateescape")
    return hashlib.sha256(raw).hexdigest()


def wake() -> None:
    from humus.incoming.tasks import handle_due

    soon(handle_due)
