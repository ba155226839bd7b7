"""Mails to a person, in their own language. They are written with the deed's own rows or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

# A mail that carries this header is written once, however often the deed behind it is repeated.
KEY_HEADER = "X-Humus-Key"
# So begin the keys of mails with a code; older than this they are of no use, and would only alarm.
CODE, CODE_LIVES = "code-", timedelta(minutes=15)
# Beginnings of such keys, and who is asked right before a mail leaves whether it still may.
STILL: dict[str, Callable[[str], bool]] = {}


def may_still_go(key: str) -> bool:
    return all(ask(key) for beginning, ask in STILL.items() if key.startswith(beginning))


def domain() -> str:
    """In whose name our mails are named: where answers come in, else that of the site."""
    return settings.MAIL_DOMAIN or urlsplit(settings.SITE_URL).hostname or "localhost"


def thread(key: str) -> dict[str, str]:
    """The headers by which mail programs keep all mails about one page together."""
    name = f"<page-{key}@{domain()}>"
    return {"In-Reply-To": name, "References": name}


def tell(person: Any, template: str, context: dict[str, Any], language: str = "", **head: str) -> None:
    """Send a template whose first line is the subject; nothing to an account that is shut or erased."""
    if person.is_active:
        write(person.email, template, {"person": person} | context, language or person.language, **head)


def write(
    address: str, template: str, context: dict[str, Any], language: str = "", answer: str = "", **head: str
) -> None:
    """The same to an address that may have no account yet. ``answer`` is where a plain reply goes, if anywhere.

    ``head`` are further headers, with underscores for hyphens.
    """
    known = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, "answer": answer}
    with translation.override(language or "en"):
        text = render_to_string(template, known | context)
    subject, _, body = text.strip().partition("\n")
    headers = {name.replace("_", "-"): value for name, value in head.items() if value}
    headers |= {"Content-Language": language or "en"}
    reply_to = [answer] if answer else None
    EmailMessage(
        " ".join(subject.split()), body.strip() + "\n", to=[address], reply_to=reply_to, headers=headers
    ).send()
