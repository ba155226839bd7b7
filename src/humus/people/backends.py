"""Loads the person of a session together with the site roles, in one query."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from humus.kit.statements import ask, columns, loaded
from humus.people.models import Person

PERSON = """
SELECT {person}, ARRAY(SELECT r.role FROM people_siterole r WHERE r.person_id = p.id AND r.revoked_at IS NULL)
FROM people_person p WHERE p.id = %(person)s
"""


class PersonBackend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> Person | None:
        rows = ask(PERSON.format(person=columns(Person, "p")[0]), {"person": int(user_id)})
        if not rows:
            return None
        *values, roles = rows[0]
        person: Person = loaded(Person, "p", values)
        person.loaded_roles = roles
        return person if person.is_active else None
