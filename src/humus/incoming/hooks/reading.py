"""From what a provider tells to what the letterbox would have been handed, and to what a report would have said."""

from __future__ import annotations

import re
from email import policy
from typing import Any

from django.conf import settings
from django.db import transaction

from humus.incoming import reports, taking
from humus.kit.happenings import happened

AS_IT_CAME = policy.SMTP.clone(refold_source="none")
# The word of a mail server that we trust; here it came with the mail and is anybody's.
VOUCHING = re.compile(rb"^Authentication-Results(?=\s*:)", re.IGNORECASE | re.MULTILINE)
HEAD_ENDS = re.compile(rb"\r?\n\r?\n")
KINDS = {"bounced": "returned", "rejected": "returned", "complained": "complaint"}
NOBODY = ("invalid",)


def take(message: Any) -> int:
    """Keep a mail for each of our addresses that it came for; how many. What is not for us is let go."""
    raw = raw_of(message)
    if len(raw) > settings.MAIL_IN_LIMIT:
        return 0
    sender = message.envelope_sender
    if sender is None:
        sender = str(getattr(message.from_email, "addr_spec", ""))
    ours = recipients(message)
    for recipient in ours:
        taking.take(sender.strip("<> "), recipient, raw)
    return len(ours)


def recipients(message: Any) -> list[str]:
    """Where the provider says that it was delivered; else whom of us it names. A guessed address is answered later."""
    named = [one.strip("<> ") for one in (message.envelope_recipient or "").split(",")]
    if not any(named):
        named = [one.addr_spec for one in (*message.to, *message.cc, *message.bcc)]
    at_ours = f"@{settings.MAIL_DOMAIN}"
    return list(dict.fromkeys(one for one in named if settings.MAIL_DOMAIN and one.lower().endswith(at_ours)))


def raw_of(message: Any) -> bytes:
    try:
        raw = message.as_bytes(policy=AS_IT_CAME)
    except (UnicodeError, ValueError, LookupError):
        raw = message.as_bytes(policy=policy.compat32.clone(linesep="\r\n"))
    end = HEAD_ENDS.search(raw)
    head = raw[: end.start()] if end else raw
    return VOUCHING.sub(b"X-Claimed-Results", head) + raw[len(head) :]


@transaction.atomic
def note(event: Any) -> bool:
    """Say that a mail came back or was called unwanted; whether it was that."""
    kind = KINDS.get(event.event_type)
    if kind is None or not event.recipient:
        return False
    reason = str(event.reject_reason or "")
    words = " ".join(str(part) for part in (reason, event.mta_response or event.description or "") if part)
    said = reports.ADDRESS.sub("…", words)[:1000]
    data = {"address": event.recipient.strip("<> "), "said": said, "lasting": reason in NOBODY}
    happened(f"mail.{kind}", actor=None, data=data | {"message_id": str(event.message_id or "")[:300]})
    return True
