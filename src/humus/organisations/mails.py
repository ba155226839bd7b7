"""Mails about the register, each in its reader's language. They are written with the deed's own rows or not at all."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation


def tell(person: Any, name: str, context: dict[str, Any], language: str = "") -> None:
    """Send ``organisations/mail/NAME.txt``: the first line is the subject."""
    if not person.is_active:
        return
    known = {"person": person, "site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    with translation.override(language or person.language or "en"):
        text = render_to_string(f"organisations/mail/{name}.txt", known | context)
    subject, _, body = text.strip().partition("\n")
    EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[person.email]).send()
