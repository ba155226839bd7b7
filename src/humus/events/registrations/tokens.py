"""The link by which somebody without an account sees and cancels their own registration: it opens nothing else."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from humus.events.models import Event, Registration

SALT = "humus.events.registration"


def address(registration: Registration) -> str:
    return settings.SITE_URL + reverse("registration", args=[signing.dumps(registration.key, salt=SALT)])


def registration_of(word: str) -> Registration | None:
    """None for a link that was not made here, or to an event that its holder may no longer see."""
    try:
        key = signing.loads(word, salt=SALT)
    except signing.BadSignature:
        return None
    return seen(Registration.objects.select_related("person", "admission__event__page__space").filter(key=key).first())


def seen(registration: Registration | None) -> Registration | None:
    """The registration while its holder is in good standing and may see the event."""
    if registration is None or (registration.person and not registration.person.is_active):
        return None
    return registration if may_see(registration.who, registration.admission.event) else None


def may_see(person: Any, event: Event) -> bool:
    return Event.objects.visible_to(person).filter(pk=event.pk).exists()
