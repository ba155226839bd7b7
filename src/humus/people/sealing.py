"""What the second factor keeps about a person is sealed in the database."""

from __future__ import annotations

import secrets
from typing import Any

import structlog
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from humus.kit import sealed
from humus.people.adapters import note_wrong
from humus.people.devices import describe

PURPOSE = "second factor"
log = structlog.get_logger("humus.people")


class SecondFactorAdapter(DefaultMFAAdapter):
    def validation_error(self, code: str, *args: Any) -> Any:
        note_wrong(code)
        return super().validation_error(code, *args)

    def encrypt(self, text: str) -> str:
        return sealed.seal(text, PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; where it was sealed with another key, one that nobody knows, so that no code fits."""
        try:
            return sealed.opened(encrypted_text, PURPOSE)
        except sealed.CannotOpen:
            log.error("second factor cannot be opened", hint="HUMUS_SECRET_KEY is not the one it was sealed with")
            return secrets.token_hex(40).upper().translate(str.maketrans("0189", "ABCD"))

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """By the device in hand; a person with several tells them apart better than by a number."""
        return describe(context.request.META.get("HTTP_USER_AGENT", ""))[:100]

    def _get_site_name(self) -> str:
        return settings.SITE_NAME
