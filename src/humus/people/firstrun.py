"""The one-time link that makes the first person administrator; it exists only until there is one."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from django.conf import settings
from django.db import transaction

from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.people.models import Person, SiteRole


def _file() -> Path:
    return Path(settings.HOME) / "first-administrator"


def needed() -> bool:
    return not SiteRole.objects.filter(role="administrator", revoked_at=None).exists()


def link() -> str | None:
    """A fresh link, printed at the start; the earlier one stops working. None once there is an administrator."""
    if not needed():
        _file().unlink(missing_ok=True)
        return None
    token = secrets.token_urlsafe(32)
    _file().parent.mkdir(parents=True, exist_ok=True)
    _file().touch(mode=0o600)
    _file().write_text(hashlib.sha256(token.encode()).hexdigest())
    return f"{settings.SITE_URL}/first/{token}/"


def valid(token: str) -> bool:
    if not _file().exists() or not needed():
        return False
    return secrets.compare_digest(_file().read_text(), hashlib.sha256(token.encode()).hexdigest())


@transaction.atomic
def claim(*, actor: Person, token: str) -> None:
    """Make ``actor`` the first administrator."""
    if not valid(token):
        raise DeedError("This link has been used or replaced.")
    SiteRole.objects.create(person=actor, role="administrator", granted_by=actor)
    _file().unlink(missing_ok=True)
    happened("person.role_granted", actor=actor, person=actor, data={"role": "administrator", "how": "first start"})
