"""What stops a command, in words for the person at the console."""

from __future__ import annotations


class OpsError(Exception):
    """The command cannot be done; the message says why and what would help."""
