"""Random identifiers for addresses that people share."""

from __future__ import annotations

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def short_key() -> str:
    """Eleven characters without look-alikes (about 54 bits): short enough to read aloud, never a secret."""
    return "".join(secrets.choice(ALPHABET) for _ in range(11))


def secret_key() -> str:
    """A 256-bit token for links that open something by themselves."""
    return secrets.token_urlsafe(32)
