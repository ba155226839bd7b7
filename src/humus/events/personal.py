"""What events forget about an erased person, and who is asked before a letter about an event leaves."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from humus.events.models import Feed, Registration, SlotAnswer
from humus.events.registrations import domain, letters
from humus.people import erasure, export, mails, merging
from humus.people.models import Person


def forget(person: Person) -> None:
    """Places in events to come are given back; of the others stays that somebody was there."""
    rows = Registration.objects.filter(Q(person=person) | Q(email__iexact=person.email))
    for row in rows.active().filter(admission__event__over_at__gt=timezone.now()):
        domain.cancel(registration=row)
    Feed.objects.filter(person=person).delete()
    SlotAnswer.objects.filter(person=person).delete()
    rows.update(name="", email="", answers=[], time_zone="", language="")


def furnish() -> None:
    erasure.ERASERS.append(forget)
    mails.STILL[letters.PREFIX] = letters.may_still_go
    merging.WORDS |= {
        "events.registration": _("Registrations for events"),
        "events.feed": _("Calendar feeds"),
        "events.timepoll": _("Times asked for"),
        "events.slotanswer": _("Answers to proposed times"),
    }
    export.SECRET.add("events.feed.digest")
