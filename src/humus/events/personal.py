"""What events forget about an erased person, and who is asked before a letter about an event leaves."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from humus.events.models import Event, Feed, Registration, SlotAnswer, TimePoll
from humus.events.reading import named
from humus.events.registrations import domain, letters
from humus.people import erasure, export, mails, merging, sections
from humus.people.models import Person


def forget(person: Person) -> None:
    """Places in events to come are given back; of the others stays that somebody was there."""
    rows = Registration.objects.filter(Q(person=person) | Q(email__iexact=person.email))
    for row in rows.active().filter(admission__event__over_at__gt=timezone.now()):
        domain.cancel(registration=row)
    Feed.objects.filter(person=person).delete()
    SlotAnswer.objects.filter(person=person).delete()
    rows.update(name="", email="", answers=[], time_zone="", language="")


def on_home(viewer: Any, person: Person) -> dict[str, Any]:
    """What one is registered for, the next first; and which groups wait for an answer: three queries."""
    mine = Registration.objects.active().filter(person=person).values("admission")
    events = named(Event.objects.visible_to(person).filter(admission__in=mine).upcoming()[:5])
    return {"events": events, "times": list(TimePoll.objects.waiting_for(person).select_related("space")[:5])}


def furnish() -> None:
    sections.HOME.append(sections.Section(template="events/parts/on_home.html", context=on_home))
    erasure.ERASERS.append(forget)
    mails.STILL[letters.PREFIX] = letters.may_still_go
    merging.WORDS |= {
        "events.registration": _("Registrations for events"),
        "events.feed": _("Calendar feeds"),
        "events.timepoll": _("Times asked for"),
        "events.slotanswer": _("Answers to proposed times"),
    }
    export.SECRET.add("events.feed.digest")
