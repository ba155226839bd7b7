"""People, sessions and pages for the live benches. Runs inside the installation."""

from __future__ import annotations

import json
import random
from typing import Any

from _filling import sentence


def body(size: int) -> dict[str, Any]:
    rng = random.Random(size)
    content: list[dict[str, Any]] = []
    length = 0
    while length < size or not content:
        words = " ".join(sentence(rng) for _ in range(3)) if size else "Begun."
        length += len(words)
        content.append(
            {"type": "paragraph", "attrs": {"id": f"p{len(content):04}"}, "content": [{"type": "text", "text": words}]}
        )
    return {"type": "doc", "content": content}


def make(people: int, pages: int, size: int) -> None:
    """Print sessions, and the keys of the pages, as JSON."""
    from django.test import Client

    from humus.pages import domain
    from humus.people.models import Person
    from humus.spaces.domain import grant
    from humus.spaces.models import Space

    owner = Person.objects.create_user("owner@example.org", name="Owner")
    space = Space.objects.create(slug="live", kind="task_force", code="LIVE", name={"en": "Live"}, joining="open")
    from humus.people.models import SiteRole

    SiteRole.objects.create(person=owner, role="administrator", granted_by=owner)
    front = domain.create(actor=owner, space=space, title="Front", language="en")
    domain.publish(actor=owner, page=front, language="en", title="Front", body=body(0), base=0)
    sessions = []
    for number in range(people):
        person = Person.objects.create_user(f"writer{number}@example.org", name=f"Writer {number}")
        grant(actor=owner, space=space, person=person, role="member")
        client = Client()
        client.force_login(person)
        sessions.append(client.session.session_key)
    made = []
    for number in range(pages):
        page = domain.create(actor=owner, space=space, title=f"Page {number}", language="en")
        domain.publish(actor=owner, page=page, language="en", title=f"Page {number}", body=body(size), base=0)
        made.append({"key": page.key, "id": page.pk})
    print(json.dumps({"sessions": sessions, "pages": made}))
