"""Mails to an erased person go, whether they have left or not, and the copies of those that name the person."""

from __future__ import annotations

import re

from allauth.account.models import EmailAddress
from django.contrib.auth.signals import user_logged_out
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from humus.notifications.models import Follow, Habits, Notice, OutgoingMail, PushDevice, ReturnedAddress, SpaceHabit
from humus.notifications.push.domain import end_with_sign_in
from humus.people import erasure, export, merging
from humus.people.models import Person


def forget(person: Person) -> None:
    addresses = {person.email, *EmailAddress.objects.filter(user=person).values_list("email", flat=True)}
    small = {address.lower() for address in addresses}
    OutgoingMail.objects.annotate(small=Lower("recipient")).filter(small__in=small).delete()
    ReturnedAddress.objects.filter(address__in=small).delete()
    forget_copies(addresses | {person.name})


def forget_copies(names: set[str]) -> None:
    """Of mails to others that name the person the copy goes once they have left; those that wait still go out."""
    written = "|".join(re.escape(name) for name in names if name.strip())
    if written:
        asked = rf"(^|\W)({written})(\W|$)"
        naming = Q(subject__iregex=asked) | Q(text__iregex=asked)
        OutgoingMail.objects.exclude(sent_at=None, refused_at=None).filter(naming).delete()


def forget_notices(person: Person) -> None:
    Notice.objects.filter(person=person).delete()
    PushDevice.objects.filter(person=person).delete()
    Follow.objects.filter(Q(person=person) | Q(whom=person)).delete()
    Habits.objects.filter(person=person).delete()
    SpaceHabit.objects.filter(person=person).delete()


def forget_devices(kept: Person, gone: Person) -> None:
    """They end with the sign-ins of the account that goes."""
    PushDevice.objects.filter(person=gone).delete()


def furnish() -> None:
    user_logged_out.connect(end_with_sign_in, dispatch_uid="push ends with the sign-in")
    merging.FIRST.append(forget_devices)
    merging.STAYS.add("notifications.pushdevice")
    export.SECRET |= {f"notifications.pushdevice.{name}" for name in ("endpoint", "p256dh", "auth", "session")}
    erasure.ERASERS += [forget, forget_notices]
    merging.WORDS |= {
        "notifications.notice": _("Notifications"),
        "notifications.follow": _("Things followed"),
        "notifications.habits": _("Settings of mail"),
        "notifications.spacehabit": _("Settings of mail"),
    }
