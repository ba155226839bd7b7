"""Calling an event off, and on again; the worker writes to the registered within a minute."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.events.models import Event
from humus.events.registrations import domain as registrations
from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened


@transaction.atomic
def call_off(*, actor: Any, event: Event, why: str = "") -> None:
    """It does not take place; its page, its registrations and their order stay."""
    row = _held(actor, event)
    if row.is_over:
        raise DeedError(_("This event is over."))
    _decide(row, cancelled=True, why=why)
    happened("event.cancelled", actor=actor, page=row.page, data={"why": why})


@transaction.atomic
def call_on(*, actor: Any, event: Event) -> None:
    """It takes place after all; who waited moves up where places became free meanwhile."""
    row = _held(actor, event)
    _decide(row, cancelled=False, why="")
    registrations.refill(row)
    happened("event.called_on", actor=actor, page=row.page)


def _held(actor: Any, event: Event) -> Event:
    require("event.run", actor, event)
    return Event.objects.select_for_update(of=("self",)).select_related("page__space").get(pk=event.pk)


def _decide(event: Event, *, cancelled: bool, why: str) -> None:
    event.cancelled, event.cancelled_why, event.decided_at = cancelled, why, timezone.now()
    event.save(update_fields=["cancelled", "cancelled_why", "decided_at"])
    event.settle()
