"""Deeds about one's own devices: have notices come there, and stop it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from humus.kit.waking import soon
from humus.notifications.models import Push, PushDevice
from humus.people.sessions import SessionStore

MOST_DEVICES = 20


@transaction.atomic
def keep(*, actor: Any, session: str, name: str, endpoint: str, p256dh: str, auth: str) -> PushDevice:
    """Of one browser there is one row: another person who signs in there takes it over. The oldest make room."""
    fields = {"person": actor, "session": session, "name": name, "p256dh": p256dh, "auth": auth, "refusals": 0}
    PushDevice.objects.filter(endpoint=endpoint).exclude(person=actor).delete()
    device, _new = PushDevice.objects.update_or_create(endpoint=endpoint, defaults=fields)
    many = PushDevice.objects.filter(person=actor).order_by("-pk").values_list("pk", flat=True)[MOST_DEVICES:]
    PushDevice.objects.filter(pk__in=list(many)).delete()
    return device


def greet(device: PushDevice) -> None:
    """A first word, so that the person sees that it works."""
    from humus.notifications.tasks import push

    Push.objects.create(device=device)
    transaction.on_commit(lambda: soon(push), robust=True)


def stop(*, actor: Any, pk: int) -> bool:
    return bool(PushDevice.objects.filter(person=actor, pk=pk).delete()[0])


def devices_of(person: Any) -> list[PushDevice]:
    """Those whose browsers are still signed in: two statements, one where there is none."""
    devices = list(PushDevice.objects.filter(person=person))
    live = Session.objects.filter(session_key__in=[one.session for one in devices], expire_date__gt=timezone.now())
    kept = {session.session_key: session.get_decoded() for session in live} if devices else {}
    return [one for one in devices if _is(person, kept.get(one.session, {}))]


def signed_in(device: PushDevice) -> bool:
    """Whether the browser that asked for it is still signed in as this person."""
    return _is(device.person, SessionStore(device.session).load())


def _is(person: Any, kept: dict[str, Any]) -> bool:
    same = str(kept.get(SESSION_KEY)) == str(person.pk)
    return same and constant_time_compare(kept.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())


def end_with_sign_in(sender: Any, request: Any, **_rest: Any) -> None:
    if key := getattr(getattr(request, "session", None), "session_key", None):
        PushDevice.objects.filter(session=key).delete()
