"""Registering for an event and taking it back; seats are given in the order of asking, and a free one moves on."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.events.models import Admission, Event, Registration
from humus.events.registrations import letters
from humus.kit.access import may, require, rule
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.people.models import Person


@rule("event.run")
def may_run(person: Any, event: Event) -> bool:
    """Open registration, see who comes and mark who came: whoever may change the page."""
    return person.is_authenticated and may("page.edit", person, event.page)


@transaction.atomic
def open_(*, actor: Any, event: Event, **fields: Any) -> Admission:
    """Say who may register, how many and what is asked; more places move the waiting up at once."""
    require("event.run", actor, event)
    admission, _new = Admission.objects.update_or_create(event=event, defaults=fields)
    event.settle()
    admission = _locked(event)
    fill(admission)
    happened("event.registration_opened", actor=actor, page=event.page)
    return admission


@transaction.atomic
def close(*, actor: Any, event: Event) -> None:
    """Take no more registrations; those that were made stay."""
    require("event.run", actor, event)
    Admission.objects.filter(event=event).update(closes_at=timezone.now())
    happened("event.registration_closed", actor=actor, page=event.page)


@transaction.atomic
def register(*, actor: Any, event: Event, answers: list[dict[str, str]]) -> Registration:
    """A member's place, or a place on the waiting list; asking twice changes the answers only."""
    admission = held_open(event)
    mine = _of_person(admission, actor)
    if mine is None:
        zone = actor.time_zone
        mine = Registration(admission=admission, person=actor, language=actor.language, time_zone=zone)
    elif mine.state in ("seated", "waiting"):
        mine.answers = answers
        mine.save(update_fields=["answers"])
        return mine
    mine.person, mine.answers = actor, answers
    return _confirm(mine)


def _of_person(admission: Admission, person: Any) -> Registration | None:
    """Theirs, or one that was made without account under an address that is proven to be theirs."""
    rows = admission.registrations.filter(cancelled_at=None)
    mine = rows.filter(person=person).first()
    if mine is None:
        proven = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
        low = {address.lower() for address in proven}
        mine = next((row for row in rows.filter(person=None) if row.email.lower() in low), None) if low else None
    return mine


@transaction.atomic
def ask(*, event: Event, email: str, name: str, answers: list[dict[str, str]], language: str, zone: str) -> None:
    """A visitor asks for a place. Only the mail tells what comes of it: the answer says nothing about the address."""
    admission = held_open(event)
    if admission.who != "anyone":
        raise DeedError(_("Sign in to register for this event."))
    email = email.lower()
    known = admission.registrations.filter(cancelled_at=None, email__iexact=email).first()
    person = _account(email)
    known = known or (person and admission.registrations.filter(cancelled_at=None, person=person).first()) or None
    if known is None:
        known = Registration(admission=admission, email=email)
    if known.state == "asked":
        known.name, known.answers, known.language, known.time_zone = name, answers, language, zone
        known.save()
    letters.asked(known, to=email, language=language)


def _account(email: str) -> Person | None:
    found = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user").first()
    return found.user if found else None


@transaction.atomic
def confirm(*, registration: Registration) -> Registration:
    """The link in the mail was followed: the address is proven, and belongs to the account that has it."""
    admission = held_open(registration.admission.event)
    row = Registration.objects.select_for_update().get(pk=registration.pk)
    if row.state != "asked":
        return row
    person = _account(row.email)
    if person and person.is_active and not admission.registrations.filter(person=person, cancelled_at=None).exists():
        row.person = person
    return _confirm(row)


def _confirm(row: Registration) -> Registration:
    """Seat it where there is a free place and nobody waits; the caller holds the admission."""
    now = timezone.now()
    free = places_left(row.admission)
    row.confirmed_at, row.told = now, row.admission.event.timing
    row.seated_at = now if free is None or free > 0 else None
    row.save()
    letters.confirmed(row)
    happened("event.seats_changed", actor=None, page=row.admission.event.page)
    return row


@transaction.atomic
def cancel(*, registration: Registration) -> None:
    """Give the place back; the next one who waits gets it."""
    admission = _locked(registration.admission.event)
    row = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    if row.cancelled_at is not None:
        return
    row.cancelled_at = timezone.now()
    row.save(update_fields=["cancelled_at"])
    fill(admission)
    happened("event.seats_changed", actor=None, page=admission.event.page)


def refill(event: Event) -> None:
    """Move up whoever waits, where one may register at all."""
    if Admission.objects.filter(event=event).exists():
        fill(_locked(event))


def fill(admission: Admission) -> list[Registration]:
    """Move up whoever waits while there are places, and tell them; the caller holds the admission."""
    if admission.event.is_over or admission.event.cancelled:
        return []
    free = places_left(admission)
    waiting = admission.registrations.waiting().select_related("person")
    moved = list(waiting if free is None else waiting[:free])
    for row in moved:
        row.admission = admission
        row.seated_at = timezone.now()
        row.save(update_fields=["seated_at"])
        letters.moved_up(row)
    return moved


@transaction.atomic
def mark(*, actor: Any, event: Event, present: set[str], of: set[str]) -> int:
    """Who came, among those shown on the page; how many did."""
    require("event.run", actor, event)
    if not event.has_begun:
        raise DeedError(_("The event has not begun yet."))
    rows = Registration.objects.filter(admission__event=event).active().filter(key__in=of)
    rows.filter(attended_at=None, key__in=present).update(attended_at=timezone.now())
    rows.exclude(key__in=present).update(attended_at=None)
    happened("event.attendance_marked", actor=actor, page=event.page, data={"count": len(present)})
    return len(present)


def places_left(admission: Admission) -> int | None:
    """None where places are not counted; nothing is left while somebody waits."""
    if admission.capacity is None:
        return None
    return max(0, admission.capacity - admission.registrations.seated().count())


def _for_ourselves(event: Event) -> Any:
    return Admission.objects.select_for_update(of=("self",)).select_related("event__page__space").filter(event=event)


def _locked(event: Event) -> Admission:
    admission: Admission = _for_ourselves(event).get()
    return admission


def held_open(event: Event) -> Admission:
    """The admission, held; refused where it takes nobody any more."""
    admission: Admission | None = _for_ourselves(event).first()
    if admission is not None and admission.event.cancelled:
        raise DeedError(_("This event is cancelled."))
    if admission is None or not admission.is_open:
        raise DeedError(_("Registration for this event is closed."))
    return admission
