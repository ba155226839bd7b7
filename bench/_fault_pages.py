"""People, sessions and pages for the writers of the fault bench. Runs inside the installation."""

from __future__ import annotations

import json
from typing import Any


def body(words: str) -> dict[str, Any]:
    paragraph = {"type": "paragraph", "attrs": {"id": "p1"}, "content": [{"type": "text", "text": words}]}
    return {"type": "doc", "content": [paragraph]}


def make(count: int) -> None:
    """Print, as JSON, a session cookie and a page of its own for each writer."""
    from django.conf import settings
    from django.test import Client

    from humus.pages import domain
    from humus.people.models import Person
    from humus.spaces.models import Space

    space = Space.objects.create(slug="faults", kind="community", name={"en": "Faults"}, joining="open")
    made = []
    for number in range(count):
        person = Person.objects.create_user(f"writer{number}@example.org", name=f"Writer {number}")
        _let_in(person, space)
        page = domain.create(actor=person, space=space, title=f"Page {number}", language="en")
        domain.publish(actor=person, page=page, language="en", title=f"Page {number}", body=body("0"), base=0)
        client = Client()
        client.force_login(person)
        made.append({"cookie": client.cookies[settings.SESSION_COOKIE_NAME].value, "key": page.key, "page": page.pk})
    names = {"session": settings.SESSION_COOKIE_NAME, "csrf": settings.CSRF_COOKIE_NAME}
    print(json.dumps({"names": names, "writers": made}))


def _let_in(person: Any, space: Any) -> None:
    from humus.spaces.domain import grant

    grant(actor=person, space=space, person=person, role="member")
