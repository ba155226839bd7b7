"""Block somebody for oneself: their comments are folded, nothing of theirs is told, and neither writes to the other."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.people.models import Block, Person

MOST = 500


@transaction.atomic
def block(*, actor: Any, person: Person) -> None:
    if person.pk == actor.pk:
        raise DeedError(_("You cannot block yourself."))
    if actor.blocks.count() >= MOST:
        raise DeedError(_("You have blocked %(most)d people; please unblock somebody first.") % {"most": MOST})
    _row, new = Block.objects.get_or_create(person=actor, blocked=person)
    if new:
        happened("person.blocked", actor=actor)


@transaction.atomic
def unblock(*, actor: Any, person: Person) -> None:
    if Block.objects.filter(person=actor, blocked=person).delete()[0]:
        happened("person.unblocked", actor=actor)


def between(one: Any, other: Any) -> bool:
    """Whether one of the two blocks the other."""
    return Block.objects.filter(Q(person=one, blocked=other) | Q(person=other, blocked=one)).exists()


def forget(person: Person) -> None:
    Block.objects.filter(Q(person=person) | Q(blocked=person)).delete()
