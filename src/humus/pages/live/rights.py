"""Who comes in: the session's person, found and asked with the same rules as everywhere else."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpRequest

from humus.kit.access import may
from humus.pages import reading
from humus.pages.live.member import Entry
from humus.people.backends import ALONG
from humus.spaces import rules as space_rules

THREADS = 2
# The object mapper is asked in threads of its own, whose connections are counted in the budget.
executor = ThreadPoolExecutor(THREADS, thread_name_prefix="rights")
Answer = TypeVar("Answer")


def hashed(session: str) -> str:
    return hashlib.md5(session.encode(), usedforsecurity=False).hexdigest()


def enter(session: str, page_key: str) -> Entry | int:
    """What this session may do with the page: an entry, else 401 (who are you?) or 404 (no such page for you)."""
    person = _person(session)
    if not person.is_authenticated:
        return 401
    page = reading.find(person, key=page_key)
    if page is None:
        return 404
    writes = may("page.edit", person, page)
    if not writes and "read" not in space_rules.powers(person, page.space):
        return 404
    return Entry(person.pk, person.key, str(person), page.pk, page.key, page.space_id, writes)


def _person(session: str) -> Any:
    request = HttpRequest()
    request.session = SessionStore(session or None)
    return get_user(request)


def person_of(session: str) -> int | None:
    """Whose session it is, while it and the account are good."""
    person = _person(session)
    return int(person.pk) if person.is_authenticated else None


def unread_of(people: list[int]) -> dict[int, int]:
    """How much each of them has not read, as their pages count it."""
    with connection.cursor() as cursor:
        counted = ALONG.get("unread", "0")
        cursor.execute(f"SELECT p.id, {counted} FROM people_person p WHERE p.id = ANY(%s)", [people])  # noqa: S608
        return dict(cursor.fetchall())


def known_language(code: str) -> bool:
    return code in dict(settings.LANGUAGES)


def in_thread(deed: Callable[..., Answer], *values: Any, **named: Any) -> Answer:
    """Run with a connection that is given back afterwards."""
    try:
        return deed(*values, **named)
    finally:
        connection.close()
