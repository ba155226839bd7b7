"""Writes each happening to the log."""

from __future__ import annotations

import json

from django.utils import timezone

from humus.kit.happenings import Happening
from humus.kit.statements import ask

WRITE = """
INSERT INTO activity_activity (at, verb, actor_id, page_id, space_id, person_id, organisation_id, data)
VALUES (%(at)s, %(verb)s, %(actor)s, %(page)s, %(space)s, %(person)s, %(organisation)s, %(data)s::jsonb)
RETURNING id
"""


def write(happening: Happening) -> None:
    actor = happening.actor
    things = {
        "actor": actor if actor is not None and actor.is_authenticated else None,
        "page": happening.page,
        "space": happening.space or getattr(happening.page, "space", None),
        "person": happening.person,
        "organisation": happening.organisation,
    }
    values = {name: thing and thing.pk for name, thing in things.items()}
    ask(WRITE, {"at": timezone.now(), "verb": happening.verb, "data": json.dumps(happening.data), **values})
