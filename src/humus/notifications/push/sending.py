"""Sending what is due: leased in small batches, looked at again whether it may be seen, tried again after trouble."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.db import transaction
from django.utils import timezone

from humus.notifications.models import Notice, Push, PushDevice
from humus.notifications.notices.showing import lines
from humus.notifications.push import domain, line, words

BATCH = 50
LEASE = timedelta(minutes=5)
# What could not be shown within a day is read in the letter, or on the platform.
LATEST = timedelta(days=1)
PAUSES = (1, 5, 15, 60, 240)
# As many one by one; of more, only how many they are.
FEW = 3
# A device that is refused so often in a row is one of an earlier key, or of nobody.
MOST_REFUSALS = 8
GONE = (404, 410)
log = structlog.get_logger("humus.push")


def send_due() -> int:
    """How many a push service took. A service that does not answer is left alone until the next round."""
    sent, silent = 0, set[str]()
    while pushes := lease():
        for _pk, some in groupby(pushes, key=lambda push: push.device_id):
            sent += to_device(list(some), silent)
    return sent


@transaction.atomic
def lease() -> list[Push]:
    due = Push.objects.filter(due_at__lte=timezone.now()).select_related("device__person").order_by("device", "pk")
    pushes = list(due.select_for_update(skip_locked=True, of=("self",))[:BATCH])
    Push.objects.filter(pk__in=[push.pk for push in pushes]).update(due_at=timezone.now() + LEASE)
    return pushes


def to_device(pushes: list[Push], silent: set[str]) -> int:
    device = pushes[0].device
    if not (device.person.is_active and domain.signed_in(device)):
        device.delete()
        return 0
    sent = 0
    for said, told in _said(device, pushes):
        host = urlsplit(device.endpoint).netloc
        if host in silent:
            later(told, 0)
        elif hand_over(device, said, told, silent, host):
            sent += 1
    return sent


def _said(device: PushDevice, pushes: list[Push]) -> list[tuple[dict[str, Any], list[Push]]]:
    """In words, what is unread, recent, still there, and may be seen by this person at this moment; the rest goes."""
    person, now = device.person, timezone.now()
    by_notice = {push.notice_id: push for push in pushes if push.notice_id}
    mine = Notice.objects.visible_to(person).unread().filter(pk__in=by_notice, telling__at__gt=now - LATEST)
    shown = lines(mine.select_related("telling__page__space", "telling__actor"), person.language or "en")
    said = [(words.first(person), [push]) for push in pushes if not push.notice_id]
    if len(shown) > FEW:
        said.append((words.of_many(len(shown), person), [by_notice[one.notice.pk] for one in shown]))
    else:
        said += [(words.of_line(one, person), [by_notice[one.notice.pk]]) for one in shown]
    kept = {push.pk for _said, told in said for push in told}
    Push.objects.filter(pk__in=[push.pk for push in pushes if push.pk not in kept]).delete()
    return said


def hand_over(device: PushDevice, said: dict[str, Any], told: list[Push], silent: set[str], host: str) -> bool:
    """Whether the service took it. A device that is no more is forgotten, with all that waits for it."""
    try:
        answer = line.send(device, said, said["tag"])
    except ValueError:
        device.delete()
        return False
    except line.NoLine as error:
        log.warning("push_service_silent", error=str(error))
        silent.add(host)
        later(told, 0)
        return False
    if answer.status < 300:
        Push.objects.filter(pk__in=[push.pk for push in told]).delete()
        PushDevice.objects.filter(pk=device.pk).exclude(refusals=0).update(refusals=0)
        return True
    refused(device, answer, told)
    return False


def refused(device: PushDevice, answer: line.Answer, told: list[Push]) -> None:
    device.refusals += answer.status not in (429, 500, 502, 503, 504)
    if answer.status in GONE or device.refusals >= MOST_REFUSALS:
        device.delete()
        return
    log.warning("push_refused", status=answer.status, host=urlsplit(device.endpoint).hostname)
    device.save(update_fields=["refusals"])
    later(told, answer.wait)


def later(told: list[Push], wait: int) -> None:
    """After a growing pause, or as long as the service said; given up after the last one."""
    for push in told:
        if push.attempts >= len(PAUSES):
            push.delete()
            continue
        pause = max(timedelta(minutes=PAUSES[push.attempts]), timedelta(seconds=wait))
        push.due_at, push.attempts = timezone.now() + pause, push.attempts + 1
        push.save(update_fields=["due_at", "attempts"])
