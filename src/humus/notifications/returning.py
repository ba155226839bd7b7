"""What is known of an address that does not take our mails: noted from reports and refusals, forgotten by a person."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from humus.kit.happenings import Happening, happened
from humus.notifications.models import OutgoingMail, ReturnedAddress
from humus.notifications.models.returned import SOFT_SPAN

LONGEST = 1000
# A provider names a mail by its Message-ID, or by a name of its own that we do not know.
MOST_LOOKED_AT, SHORTEST_NAME = 20, 10
# RFC 3463: nobody of this name there; against 5.2 (the mailbox, e.g. full) and 5.7 (what was sent is not liked).
NOBODY = re.compile(r"\b5\.1\.\d{1,3}\b")
BARE = re.compile(r"\b55[0134]\b(?!.{0,5}\b5\.\d{1,3}\.\d)")


def lasts(words: str) -> bool:
    """Whether a refusal says that there is nobody at this address."""
    return bool(NOBODY.search(words) or BARE.search(words))


@transaction.atomic
def note(address: str, *, kind: str, lasting: bool, said: str) -> ReturnedAddress:
    """Remember a returned mail or a complaint; the latter lasts."""
    now = timezone.now()
    row, _new = ReturnedAddress.objects.select_for_update().get_or_create(
        address=address.lower()[:320], defaults={"first_at": now}
    )
    if now - row.last_at > SOFT_SPAN:
        row.count = 0
    row.count, row.last_at, row.said = row.count + 1, now, said[:LONGEST]
    row.lasting = row.lasting or lasting or kind == "complaint"
    row.kind = "complaint" if "complaint" in (kind, row.kind) else kind
    row.save()
    return row


def hear(happening: Happening) -> None:
    """A mail came back, or its reader called it unwanted."""
    kind = {"mail.returned": "returned", "mail.complaint": "complaint"}.get(happening.verb)
    if kind is None:
        return
    words = str(happening.data["said"])
    address, mail = _meant(happening.data)
    if not address:
        return
    note(address, kind=kind, lasting=bool(happening.data.get("lasting")) or lasts(words), said=words)
    if mail is not None and kind == "returned":
        mail.mark_returned(words)


def _meant(data: dict[str, Any]) -> tuple[str, OutgoingMail | None]:
    """The address and the mail of ours that a report is about; of an address never written to it says nothing."""
    if "mail" in data:
        mail = OutgoingMail.objects.filter(pk=data["mail"]).defer("message", "text").first()
        return (mail.recipient if mail else "", mail)
    sent = OutgoingMail.objects.filter(recipient__iexact=data["address"]).order_by("-pk").defer("text")[:MOST_LOOKED_AT]
    name = data["message_id"].strip("<> ").encode()
    mail = next((one for one in sent if len(name) > SHORTEST_NAME and name in bytes(one.message)), None)
    return (data["address"] if sent else "", mail)


@transaction.atomic
def write_again(*, actor: Any, address: str) -> bool:
    """Forget what was noted, so that mails go there again; whether there was anything."""
    gone = ReturnedAddress.objects.filter(address=address.lower()).delete()[0]
    if gone:
        happened("mail.address_opened", actor=actor)
    return bool(gone)


def forget_old() -> int:
    """A passing refusal of long ago says nothing any more."""
    return ReturnedAddress.objects.filter(
        lasting=False, last_at__lt=timezone.now() - SOFT_SPAN - timedelta(days=1)
    ).delete()[0]
