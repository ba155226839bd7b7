"""Hears of happenings inside their transaction: one row and no more, however many people watch."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from humus.activity.telling import TOLD
from humus.kit.happenings import Happening
from humus.kit.waking import soon
from humus.notifications.models import Telling
from humus.notifications.notices import domain
from humus.pages.domain import front
from humus.pages.models import Page
from humus.spaces.models import Space

JOIN_ANSWERED = "space.join_answered"


def hear(happening: Happening) -> None:
    if happening.page is None or happening.verb not in TOLD or not TOLD[happening.verb].heard(happening):
        return
    actor = happening.actor if happening.actor is not None and happening.actor.is_authenticated else None
    Telling.objects.create(verb=happening.verb, page=happening.page, actor=actor, data=happening.data)
    transaction.on_commit(wake, robust=True)


def join_answered(happening: Happening) -> None:
    """Who asked to join is told of the answer; its reason stays with the request, where it can be erased."""
    page = front(happening.space) if happening.verb == JOIN_ANSWERED else None
    if page is not None:
        data = {"named": [happening.person.key], "accepted": happening.data["accepted"]}
        Telling.objects.create(verb=JOIN_ANSWERED, page=page, actor=happening.actor, data=data)
        transaction.on_commit(wake, robust=True)


def found(page: Page, author: Any, data: dict[str, Any]) -> None:
    """A page fits what some people seek; it stands in no log who seeks what."""
    Telling.objects.create(verb="search.fits", page=page, actor=author, data=data)
    transaction.on_commit(wake, robust=True)


def follow_joined(happening: Happening) -> None:
    """Who came into a space by mail lives there by mail: what happens in it is told."""
    if happening.verb == "mail.joined":
        for space in Space.objects.filter(pk__in=happening.data["spaces"]):
            domain.follow_space(actor=happening.actor, space=space)


def wake() -> None:
    from humus.notifications.tasks import tell

    soon(tell)
