"""Mails to an erased person go, whether they have left or not."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from humus.notifications.models import OutgoingMail
from humus.people import erasure
from humus.people.models import Person


def forget(person: Person) -> None:
    addresses = {person.email, *EmailAddress.objects.filter(user=person).values_list("email", flat=True)}
    OutgoingMail.objects.filter(recipient__in=addresses).delete()


def furnish() -> None:
    erasure.ERASERS.append(forget)
