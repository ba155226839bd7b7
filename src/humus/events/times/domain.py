"""Asking a group for a time, answering, and choosing one of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from humus.events import domain as events
from humus.events.models import Event, Session, Slot, SlotAnswer, TimePoll
from humus.kit.access import may, require, rule
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.people import mails
from humus.people.models import Person
from humus.spaces.models import Space

# A larger group is not written to: whoever asks passes the address on.
MOST_TOLD = 100
MOST_A_DAY = 10


@rule("time.choose")
def may_choose(person: Any, poll: TimePoll) -> bool:
    """Whoever asked, and those who manage the space; both as long as they may add an event there."""
    own = poll.asked_by_id is not None and poll.asked_by_id == person.pk
    return may("space.contribute", person, poll.space) and (own or may("space.manage", person, poll.space))


def group_of(space: Space) -> Any:
    """The people of a space whose account is in use."""
    return Person.objects.filter(pk__in=space.memberships.active().values("person"))


@transaction.atomic
def ask(*, actor: Any, space: Space, moments: list[datetime], tell: bool, **fields: Any) -> TimePoll:
    require("space.contribute", actor, space)
    today = TimePoll.objects.filter(asked_by=actor, asked_at__gt=timezone.now() - timedelta(days=1))
    if today.count() >= MOST_A_DAY:
        raise DeedError(_("You asked for many times today. Try again tomorrow."))
    language = (get_language() or "en")[:2]
    poll = TimePoll.objects.create(space=space, asked_by=actor, language=language, **fields)
    Slot.objects.bulk_create(Slot(poll=poll, starts_at=at) for at in sorted(set(moments)))
    if tell:
        _write(poll, group_of(space).exclude(pk=actor.pk)[:MOST_TOLD], "asked")
    happened("event.time_asked", actor=actor, space=space, data={"poll": poll.key})
    return poll


@transaction.atomic
def answer(*, actor: Any, poll: TimePoll, values: Mapping[int, str]) -> None:
    """My answers to the times of this poll; what is answered to others is left aside."""
    row = TimePoll.objects.select_for_update().get(pk=poll.pk)
    if row.chosen_at is not None:
        raise DeedError(_("The time is already chosen."))
    for slot in row.slots.all():
        if values.get(slot.pk) in ("yes", "maybe", "no"):
            SlotAnswer.objects.update_or_create(slot=slot, person=actor, defaults={"value": values[slot.pk]})


@transaction.atomic
def choose(*, actor: Any, poll: TimePoll, slot: Slot) -> Event:
    """The time is found: an event in the space, and everybody who answered is told."""
    require("time.choose", actor, poll)
    row = TimePoll.objects.select_for_update(of=("self",)).select_related("space").get(pk=poll.pk)
    if row.chosen_at is not None:
        raise DeedError(_("The time is already chosen."))
    zone = ZoneInfo(row.zone)
    start, end = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)

    def save(page: Any) -> None:
        event = Event.objects.create(page=page, zone=row.zone, online=True, starts=f"{start:%Y-%m-%d}")
        Session.objects.create(event=event, starts_at=slot.starts_at, ends_at=slot.ends_at)
        event.ends = f"{end:%Y-%m-%d}"
        event.save(update_fields=["ends"])
        event.settle()

    words = {"title": row.title, "text": row.note, "language": row.language}
    made = events.plan(actor=actor, space=row.space, save_facts=save, **words)
    if not isinstance(made, Event):
        raise DeedError(_("This space has its events approved first. Please announce it as a new event."))
    event = made
    row.event, row.chosen_at = event, timezone.now()
    row.save(update_fields=["event", "chosen_at"])
    answered = Person.objects.active().filter(slot_answers__slot__poll=row).distinct()
    _write(row, answered.exclude(pk=actor.pk), "chosen")
    return event


def _write(poll: TimePoll, people: Any, template: str) -> None:
    for person in people:
        mails.tell(person, f"events/mail/time_{template}.txt", {"poll": poll, "event": poll.event})
