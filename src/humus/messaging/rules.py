"""Who may write to whom: off unless the reader allows it, and never past a block."""

from __future__ import annotations

from typing import Any

from humus.kit.access import rule
from humus.messaging.models import Letterbox, Message
from humus.people import blocking
from humus.people.models import Person
from humus.spaces.models import Membership


@rule("message.send")
def may_send(person: Any, other: Person) -> bool:
    """The reader takes messages from this person, or has written to them before."""
    if not person.is_authenticated or person.pk == other.pk or not other.is_active or blocking.between(person, other):
        return False
    return _lets_in(person, other) or _has_written(other, person)


def _lets_in(person: Any, other: Person) -> bool:
    takes = Letterbox.objects.filter(person=other).values_list("takes", flat=True).first()
    if takes == Letterbox.From.SHARED:
        theirs = Membership.objects.current().filter(person=other).values("space_id")
        return Membership.objects.current().filter(person_id=person.pk, space__in=theirs).exists()
    return takes == Letterbox.From.ALL


def _has_written(author: Person, reader: Any) -> bool:
    return Message.objects.filter(author=author, exchange__parts__person_id=reader.pk).exists()


@rule("message.moderate")
def may_moderate(person: Any, complaint: Any) -> bool:
    return bool(person.is_secretariat)


def on_profile(viewer: Any, person: Person) -> dict[str, Any] | None:
    """The way to write, where it is open."""
    return {"to": person} if may_send(viewer, person) else None
