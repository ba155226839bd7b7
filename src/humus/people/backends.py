"""Loads the person of a session together with the site roles, in one query."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from humus.people.models import Person


class PersonBackend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> Person | None:
        person = Person.objects.with_roles().filter(pk=user_id).first()
        return person if person and person.is_active else None
