"""The providers whose posts carry all they tell, and how each proves that it is the sender. Loaded when one posts."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings

# The name of a provider's classes, and where its signing key goes for mails in and for reports; None: it signs nothing.
KNOWN: dict[str, tuple[str, str | None, str | None]] = {
    "mailersend": ("MailerSend", "inbound_secret", "signing_secret"),
    "mailgun": ("Mailgun", "webhook_signing_key", "webhook_signing_key"),
    "mailjet": ("Mailjet", None, None),
    "postal": ("Postal", "webhook_key", "webhook_key"),
    "postmark": ("Postmark", None, None),
    "sendgrid": ("SendGrid", None, None),
    "sparkpost": ("SparkPost", None, None),
}
KINDS = {"inbound": "Inbound", "tracking": "Tracking"}


def reader(provider: str, kind: str) -> Any:
    """What checks and reads a post of this kind, with its secrets; None for what is not set up."""
    if not provider or provider != settings.MAIL_HOOKS or kind not in KINDS:
        return None
    name, *keys = KNOWN[provider]
    secrets: dict[str, Any] = {"webhook_secret": [settings.MAIL_HOOKS_SECRET] if settings.MAIL_HOOKS_SECRET else []}
    if key := keys[list(KINDS).index(kind)]:
        secrets[key] = settings.MAIL_HOOKS_KEY
    module = import_module(f"anymail.webhooks.{provider}")
    return getattr(module, f"{name}{KINDS[kind]}WebhookView")(**secrets)
