"""Restrict who may view or edit a page and what lies below it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from humus.kit.access import require
from humus.kit.happenings import happened
from humus.pages.domain.guarding import reguard
from humus.pages.domain.locking import lock_page, lock_spaces
from humus.pages.models import Page, Restriction


@transaction.atomic
def restrict(*, actor: Any, page: Page, mode: str, people: Iterable[Any] = (), roles: Iterable[str] = ()) -> None:
    """Let only these people and roles in; nobody named lifts the restriction. The actor never locks themselves out."""
    lock_spaces(page.space)
    page = lock_page(page)
    require("page.restrict", actor, page)
    named, held = list(people), [role for role in roles if role in page.space.behaviour.roles]
    if (named or held) and all(person.pk != actor.pk for person in named):
        named.append(actor)
    Restriction.objects.filter(page=page, mode=mode).delete()
    Restriction.objects.bulk_create(
        [Restriction(page=page, mode=mode, person=person, set_by=actor) for person in {p.pk: p for p in named}.values()]
        + [Restriction(page=page, mode=mode, role=role, set_by=actor) for role in held]
    )
    reguard(page)
    happened("page.restricted", actor=actor, page=page, data={"mode": mode, "people": len(named), "roles": held})
