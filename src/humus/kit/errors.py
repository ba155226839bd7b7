"""Errors of the domain that a person can read."""

from __future__ import annotations


class DeedError(Exception):
    """A deed that cannot be done; the message is shown to the person. ``permanent`` says that a retry will not help."""

    permanent = True

    def __init__(self, message: str, *, field: str | None = None, permanent: bool = True) -> None:
        super().__init__(message)
        self.field = field
        self.permanent = permanent
