"""Hears of happenings inside their transaction: one row and no more, however many people watch."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from humus.activity.telling import TOLD
from humus.kit.happenings import Happening
from humus.kit.statements import ask
from humus.kit.waking import soon
from humus.notifications.notices import domain
from humus.pages.domain import front
from humus.pages.models import Page
from humus.spaces.models import Space

JOIN_ANSWERED = "space.join_answered"
WRITE = """
INSERT INTO notifications_telling (verb, page_id, actor_id, data, at, reached)
VALUES (%(verb)s, %(page)s, %(actor)s, %(data)s::jsonb, %(at)s, 0) RETURNING id
"""


def hear(happening: Happening) -> None:
    if happening.page is None or happening.verb not in TOLD or not TOLD[happening.verb].heard(happening):
        return
    _tell(happening.verb, happening.page, happening.actor, happening.data)


def join_answered(happening: Happening) -> None:
    """Who asked to join is told of the answer; its reason stays with the request, where it can be erased."""
    page = front(happening.space) if happening.verb == JOIN_ANSWERED else None
    if page is not None:
        data = {"named": [happening.person.key], "accepted": happening.data["accepted"]}
        _tell(JOIN_ANSWERED, page, happening.actor, data)


def found(page: Page, author: Any, data: dict[str, Any]) -> None:
    """A page fits what some people seek; it stands in no log who seeks what."""
    _tell("search.fits", page, author, data)


def _tell(verb: str, page: Page, actor: Any, data: dict[str, Any]) -> None:
    known = actor.pk if actor is not None and actor.is_authenticated else None
    values = {"verb": verb, "page": page.pk, "actor": known, "data": json.dumps(data), "at": timezone.now()}
    ask(WRITE, values)
    transaction.on_commit(wake, robust=True)


def follow_joined(happening: Happening) -> None:
    """Who came into a space by mail lives there by mail: what happens in it is told."""
    if happening.verb == "mail.joined":
        for space in Space.objects.filter(pk__in=happening.data["spaces"]):
            domain.follow_space(actor=happening.actor, space=space)


def wake() -> None:
    from humus.notifications.tasks import tell

    soon(tell)
