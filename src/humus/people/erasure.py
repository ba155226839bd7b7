"""Erasing a person: the account goes, the words that others need stay under a neutral name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from humus.kit.access import require
from humus.kit.happenings import happened
from humus.people.domain import keep_an_administrator, locked
from humus.people.models import Person

# Each app adds what it must forget: ``ERASERS.append(function)`` from its ``apps.py``. They run in one transaction.
ERASERS: list[Callable[[Person], None]] = []

EMPTY: dict[str, Any] = {
    "name": "",
    "language": "",
    "languages": [],
    "time_zone": "",
    "country": "",
    "expertise": [],
    "biography": "",
    "orcid": "",
    "photo": "",
    "shown": [],
    "listed_at": None,
    "last_login": None,
}


@transaction.atomic
def erase(*, actor: Any, person: Person) -> None:
    """Forget who this was. It cannot be undone."""
    require("person.edit", actor, person)
    row = locked(person)
    keep_an_administrator(row)
    for eraser in ERASERS:
        eraser(row)
    forget_sign_in(row)
    photo = row.photo.name
    storage = row.photo.storage
    for name, value in EMPTY.items():
        setattr(row, name, value)
    row.email = f"erased-{row.key}@erased.invalid"
    row.erased_at = timezone.now()
    row.set_unusable_password()
    row.save()
    row.end_sessions()
    if photo:
        transaction.on_commit(lambda: storage.delete(photo))
    happened("person.erased", actor=None, person=row)


def forget_sign_in(person: Person) -> None:
    """Addresses, keys, sessions and roles."""
    keys = list(UserSession.objects.filter(user=person).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    for model in (UserSession, EmailAddress, Authenticator, SocialAccount):
        model.objects.filter(user=person).delete()
    person.roles.filter(revoked_at=None).update(revoked_at=timezone.now())
    person.suspensions.update(reason="")
