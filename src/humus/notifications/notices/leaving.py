"""The link in every letter that ends them: it opens nothing but this."""

from __future__ import annotations

from django.core import signing

from humus.people.models import Person

SALT = "humus.notifications.leaving"


def token(person: Person) -> str:
    return signing.dumps(person.key, salt=SALT)


def person_of(word: str) -> Person | None:
    """Whose link it is; None for one that was not made here. It stays good: letters are opened late."""
    try:
        key = signing.loads(word, salt=SALT)
    except signing.BadSignature:
        return None
    return Person.objects.standing_for(key).first()
