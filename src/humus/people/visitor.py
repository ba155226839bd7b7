"""What a visitor who has not signed in answers to the questions asked of a person."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser


def teach_anonymous() -> None:
    """Give Django's anonymous user the same questions, so that no caller needs to tell the two apart."""
    for question in ("is_administrator", "is_secretariat", "is_bureau"):
        setattr(AnonymousUser, question, False)
    AnonymousUser.site_roles = frozenset()  # type: ignore[attr-defined]
    AnonymousUser.language = ""  # type: ignore[attr-defined]
    AnonymousUser.time_zone = ""  # type: ignore[attr-defined]
