"""What the worker writes by itself: reminders the day and the hour before, new hours, and that an event is cancelled.

Each letter leaves one mark (``Letter``) or moves one (``told``) in the transaction of its mail: a worker that is killed
and started again writes none twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from humus.events import moves
from humus.events.models import Registration, Session
from humus.events.models.event import CANCELLED
from humus.events.registrations import letters, tokens

DAY, HOUR = timedelta(hours=24), timedelta(hours=1)
# A session that follows another so soon needs no letter of its own.
SOON_AFTER = {"day": timedelta(hours=36), "hour": timedelta(hours=3)}
UNCONFIRMED, GUESTS = timedelta(days=2), timedelta(days=365)
BATCH = 500


def run() -> int:
    """Everything that is due; how many letters were written."""
    return tell_moved() + sum(remind(session, kind) for session, kind in due(timezone.now()))


def due(now: datetime) -> list[tuple[Session, str]]:
    """Sessions that begin within the day, each with the letter it needs now."""
    coming = Session.objects.filter(starts_at__gt=now, starts_at__lte=now + DAY, event__admission__isnull=False)
    coming = coming.filter(event__cancelled=False)
    found = []
    for session in coming.select_related("event__page__space"):
        kind = "hour" if session.starts_at - now <= HOUR else "day"
        if session.event.page.status == "published" and not _follows(session, SOON_AFTER[kind]):
            found.append((session, kind))
    return found


def _follows(session: Session, soon: timedelta) -> bool:
    earlier = {"starts_at__lt": session.starts_at, "starts_at__gte": session.starts_at - soon}
    return Session.objects.filter(event=session.event_id, **earlier).exists()


def remind(session: Session, kind: str) -> int:
    """Those who had a place before the letter was due; who registered later was just told."""
    before = session.starts_at - (DAY if kind == "day" else HOUR)
    about = f"{kind}-{session.starts_at:%Y%m%d%H%M}"
    rows = Registration.objects.seated().filter(admission__event=session.event_id, confirmed_at__lte=before)
    rows = rows.exclude(letters__about=about)
    return sum(_once(pk, about, f"reminder_{kind}") for pk in _keys(rows))


def tell_moved() -> int:
    """Everybody whose last letter told other hours than the event has now, or that it takes place when it does not."""
    rows = Registration.objects.active().exclude(told=F("admission__event__timing"))
    rows = rows.filter(admission__event__over_at__gt=timezone.now(), admission__event__page__status="published")
    return sum(_moved(pk) for pk in _keys(rows))


def _keys(rows: Iterable[Registration]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])  # type: ignore[attr-defined]


@transaction.atomic
def _once(pk: int, about: str, template: str) -> bool:
    row = _held(pk)
    if row is not None and tokens.seen(row) is None:
        letters.leave_out(row, about)
        return False
    return row is not None and letters.once(row, about, template)


@transaction.atomic
def _moved(pk: int) -> bool:
    row = _held(pk)
    if row is None:
        return False
    event = row.admission.event
    before, row.told = row.told, event.timing
    row.save(update_fields=["told"])
    if tokens.seen(row) is None:
        return False
    was_off = before.startswith(CANCELLED)
    if event.cancelled and was_off:
        return False
    if event.cancelled:
        letters.called_off(row)
    elif was_off:
        letters.called_on(row)
    else:
        with translation.override(row.own_language):
            move = moves.of([event]).get(event.pk)
        letters.moved(row, move)
    return True


def _held(pk: int) -> Registration | None:
    """The row for ourselves, unless its holder cancelled meanwhile."""
    rows = Registration.objects.select_for_update(of=("self",), skip_locked=True)
    return rows.select_related("person", "admission__event__page__space").filter(pk=pk, cancelled_at=None).first()


def forget() -> None:
    """An address that nobody confirmed goes when its link is of no more use, a guest's a year after the event."""
    now = timezone.now()
    Registration.objects.filter(confirmed_at=None, asked_at__lt=now - UNCONFIRMED).delete()
    guests = Registration.objects.filter(person=None, admission__event__over_at__lt=now - GUESTS).exclude(email="")
    guests.update(email="", name="", answers=[], time_zone="")
