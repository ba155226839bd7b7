"""Reports of mail servers: a mail that came back (RFC 3464), a reader who called one a nuisance (RFC 5965)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import EmailMessage, Message

ADDRESS = re.compile(r"<?[^\s<>@]{1,64}@[^\s<>@]{1,255}>?")


@dataclass(frozen=True)
class Report:
    """``kind``: returned or complaint. ``said``: the other server's words, without addresses."""

    kind: str
    said: str


def read(message: EmailMessage) -> Report | None:
    """What a report says; None for what is none, or tells only that a mail is late or has arrived."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/feedback-report":
            return Report("complaint", _fields(part).get("feedback-type", "abuse"))
        if kind == "message/delivery-status":
            fields = _fields(part)
            if fields.get("action", "").lower() != "failed":
                continue
            words = " ".join(part for part in (fields.get("status", ""), fields.get("diagnostic-code", "")) if part)
            return Report("returned", ADDRESS.sub("…", words)[:1000])
    return None


def _fields(part: Message) -> dict[str, str]:
    """The lines of a report by name, whether the library took them for headers of parts or for text."""
    payload = part.get_payload()
    groups = [group.items() for group in payload if isinstance(group, Message)] if isinstance(payload, list) else []
    if not groups:
        text = payload if isinstance(payload, str) else ""
        groups = [[(n, v) for n, _c, v in (line.partition(":") for line in text.splitlines()) if v]]  # type: ignore[list-item]
    return {str(name).strip().lower(): " ".join(str(value).split())[:1000] for group in groups for name, value in group}
