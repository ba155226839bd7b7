"""Loads the person of a session together with the site roles, in one query."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from humus.kit.statements import ask, columns, loaded
from humus.people.models import Person

# What higher floors want to know of a person with every request: a name and a subquery over the person ``p``.
ALONG: dict[str, str] = {}
PERSON = """
SELECT {person}{along}, ARRAY(SELECT r.role FROM people_siterole r WHERE r.person_id = p.id AND r.revoked_at IS NULL)
FROM people_person p WHERE p.id = %(person)s
"""


class PersonBackend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> Person | None:
        rows = ask(
            PERSON.format(person=columns(Person, "p")[0], along="".join(f", {one}" for one in ALONG.values())),
            {"person": int(user_id)},
        )
        if not rows:
            return None
        *values, roles = rows[0]
        values, along = values[: len(values) - len(ALONG)], values[len(values) - len(ALONG) :]
        person: Person = loaded(Person, "p", values)
        person.loaded_roles = roles
        for name, value in zip(ALONG, along, strict=True):
            setattr(person, name, value)
        return person if person.is_active else None
