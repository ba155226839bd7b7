"""Administrators and the secretariat act only with a second factor."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether this person must set up a second factor first; asked once a session, then remembered there."""
    if settings.DEMO or request.session.get("second_factor"):
        return False
    if not is_mfa_enabled(request.user):
        return True
    request.session["second_factor"] = True
    return False
