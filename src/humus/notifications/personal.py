"""Mails to an erased person go, whether they have left or not."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.utils.translation import gettext_lazy as _

from humus.notifications.models import Follow, Habits, Notice, OutgoingMail, ReturnedAddress, SpaceHabit
from humus.people import erasure, merging
from humus.people.models import Person


def forget(person: Person) -> None:
    addresses = {person.email, *EmailAddress.objects.filter(user=person).values_list("email", flat=True)}
    OutgoingMail.objects.filter(recipient__in=addresses).delete()
    ReturnedAddress.objects.filter(address__in={address.lower() for address in addresses}).delete()


def forget_notices(person: Person) -> None:
    Notice.objects.filter(person=person).delete()
    Follow.objects.filter(person=person).delete()
    Habits.objects.filter(person=person).delete()
    SpaceHabit.objects.filter(person=person).delete()


def furnish() -> None:
    erasure.ERASERS += [forget, forget_notices]
    merging.WORDS |= {
        "notifications.notice": _("Notifications"),
        "notifications.follow": _("Things followed"),
        "notifications.habits": _("Settings of mail"),
        "notifications.spacehabit": _("Settings of mail"),
    }
