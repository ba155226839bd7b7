"""Mails about the register."""

from __future__ import annotations

from typing import Any

from humus.people import mails


def tell(person: Any, name: str, context: dict[str, Any], language: str = "") -> None:
    """Send ``organisations/mail/NAME.txt``."""
    mails.tell(person, f"organisations/mail/{name}.txt", context, language)
