"""Mails of an erased person go."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from humus.incoming import judging
from humus.incoming.models import IncomingMail
from humus.people import erasure, export, merging
from humus.people.models import Person


def forget(person: Person) -> None:
    theirs = judging.addresses(person)
    IncomingMail.objects.filter(Q(person=person) | Q(address__in=theirs) | Q(envelope_from__in=theirs)).delete()


def furnish() -> None:
    erasure.ERASERS.append(forget)
    export.ALSO.add("incoming.incomingmail.person")
    export.ENDINGS["incoming.incomingmail.message"] = "eml"
    merging.WORDS |= {"incoming.incomingmail": _("Mails to the platform")}
