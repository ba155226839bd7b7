"""What the worker writes by itself: a reminder the day before and the hour before, and that the hours were changed.

Each letter leaves one mark (``Letter``) or moves one (``told``) in the transaction of its mail: a worker that is killed
and started again writes none twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from humus.events import moves
from humus.events.models import Event, Registration, Session
from humus.events.registrations import letters, tokens

DAY, HOUR = timedelta(hours=24), timedelta(hours=1)
# A session that follows another so soon needs no letter of its own.
SOON_AFTER = {"day": timedelta(hours=36), "hour": timedelta(hours=3)}
UNCONFIRMED = timedelta(days=2)
BATCH = 500


def run() -> int:
    """Everything that is due; how many letters were written."""
    forget_unconfirmed()
    return tell_moved() + sum(remind(session, kind) for session, kind in due(timezone.now()))


def due(now: datetime) -> list[tuple[Session, str]]:
    """Sessions that begin within the day, each with the letter it needs now."""
    coming = Session.objects.filter(starts_at__gt=now, starts_at__lte=now + DAY, event__admission__isnull=False)
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
    """Everybody whose last letter told other hours than the event has now, however they came to be changed."""
    rows = Registration.objects.active().exclude(told=F("admission__event__timing"))
    rows = rows.filter(admission__event__over_at__gt=timezone.now(), admission__event__page__status="published")
    return sum(_moved(pk) for pk in _keys(rows))


def _keys(rows: Iterable[Registration]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])  # type: ignore[attr-defined]


@transaction.atomic
def _once(pk: int, about: str, template: str) -> bool:
    row = _held(pk)
    return row is not None and letters.once(row, about, template)


@transaction.atomic
def _moved(pk: int) -> bool:
    row = _held(pk)
    if row is None:
        return False
    event = Event.objects.select_related("page__space").get(pk=row.admission.event_id)
    if row.told == event.timing:
        return False
    row.told = event.timing
    row.save(update_fields=["told"])
    letters.moved(row, moves.of([event]).get(event.pk))
    return True


def _held(pk: int) -> Registration | None:
    """The row for ourselves, where its holder may still see the event and did not cancel meanwhile."""
    rows = Registration.objects.select_for_update(of=("self",), skip_locked=True)
    rows = rows.select_related("person", "admission__event__page__space")
    return tokens.seen(rows.filter(pk=pk, cancelled_at=None).first())


def forget_unconfirmed() -> None:
    """An address that nobody confirmed is kept no longer than its link is of use."""
    Registration.objects.filter(confirmed_at=None, asked_at__lt=timezone.now() - UNCONFIRMED).delete()
