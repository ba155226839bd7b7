"""What richtext refuses."""

from __future__ import annotations


class BadDocument(ValueError):
    """The document cannot be accepted; the message is written for the person who sent it."""
