"""Conversations as one of the two sees them, and what the secretariat sees of a reported message."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, Q, Subquery, Value
from django.utils.translation import gettext_lazy as _

from humus.kit import room
from humus.kit.queries import united
from humus.messaging.models import Complaint, Exchange, Message, Part
from humus.people.models import Person
from humus.spaces.models import Membership

SHOWN = 200
AROUND = 3
MOST = 100


def exchanges(person: Any) -> Any:
    """The conversations of a person, newest first, each with the other person and its last message: two queries."""
    last = Message.objects.filter(exchange=OuterRef("pk")).order_by("-pk")
    mine = Part.objects.filter(exchange=OuterRef("pk"), person_id=person.pk)
    other = Part.objects.filter(exchange=OuterRef("pk")).exclude(person_id=person.pk)
    return Exchange.objects.of(person).annotate(
        last_text=Subquery(last.values("text")[:1]),
        last_id=Subquery(last.values("pk")[:1]),
        last_author=Subquery(last.values("author_id")[:1]),
        read=Subquery(mine.values("read")[:1]),
        other_id=Subquery(other.values("person_id")[:1]),
    )


def with_others(found: Any) -> list[Exchange]:
    rows = list(found)
    people = Person.objects.in_bulk({row.other_id for row in rows if row.other_id})
    for row in rows:
        row.other = people.get(row.other_id)  # type: ignore[attr-defined]
        row.fresh = (row.last_id or 0) > row.read  # type: ignore[attr-defined]
    return rows


def unread(person: Any) -> int:
    """Conversations with something new."""
    return exchanges(person).filter(last_id__gt=F("read")).count()


def known(person: Any) -> Any:
    """People of the directory, and those with whom the person shares a space."""
    mine = Membership.objects.current().filter(person_id=person.pk).values("space_id")
    beside = Membership.objects.current().filter(space__in=mine).values("person_id")
    listed = Person.objects.visible_to(person).values("pk")
    return Person.objects.active().filter(Q(pk__in=listed) | Q(pk__in=beside))


def other_of(exchange: Exchange, person: Any) -> Person | None:
    part = exchange.parts.exclude(person_id=person.pk).select_related("person").first()
    return part.person if part else None


def last_messages(exchange: Exchange) -> list[Message]:
    """The newest messages, oldest of them first."""
    found = list(exchange.messages.select_related("author").order_by("-pk")[: SHOWN + 1])
    return found[::-1]


def waiting() -> list[Complaint]:
    """Complaints that wait, each with the few messages before and after: the only ones the secretariat reads."""
    rows = list(
        Complaint.objects.filter(settled_at=None).select_related("message__author", "message__exchange", "person")[
            :MOST
        ]
    )
    beside = _beside(rows)
    known = Message.objects.select_related("author").in_bulk({pk for keys in beside.values() for pk in keys})
    for row in rows:
        row.shown = [known[pk] for pk in sorted(beside[row.pk])]  # type: ignore[attr-defined]
    return rows


def _beside(rows: list[Complaint]) -> dict[int, set[int]]:
    """The messages that each complaint shows, asked for in one query."""
    parts = []
    for row in rows:
        beside_it = Message.objects.filter(exchange=row.message.exchange)
        near = beside_it.annotate(complaint=Value(row.pk, BigIntegerField())).values_list("complaint", "pk")
        parts.append(near.filter(pk__lt=row.message_id).order_by("-pk")[:AROUND])
        parts.append(near.filter(pk__gt=row.message_id, at__lte=row.at).order_by("pk")[:AROUND])
    beside = {row.pk: {row.message_id} for row in rows}
    for complaint, message in united(parts):
        beside[complaint].add(message)
    return beside


def furnish() -> None:
    room.add(
        room.Entry(
            url_name="secretariat_messages",
            label=_("Reported messages"),
            icon="flag",
            group="spaces",
            about=_("Messages between members that their readers pointed out; nothing else of them is read."),
            count=lambda person: Complaint.objects.filter(settled_at=None).count(),
        )
    )
